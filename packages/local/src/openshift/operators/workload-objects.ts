import { createHash } from "node:crypto";
import type { Wanted } from "../cluster/objects.ts";
import type { Place, WorkloadRow } from "./rows.ts";

/** Annotation of pods that tells which release they are of: an upgrade changes it, and rolls them. */
export const releaseAnnotation = "release.openshift.io/version";

const masterRole = "node-role.kubernetes.io/master";

/** Pullspec of a component in a release: one digest for each. */
export const imageOf = (component: string, version: string): string =>
  `quay.io/openshift-release-dev/ocp-v4.0-art-dev@sha256:${createHash("sha256").update(`${component} ${version}`).digest("hex")}`;

function placed(place: Place): object {
  const everywhere = { tolerations: [{ operator: "Exists" }] };
  switch (place) {
    case "all":
      return { nodeSelector: { "kubernetes.io/os": "linux" }, ...everywhere };
    case "masters":
      return {
        nodeSelector: { [masterRole]: "" },
        tolerations: [{ key: masterRole, operator: "Exists", effect: "NoSchedule" }],
      };
    case "workers":
      return { nodeSelector: { "node-role.kubernetes.io/worker": "" } };
  }
}

const podSpec = ({ containers, place, name }: WorkloadRow, version: string): object => ({
  containers: containers.map((container) => ({
    name: container,
    image: imageOf(container, version),
    imagePullPolicy: "IfNotPresent",
    resources: { requests: { cpu: "10m", memory: "50Mi" } },
    terminationMessagePolicy: "FallbackToLogsOnError",
  })),
  priorityClassName: place === "all" ? "system-node-critical" : "system-cluster-critical",
  ...(hostNetwork.has(name) ? { hostNetwork: true } : {}),
  ...placed(place),
});

/** Workloads whose pods have their node's address. */
const hostNetwork: ReadonlySet<string> = new Set([
  "network-operator",
  "ovnkube-node",
  "multus",
  "node-resolver",
  "machine-config-daemon",
  "machine-config-server",
  "azure-cloud-controller-manager",
  "azure-cloud-node-manager",
  "node-exporter",
]);

/** Labels that pods of a workload are found by: the service's own steps know some by their labels (spec 03 §8.4). */
function labelsOf({ name, namespace }: Pick<WorkloadRow, "name" | "namespace">): Record<string, string> {
  switch (name) {
    case "machine-config-server":
    case "machine-config-daemon":
    case "machine-config-controller":
    case "machine-config-operator":
      return { "k8s-app": name };
    case "router-default":
      return { "ingresscontroller.operator.openshift.io/deployment-ingresscontroller": "default" };
    default:
      return { app: name, ...(namespace === "openshift-monitoring" ? { "app.kubernetes.io/part-of": namespace } : {}) };
  }
}

/** The object of a workload in a release. Static pods are no objects of their own. */
export function workloadObject(row: WorkloadRow, version: string): Wanted {
  const labels = labelsOf(row);
  const { name, namespace, kind, replicas } = row;
  const template = {
    metadata: { labels, annotations: { [releaseAnnotation]: version } },
    spec: podSpec(row, version),
  };
  const common = {
    apiVersion: "apps/v1",
    kind,
    metadata: { name, namespace, labels, annotations: { [releaseAnnotation]: version } },
  };
  const selector = { matchLabels: labels };
  switch (kind) {
    case "DaemonSet":
      return {
        ...common,
        spec: {
          selector,
          template,
          updateStrategy: { type: "RollingUpdate", rollingUpdate: { maxUnavailable: "33%" } },
        },
      };
    case "StatefulSet":
      return { ...common, spec: { replicas, selector, serviceName: name, podManagementPolicy: "Parallel", template } };
    default:
      return { ...common, spec: { replicas, revisionHistoryLimit: 1, selector, template } };
  }
}

/** The mirror of a static pod on a node, at a revision. */
export function staticPodObject(
  row: WorkloadRow,
  node: { name: string; uid: string },
  revision: number,
  version: string,
): Wanted {
  const { name, namespace } = row;
  const hash = createHash("md5").update(`${name} ${revision} ${version}`).digest("hex");
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: {
      name: `${name}-${node.name}`,
      namespace,
      labels: { app: name, [name]: "true", revision: String(revision) },
      annotations: {
        "kubernetes.io/config.hash": hash,
        "kubernetes.io/config.mirror": hash,
        "kubernetes.io/config.source": "file",
        [releaseAnnotation]: version,
      },
      ownerReferences: [{ apiVersion: "v1", kind: "Node", name: node.name, uid: node.uid, controller: true }],
    },
    spec: {
      ...podSpec(row, version),
      nodeName: node.name,
      hostNetwork: true,
      automountServiceAccountToken: false,
      tolerations: [{ operator: "Exists" }],
    },
  };
}
