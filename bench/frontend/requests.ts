/** One request as ARM sends it. */
export interface ClusterRequest {
  method: "GET" | "PUT";
  path: string;
  headers: Record<string, string>;
  body?: string;
}

/** The subscription of every request. */
export const subscriptionId = "00000000-0000-4000-8000-00000000000a";

/** The n-th request for a cluster: a GET, or a PUT whose names, client id and managed group no other has. */
export function requestFor(method: "GET" | "PUT", n: number): ClusterRequest {
  const path = `/subscriptions/${subscriptionId}/resourceGroups/RG/providers/Microsoft.RedHatOpenShift/openShiftClusters/cluster-${n}?api-version=2025-07-25`;
  return {
    method,
    path,
    headers: {
      referer: `https://management.example${path}`,
      "user-agent": "bench",
      "x-ms-correlation-request-id": "33333333-3333-4333-8333-333333333333",
      "x-ms-client-request-id": "44444444-4444-4444-8444-444444444444",
      "x-ms-home-tenant-id": "55555555-5555-4555-8555-555555555555",
      "x-ms-arm-resource-system-data":
        '{"createdBy":"user@example.com","createdByType":"User","createdAt":"2026-01-01T00:00:00Z"}',
      ...(method === "PUT" ? { "content-type": "application/json" } : {}),
    },
    ...(method === "PUT" ? { body: JSON.stringify(cluster(n)) } : {}),
  };
}

/** A body of the size that real ones have: most of it is the pull secret. */
const cluster = (n: number) => {
  const network = `/subscriptions/${subscriptionId}/resourceGroups/net/providers/Microsoft.Network/virtualNetworks/vnet`;
  return {
    location: "eastus",
    tags: { team: "payments", stage: "test" },
    properties: {
      clusterProfile: {
        pullSecret,
        domain: `domain${n}`,
        version: "4.16.30",
        resourceGroupId: `/subscriptions/${subscriptionId}/resourceGroups/managed-${n}`,
        fipsValidatedModules: "Disabled",
      },
      servicePrincipalProfile: {
        clientId: `11111111-1111-4111-8111-${String(n).padStart(12, "0")}`,
        clientSecret: "not-a-secret",
      },
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
};

const registry = (name: string) => [name, { auth: "bm90LWEtc2VjcmV0".repeat(36), email: "user@example.com" }] as const;
const pullSecret = JSON.stringify({
  auths: Object.fromEntries(
    ["cloud.example", "quay.example", "registry.a.example", "registry.b.example"].map(registry),
  ),
});
