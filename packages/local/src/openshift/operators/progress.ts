import type { KubeObject } from "@aro/control-plane";
import type { Objects } from "../cluster/objects.ts";
import { isReady } from "../nodes/ready.ts";
import type { WorkloadRow } from "./rows.ts";
import { releaseAnnotation } from "./workload-objects.ts";

/** How a workload is: whether any of it answers, whether all of it is of the release that is wanted and ready; what it waits for. */
export interface Progress {
  available: boolean;
  settled: boolean;
  message: string;
}

interface WorkloadStatus {
  replicas?: number;
  updatedReplicas?: number;
  readyReplicas?: number;
  availableReplicas?: number;
  observedGeneration?: number;
  desiredNumberScheduled?: number;
  updatedNumberScheduled?: number;
  numberReady?: number;
}

const plurals = {
  Deployment: "apps/v1/deployments",
  StatefulSet: "apps/v1/statefulsets",
  DaemonSet: "apps/v1/daemonsets",
} as const;

/** Nodes that run the control plane. */
export const masterNodes = (api: Objects): KubeObject[] =>
  api.list("v1/nodes").filter(({ metadata }) => metadata.labels?.["node-role.kubernetes.io/master"] !== undefined);

/** Looks at one workload of an operator in a release. */
export function progressOf(api: Objects, row: WorkloadRow, version: string): Progress {
  if (row.kind === "StaticPod") return staticProgress(api, row, version);
  const object = api.get(plurals[row.kind], row.name, row.namespace);
  const label = `${row.kind} "/${row.namespace}/${row.name}"`;
  if (object === undefined) return { available: false, settled: false, message: `${label} does not exist yet` };
  const status = (object["status"] ?? {}) as WorkloadStatus;
  const isCurrent =
    status.observedGeneration === object.metadata.generation &&
    object.metadata.annotations?.[releaseAnnotation] === version;
  if (row.kind === "DaemonSet") {
    const { desiredNumberScheduled: wanted = 0, updatedNumberScheduled: updated = 0, numberReady: ready = 0 } = status;
    const settled = isCurrent && updated === wanted && ready === wanted;
    return {
      available: wanted === 0 || ready > 0,
      settled,
      message: `${label} is not available (awaiting ${wanted - ready} nodes)`,
    };
  }
  const wanted = ((object["spec"] ?? {}) as { replicas?: number }).replicas ?? 1;
  const { replicas = 0, updatedReplicas: updated = 0, readyReplicas: ready = 0 } = status;
  const settled = isCurrent && replicas === wanted && updated === wanted && ready === wanted;
  return {
    available: ready > 0 || wanted === 0,
    settled,
    message: `${label} is not available: ${ready} of ${wanted} replicas are ready`,
  };
}

function staticProgress(api: Objects, { name, namespace }: WorkloadRow, version: string): Progress {
  const masters = masterNodes(api).map(({ metadata }) => metadata.name);
  const pods = masters.map((node) => api.get("v1/pods", `${name}-${node}`, namespace));
  const ready = pods.filter((pod) => pod !== undefined && isReady(pod)).length;
  const current = pods.filter((pod) => pod?.metadata.annotations?.[releaseAnnotation] === version).length;
  return {
    available: ready > 0,
    settled: ready === masters.length && current === masters.length,
    message: `StaticPodsAvailable: ${ready} of ${masters.length} nodes are active`,
  };
}
