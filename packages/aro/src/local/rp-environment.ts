import type { InstanceSettings } from "./records.ts";

/** The names by which the service finds its own resources; the seed makes them. */
export const serviceNames = {
  location: "eastus",
  resourceGroup: "aro-rp",
  /** The service's vaults are named PREFIX-svc and PREFIX-cls. */
  keyVaultPrefix: "aro-local",
  /** The registry that clusters pull the service's images from, each by a token of its own. */
  registry: "arointsvc",
} as const;

/** The registry, below the service's subscription. */
export const registryPath = `/resourceGroups/${serviceNames.resourceGroup}/providers/Microsoft.ContainerRegistry/registries/${serviceNames.registry}`;

/** The OpenShift versions that the local service offers, in the form of spec 02 §11.6. */
const versions = {
  DefaultStream: { "4.19.12": "quay.io/openshift-release-dev/ocp-release:4.19.12-x86_64" },
  InstallStreams: {
    "4.18.24": "quay.io/openshift-release-dev/ocp-release:4.18.24-x86_64",
    "4.20.4": "quay.io/openshift-release-dev/ocp-release:4.20.4-x86_64",
  },
} as const;

/** What the emulator and the instance decide, as far as the service is told. */
export interface RpFacts {
  settings: Pick<InstanceSettings, "ports" | "tenantId" | "subscriptionId" | "timeScale" | "hive">;
  /** DNS suffix of what is named in the emulated cloud. */
  suffix: string;
  firstPartyClientId: string;
  secretsFolder: string;
  databaseFile: string;
  /** Common name of the administrator's certificate. */
  adminCommonName: string;
  /** PEM file of the instance's authority. */
  ca: string;
  /** Where step boundaries are reported, so that faults can strike there. */
  boundary: { url: string; token: string };
}

/**
 * What `aro rp` reads (packages/environment, variables.ts) and this instance says: the whole map in one place. Nothing here
 * tells the service that it is local: other hosts, shorter waits, no pause for a load balancer that is not there.
 */
export const rpEnvironment = ({ settings, ...facts }: RpFacts): Record<string, string> => ({
  AZURE_ENVIRONMENT: `https://localhost:${settings.ports.arm}`,
  AZURE_TENANT_ID: settings.tenantId,
  AZURE_SUBSCRIPTION_ID: settings.subscriptionId,
  LOCATION: serviceNames.location,
  RESOURCEGROUP: serviceNames.resourceGroup,
  DOMAIN_NAME: `${serviceNames.location}.${facts.suffix}`,
  KEYVAULT_PREFIX: serviceNames.keyVaultPrefix,
  ACR_RESOURCE_ID: `/subscriptions/${settings.subscriptionId}${registryPath}`,
  AZURE_FP_CLIENT_ID: facts.firstPartyClientId,
  OPENSHIFT_VERSIONS: JSON.stringify(versions),
  ARO_SECRETS_DIRECTORY: facts.secretsFolder,
  ARO_DATABASE_FILE: facts.databaseFile,
  ADMIN_API_CLIENT_CERT_COMMON_NAME: facts.adminCommonName,
  ARO_ADMIN_CA_FILE: facts.ca,
  ARO_LISTEN: `127.0.0.1:${settings.ports.rp}`,
  ...(settings.hive === false ? {} : { ARO_INSTALL_VIA_HIVE: "true" }),
  RP_FEATURES: "DisableReadinessDelay",
  ARO_DURATION_SCALE: String(settings.timeScale),
  ARO_BOUNDARY_REPORT: facts.boundary.url,
  ARO_BOUNDARY_TOKEN: facts.boundary.token,
  NODE_EXTRA_CA_CERTS: facts.ca,
  // Vaults and storage accounts have names that only the cloud's own proxy resolves.
  HTTPS_PROXY: `http://127.0.0.1:${settings.ports.proxy}`,
  NO_PROXY: "localhost,127.0.0.1",
});
