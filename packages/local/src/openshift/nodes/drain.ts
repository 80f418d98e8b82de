import type { KubeObject } from "@aro/control-plane";
import type { ClusterContext } from "../cluster/context.ts";
import type { Objects } from "../cluster/objects.ts";
import { isReady } from "./ready.ts";

const nodes = "v1/nodes";
const pods = "v1/pods";
/** How long whoever drains waits for the last pod before it goes on without. */
const patience = [120_000, 120_000] as const;
const lookMilliseconds = 50;

/** Keeps new pods off a node, or lets them come again. */
export const cordon = (api: Objects, name: string, unschedulable: boolean): void =>
  api.change(nodes, name, undefined, (node) => {
    const { unschedulable: held, ...spec } = (node["spec"] ?? {}) as { unschedulable?: boolean };
    if ((held === true) === unschedulable) return undefined;
    return { ...node, spec: unschedulable ? { ...spec, unschedulable } : spec };
  });

/** Whether a pod is asked to leave a node that is drained: not the node's own, nor those of daemon sets. */
function leaves(pod: KubeObject): boolean {
  const owners = pod.metadata.ownerReferences ?? [];
  const { phase } = (pod["status"] ?? {}) as { phase?: string };
  return (
    pod.metadata.annotations?.["kubernetes.io/config.mirror"] === undefined &&
    !owners.some(({ kind }) => kind === "DaemonSet" || kind === "Node") &&
    phase !== "Succeeded" &&
    phase !== "Failed"
  );
}

/** Cordons a node and lets its pods leave, those that disruption budgets hold for a while too. A node that does not answer is not waited for. */
export async function drain(context: ClusterContext, name: string, signal: AbortSignal): Promise<void> {
  const api = context.objects("machine-api");
  cordon(api, name, true);
  const until = context.clock.now() + context.lasts(patience);
  while (context.clock.now() < until) {
    const node = api.get(nodes, name);
    if (node === undefined || !isReady(node)) return;
    const left = api
      .list(pods)
      .filter((pod) => (pod["spec"] as { nodeName?: string }).nodeName === name && leaves(pod));
    if (left.length === 0) return;
    for (const { metadata } of left)
      if (metadata.deletionTimestamp === undefined)
        await context.call("POST", `/api/v1/namespaces/${metadata.namespace}/pods/${metadata.name}/eviction`, {
          apiVersion: "policy/v1",
          kind: "Eviction",
          metadata: { name: metadata.name, namespace: metadata.namespace },
        });
    await context.clock.sleep(lookMilliseconds, signal);
  }
}
