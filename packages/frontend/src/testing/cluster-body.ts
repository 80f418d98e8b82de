import type { JsonObject } from "@aro/api";

/** The subscription of most tests. */
export const subscriptionId = "00000000-0000-4000-8000-00000000000a";

/** A client id of its own for the n-th cluster. */
export const clientId = (n: number): string => `11111111-1111-4111-8111-${String(n).padStart(12, "0")}`;

/** The secrets in every body: they may appear nowhere but in the request. */
export const secrets = { clientSecret: "marked-client-secret", pullSecret: "bWFya2VkLXB1bGwtc2VjcmV0" };

/** A valid body for PUT of the n-th cluster of `subscription`. */
export function clusterBody(
  n = 1,
  subscription = subscriptionId,
): JsonObject & { properties: JsonObject; tags: JsonObject } {
  const network = `/subscriptions/${subscription}/resourceGroups/net/providers/Microsoft.Network/virtualNetworks/vnet`;
  return {
    location: "eastus",
    tags: { team: "payments" },
    properties: {
      clusterProfile: {
        pullSecret: `{"auths":{"registry.example.com":{"auth":"${secrets.pullSecret}"}}}`,
        domain: `domain${n}`,
        version: "4.16.30",
        resourceGroupId: `/subscriptions/${subscription}/resourceGroups/managed-${n}`,
        fipsValidatedModules: "Disabled",
      },
      servicePrincipalProfile: { clientId: clientId(n), clientSecret: secrets.clientSecret },
      networkProfile: { podCidr: "10.128.0.0/14", serviceCidr: "172.30.0.0/16" },
      masterProfile: { vmSize: "Standard_D8s_v5", subnetId: `${network}/subnets/master`, encryptionAtHost: "Disabled" },
      workerProfiles: [
        {
          name: "worker",
          vmSize: "Standard_D4s_v5",
          diskSizeGB: 128,
          subnetId: `${network}/subnets/worker`,
          count: 3,
          encryptionAtHost: "Disabled",
        },
      ],
      apiserverProfile: { visibility: "Public" },
      ingressProfiles: [{ name: "default", visibility: "Public" }],
    },
  };
}
