import { ApiStatus } from "@aro/control-plane";
import type { Objects } from "../cluster/objects.ts";
import type { WorkloadRow } from "./rows.ts";
import { releaseAnnotation, workloadObject } from "./workload-objects.ts";

const plurals = {
  Deployment: "apps/v1/deployments",
  StatefulSet: "apps/v1/statefulsets",
  DaemonSet: "apps/v1/daemonsets",
} as const;

/** Makes a workload as a release has it, or brings it there. Static pods are rolled by their own operators. */
export function applyWorkload(api: Objects, row: WorkloadRow, version: string): void {
  if (row.kind === "StaticPod") return;
  const held = api.get(plurals[row.kind], row.name, row.namespace);
  if (held?.metadata.annotations?.[releaseAnnotation] === version) return;
  const wanted = workloadObject(row, version);
  if (held === undefined) {
    ensureNamespace(api, row.namespace);
    api.ensure(wanted);
    return;
  }
  try {
    api.change(plurals[row.kind], row.name, row.namespace, (object) => ({
      ...object,
      metadata: { ...object.metadata, annotations: { ...object.metadata.annotations, [releaseAnnotation]: version } },
      spec: { ...(object["spec"] as object), template: (wanted["spec"] as { template: object }).template },
    }));
  } catch (error) {
    // Somebody wrote between: the next look finds it as it was.
    if (!(error instanceof ApiStatus) || error.reason !== "Conflict") throw error;
  }
}

/** A namespace of the platform, with what OpenShift marks such namespaces. */
export function ensureNamespace(api: Objects, name: string): void {
  if (api.get("v1/namespaces", name) !== undefined) return;
  api.ensure({
    apiVersion: "v1",
    kind: "Namespace",
    metadata: {
      name,
      labels: { "openshift.io/cluster-monitoring": "true", "pod-security.kubernetes.io/enforce": "privileged" },
      annotations: { "openshift.io/node-selector": "", "workload.openshift.io/allowed": "management" },
    },
  });
}
