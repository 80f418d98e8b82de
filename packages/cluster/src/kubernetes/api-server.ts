import type { Cloud, ClusterDocument, Sealer } from "@aro/api";
import {
  type ApiServerAccess,
  accessOf,
  connect,
  createClient,
  type KubernetesClient,
  limitsOfCalls,
} from "@aro/kubernetes";
import type { MemoryStep } from "@aro/steps";
import type { ClusterContext } from "../context.ts";
import { propertiesOf } from "../names/cluster-facts.ts";

const remembered = "kubernetes";
const port = 6443;
const userAgent = "aro-rp";

/**
 * How the service reaches a cluster's API server: as `system:aro-service`, by the private endpoint, under the name that its certificate bears.
 * @throws Error when the cluster has no kubeconfig for the service, or no endpoint, yet.
 */
export function serviceAccess(cluster: ClusterDocument, sealer: Sealer, cloud: Cloud): ApiServerAccess {
  const { aroServiceKubeconfig = propertiesOf(cluster).adminKubeconfig, networkProfile } = propertiesOf(cluster);
  const { privateEndpointIp } = networkProfile;
  if (aroServiceKubeconfig === undefined)
    throw new Error(`cluster ${cluster.id} has no kubeconfig for the service yet`);
  if (!privateEndpointIp) throw new Error(`cluster ${cluster.id} has no private endpoint yet`);
  const kubeconfig = Buffer.from(sealer.openBytes(aroServiceKubeconfig).reveal()).toString("utf8");
  const access = accessOf(kubeconfig);
  const proxyUrl = cloud.clusterAccess?.proxyUrl;
  return {
    ...access,
    server: `https://${privateEndpointIp}:${port}`,
    serverName: new URL(access.server).hostname,
    ...(proxyUrl === undefined ? {} : { proxyUrl }),
  };
}

/** Makes the client of the cluster's API server; nothing is called yet. @throws Error while the cluster cannot be reached by anybody. */
export const initializeKubernetesClients: MemoryStep<ClusterContext> = {
  name: "initializeKubernetesClients",
  kind: "memory",
  run: async ({ run, sealer, cloud, durations }) => {
    const access = serviceAccess(run.cluster(), sealer, cloud);
    run.memory.set(remembered, createClient(connect(access, userAgent, limitsOfCalls(durations))));
  },
};

/** The client that {@link initializeKubernetesClients} made. */
export function clusterClient({ run }: Pick<ClusterContext, "run">): KubernetesClient {
  const client = run.memory.get(remembered) as KubernetesClient | undefined;
  if (client === undefined) throw new Error("initializeKubernetesClients has not run");
  return client;
}
