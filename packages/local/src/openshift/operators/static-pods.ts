import { createHash } from "node:crypto";
import type { KubeObject } from "@aro/control-plane";
import type { ClusterContext, ClusterController } from "../cluster/context.ts";
import { keep } from "../cluster/keep.ts";
import type { Objects } from "../cluster/objects.ts";
import { isReady } from "../nodes/ready.ts";
import { ensureNamespace } from "./apply-workload.ts";
import { clusterOperators } from "./cluster-operators.ts";
import type { NewsBoard } from "./news.ts";
import { masterNodes } from "./progress.ts";
import { releaseOf } from "./release.ts";
import type { WorkloadRow } from "./rows.ts";
import { controlPlaneOperators } from "./table-control-plane.ts";
import { staticPodObject } from "./workload-objects.ts";

/** From one master's static pod to the next: installer pod, restart, readiness. */
const eachNode = [25_000, 45_000] as const;

/** A part of the control plane that is rolled through revisions, master by master. */
export interface Revisioned {
  operator: string;
  /** Its operator's own resource. */
  resource: string;
  kind: string;
  /** What a new revision is made for besides another release; a change of the text rolls it. */
  input?(api: Objects): string;
  /** All masters are at the newest revision, which was made for this input. */
  rolled?(api: Objects): void;
}

interface NodeStatus {
  nodeName: string;
  /** Absent as long as it has none. */
  currentRevision?: number;
  targetRevision?: number;
}
interface RevisionStatus {
  latestAvailableRevision?: number;
  nodeStatuses?: readonly NodeStatus[];
}

const operatorApi = "operator.openshift.io/v1";
const pods = "v1/pods";

/** Rolls one part of the control plane to a new revision whenever what it is made of changes. */
export const staticPodsController =
  (of: Revisioned, news: NewsBoard): ClusterController =>
  async (context, signal) => {
    const api = context.objects(`${of.operator}-operator`);
    const resource = `${operatorApi}/${of.resource}`;
    const row = controlPlaneOperators
      .find(({ name }) => name === of.operator)
      ?.workloads.find(({ kind }) => kind === "StaticPod");
    if (row === undefined) throw new Error(`${of.operator} has no static pod`);
    let due: number | undefined;
    const look = (): number | undefined => {
      const release = releaseOf(api);
      // In an upgrade each operator waits until the version operator comes to it, which shows in its own Deployment.
      const own = api.get(
        "apps/v1/deployments",
        `${operatorDeployment(of.operator)}`,
        `openshift-${of.operator}-operator`,
      );
      const version = own?.metadata.annotations?.["release.openshift.io/version"];
      if (release === undefined || version === undefined || api.get(clusterOperators, of.operator) === undefined)
        return undefined;
      const revision = latest(context, api, { of, row, resource, version });
      const masters = masterNodes(api).sort((a, b) => (a.metadata.name < b.metadata.name ? -1 : 1));
      const at = (node: KubeObject) => api.get(pods, `${row.name}-${node.metadata.name}`, row.namespace);
      const revisionAt = (node: KubeObject) => Number(at(node)?.metadata.labels?.["revision"] ?? 0);
      const behind = masters.filter((node) => revisionAt(node) !== revision);
      const [next] = behind.filter(isReady);
      report(
        api,
        resource,
        revision,
        masters.map((node) => ({
          nodeName: node.metadata.name,
          ...(revisionAt(node) === 0 ? {} : { currentRevision: revisionAt(node) }),
        })),
        next?.metadata.name,
      );
      const unready = masters.filter((node) => !behind.includes(node) && !isReady(at(node) ?? node));
      if (behind.length === 0 && unready.length === 0) {
        news.say(of.operator, "revision", undefined);
        of.rolled?.(api);
        due = undefined;
        return undefined;
      }
      const message = `NodeInstallerProgressing: ${masters.length - behind.length} nodes have achieved new revision ${revision}; ${behind.length} nodes are at older revisions`;
      news.say(of.operator, "revision", { progressing: { reason: "NodeInstaller", message } });
      if (next === undefined || unready.length > 0) return undefined;
      const isFirstEver = masters.every((node) => at(node) === undefined) || at(next) === undefined;
      due ??= context.clock.now() + (isFirstEver ? 0 : context.lasts(eachNode));
      const left = due - context.clock.now();
      if (left > 0) return left;
      due = undefined;
      replace(api, row, next, revision, version);
      return undefined;
    };
    await keep(
      context,
      {
        name: `${of.operator}-operator`,
        resources: [
          resource,
          "v1/nodes",
          pods,
          "apps/v1/deployments",
          ...(of.input === undefined ? [] : ["config.openshift.io/v1/apiservers", "v1/secrets"]),
        ],
        restMilliseconds: 40,
      },
      look,
      signal,
    );
  };

