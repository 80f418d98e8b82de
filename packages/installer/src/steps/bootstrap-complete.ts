import type { Cloud } from "@aro/api";
import type { Graph } from "@aro/cluster/graph";
import { type ApiServerAccess, accessOf, connect, createClient, type KubernetesClient, kinds } from "@aro/kubernetes";
import type { ConditionStep } from "@aro/steps";
import type { ClearCluster } from "../cluster/clear-cluster.ts";
import { type AssetFile, assetOf, textOf } from "../graph/assets.ts";
import { assetNames } from "../graph/build-graph.ts";
import { graphOf, type InstallerContext } from "./context.ts";

const port = 6443;
const userAgent = "aro-installer";

/** The new API server as its administrator, by the private endpoint under the name that its certificate bears (spec 03 §§0, 7.2). */
function administratorAccess(graph: Graph, cluster: ClearCluster, cloud: Cloud): ApiServerAccess {
  const { File } = assetOf<{ File: AssetFile }>(graph, assetNames.adminInternal);
  const access = accessOf(textOf(File));
  const proxyUrl = cloud.clusterAccess?.proxyUrl;
  return {
    ...access,
    server: `https://${cluster.properties.networkProfile.privateEndpointIp}:${port}`,
    serverName: new URL(access.server).hostname,
    ...(proxyUrl === undefined ? {} : { proxyUrl }),
  };
}

/** Waits until the bootstrap machine says that the control plane stands without it: ConfigMap `kube-system/bootstrap` (spec 03 §7.2). */
export const bootstrapComplete: ConditionStep<InstallerContext> = {
  name: "bootstrapConfigMapReady",
  kind: "condition",
  limit: "bootstrapLimit",
  timeoutMessage: (context) =>
    `The control plane did not come up in time: ConfigMap kube-system/bootstrap is not complete. Last seen: ${context.made.apiServer?.seen ?? "nothing"}.`,
  evaluate: async (context, signal) => {
    const { made, files, cloud, log } = context;
    if (made.apiServer === undefined) {
      const access = administratorAccess(graphOf(context), files.cluster, cloud);
      made.apiServer = { client: createClient(connect(access, userAgent)), seen: "" };
      log.info(`Waiting for the bootstrap of the control plane at ${access.server}`);
    }
    // Whatever goes wrong may pass: a server that comes up refuses, breaks off and knows nobody for a while.
    const { apiServer } = made;
    const seen = await statusOf(apiServer.client, signal);
    if (seen !== apiServer.seen) log.debug(`Bootstrap status: ${seen}`);
    apiServer.seen = seen;
    return seen === "complete";
  },
};

async function statusOf(client: KubernetesClient, signal: AbortSignal): Promise<string> {
  try {
    const found = await client.get(kinds.ConfigMap, { name: "bootstrap", namespace: "kube-system" }, signal);
    return found === undefined ? "the ConfigMap is not there yet" : (found.data?.["status"] ?? "it has no status yet");
  } catch (error) {
    signal.throwIfAborted();
    return (error as Error).message;
  }
}
