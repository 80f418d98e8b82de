import type { AzureClients } from "@aro/azure";
import { type ApiServerAccess, accessOf } from "@aro/kubernetes";

const shard = "aro-aks-cluster-001";
const apiVersion = "2025-05-01";

/**
 * How Hive's API server is reached: the administrator's credentials of the AKS cluster in the region (spec 03 §7.6).
 * @throws Error when the service's subscription has no such cluster in the region.
 */
export async function findHub(service: AzureClients, location: string, signal: AbortSignal): Promise<ApiServerAccess> {
  const id = await clusterId(service, location, signal);
  const answer = await service.call(
    {
      method: "POST",
      repeatable: true,
      path: `${id}/listClusterAdminCredential`,
      apiVersion,
      query: { "server-fqdn": "public" },
    },
    signal,
  );
  const [kubeconfig] = (answer.body as { kubeconfigs?: { value: string }[] }).kubeconfigs ?? [];
  if (kubeconfig === undefined) throw new Error(`Azure gave no credentials for ${shard}`);
  return accessOf(Buffer.from(kubeconfig.value, "base64").toString("utf8"));
}

interface Page {
  value: { id: string; name: string; location: string }[];
  nextLink?: string;
}

async function clusterId(service: AzureClients, location: string, signal: AbortSignal): Promise<string> {
  let path: string | undefined =
    `/subscriptions/${service.subscriptionId}/providers/Microsoft.ContainerService/managedClusters`;
  while (path !== undefined) {
    const page: Page = (await service.call({ method: "GET", path, apiVersion }, signal)).body as Page;
    const found = page.value.find(
      (one) => one.name.toLowerCase() === shard && one.location.toLowerCase() === location.toLowerCase(),
    );
    if (found !== undefined) return found.id;
    path = page.nextLink;
  }
  throw new Error(`subscription ${service.subscriptionId} has no AKS cluster ${shard} in ${location}`);
}