const operatorDeployment = (operator: string): string =>
  operator === "kube-scheduler" ? "openshift-kube-scheduler-operator" : `${operator}-operator`;

/** The newest revision: a new one when what it is made of is new. Which revision was made of what stands in a ConfigMap, as in the field. */
function latest(
  _context: ClusterContext,
  api: Objects,
  { of, row, resource, version }: { of: Revisioned; row: WorkloadRow; resource: string; version: string },
): number {
  api.ensure({
    apiVersion: operatorApi,
    kind: of.kind,
    metadata: { name: "cluster" },
    spec: {
      managementState: "Managed",
      logLevel: "Normal",
      operatorLogLevel: "Normal",
      ...(of.operator === "kube-apiserver" || of.operator === "etcd" ? {} : {}),
    },
  });
  const status = (api.get(resource, "cluster")?.["status"] ?? {}) as RevisionStatus;
  const known = status.latestAvailableRevision ?? 0;
  const key = createHash("sha256")
    .update(`${version} ${of.input?.(api) ?? ""}`)
    .digest("hex");
  const held = api.get("v1/configmaps", `revision-status-${known}`, row.namespace);
  if ((held?.["data"] as { key?: string } | undefined)?.key === key) return known;
  const revision = known + 1;
  ensureNamespace(api, row.namespace);
  api.ensure({
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata: { name: `revision-status-${revision}`, namespace: row.namespace },
    data: { revision: String(revision), status: "InProgress", key },
  });
  api.setStatus(resource, "cluster", undefined, { ...status, latestAvailableRevision: revision });
  return revision;
}

/** Writes where each master is. A master is listed before anything is said of it, and one at a time is on its way: so the API wants it. */
function report(
  api: Objects,
  resource: string,
  revision: number,
  nodes: readonly NodeStatus[],
  next: string | undefined,
): void {
  const status = () => (api.get(resource, "cluster")?.["status"] ?? {}) as RevisionStatus;
  const write = (nodeStatuses: readonly NodeStatus[]) =>
    api.setStatus(resource, "cluster", undefined, { ...status(), latestAvailableRevision: revision, nodeStatuses });
  const listed = new Map((status().nodeStatuses ?? []).map((one) => [one.nodeName, one]));
  if (nodes.some(({ nodeName }) => !listed.has(nodeName)))
    write(nodes.map(({ nodeName }) => listed.get(nodeName) ?? { nodeName }));
  write(
    nodes.map((one) =>
      one.nodeName === next && one.currentRevision !== revision ? { ...one, targetRevision: revision } : one,
    ),
  );
}

/** The kubelet of a master starts the new static pod in the place of the old. */
function replace(api: Objects, row: WorkloadRow, { metadata }: KubeObject, revision: number, version: string): void {
  api.end(pods, `${row.name}-${metadata.name}`, row.namespace);
  api.ensure(staticPodObject(row, metadata, revision, version));
}

/** The parts of the control plane that are rolled through revisions, but for the API server, whose certificates are its own matter. */
export const revisionedParts: readonly Revisioned[] = [
  { operator: "etcd", resource: "etcds", kind: "Etcd" },
  { operator: "kube-controller-manager", resource: "kubecontrollermanagers", kind: "KubeControllerManager" },
  { operator: "kube-scheduler", resource: "kubeschedulers", kind: "KubeScheduler" },
];
