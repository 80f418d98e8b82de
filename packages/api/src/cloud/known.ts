import type { Cloud } from "./description.ts";

/** The clouds known by name (`AZURE_ENVIRONMENT`); any other is discovered from a metadata endpoint. */
export const knownClouds: Readonly<Record<string, Cloud>> = {
  AzurePublicCloud: {
    name: "AzurePublicCloud",
    resourceManager: "https://management.azure.com",
    resourceManagerAudience: "https://management.azure.com",
    authority: "https://login.microsoftonline.com",
    graph: "https://graph.microsoft.com",
    graphAudience: "https://graph.microsoft.com",
    checkAccess: {
      endpoint: "https://{region}.authorization.azure.net",
      audience: "https://authorization.azure.net",
    },
    armCertificateMetadata: "https://admin.management.azure.com",
    suffixes: {
      storage: "core.windows.net",
      keyVault: "vault.azure.net",
      containerRegistry: "azurecr.io",
      cosmos: "documents.azure.com",
      privateDomain: "aroapp.io",
    },
    instanceDiscovery: true,
  },
  AzureUSGovernmentCloud: {
    name: "AzureUSGovernmentCloud",
    resourceManager: "https://management.usgovcloudapi.net",
    resourceManagerAudience: "https://management.usgovcloudapi.net",
    authority: "https://login.microsoftonline.us",
    graph: "https://graph.microsoft.us",
    graphAudience: "https://graph.microsoft.us",
    checkAccess: {
      endpoint: "https://{region}.authorization.azure.us",
      audience: "https://authorization.azure.us",
    },
    armCertificateMetadata: "https://admin.management.usgovcloudapi.net",
    suffixes: {
      storage: "core.usgovcloudapi.net",
      keyVault: "vault.usgovcloudapi.net",
      containerRegistry: "azurecr.us",
      cosmos: "documents.azure.us",
      privateDomain: "aroapp.azure.us",
    },
    instanceDiscovery: true,
  },
};
