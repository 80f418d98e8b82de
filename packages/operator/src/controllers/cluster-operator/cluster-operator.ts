import {
  type Condition,
  type KubernetesObject,
  kinds,
  type OwnerReference,
  type ReportedCondition,
  withConditions,
} from "@aro/kubernetes";
import { type AroCluster, operatorNames } from "@aro/operator-objects";
import { clusterKind, readCluster, timeStamp } from "../../cluster/cluster-object.ts";
import type { Controller, OperatorContext } from "../../runtime/controller.ts";
import { anyClusterChange } from "../../runtime/watches.ts";
import { union } from "./union.ts";

interface Status {
  conditions?: Condition[];
  versions?: { name: string; version: string }[];
}

const name = operatorNames.clusterOperator;

/** Makes one ClusterOperator out of what all controllers say of themselves (spec 04 §4.7), for whoever looks at the cluster, its upgrades first. */
export const clusterOperator: Controller = {
  name: "ClusterOperatorARO",
  watches: [anyClusterChange, { kind: kinds.ClusterOperator, select: { fieldSelector: `metadata.name=${name}` } }],
  reconcile: async (context, _key, signal) => {
    const cluster = await readCluster(context, signal);
    const found = await context.client.get<KubernetesObject>(kinds.ClusterOperator, { name }, signal);
    const operator = await owned(context, found ?? (await create(context, cluster, signal)), cluster, signal);
    await tell(context, operator, reported(cluster), signal);
    return {};
  },
};

/** What is told of a Cluster with these conditions. A degraded operator would keep OpenShift from upgrading, so it never is. */
const reported = ({ status }: AroCluster): readonly ReportedCondition[] => {
  const conditions = status?.conditions ?? [];
  return [
    union(conditions, "Available", "True"),
    union(conditions, "Progressing", "False"),
    { type: "Degraded", status: "False", reason: "AsExpected" },
  ];
};

const initializing = { reason: "Initializing", message: "Operator is initializing" };
const firstReport: readonly ReportedCondition[] = [
  { type: "Available", status: "False", ...initializing },
  { type: "Progressing", status: "True", ...initializing },
  { type: "Degraded", status: "False", reason: "AsExpected" },
];

async function create(context: OperatorContext, cluster: AroCluster, signal: AbortSignal): Promise<KubernetesObject> {
  const { apiVersion, kind } = kinds.ClusterOperator;
  const made = await context.client.create<KubernetesObject>(
    kinds.ClusterOperator,
    { apiVersion, kind, metadata: { name, ownerReferences: [ownerOf(cluster)] }, spec: {} },
    signal,
  );
  return tell(context, made, firstReport, signal);
}

const ownerOf = (cluster: AroCluster): OwnerReference => ({
  apiVersion: clusterKind.apiVersion,
  kind: clusterKind.kind,
  name: cluster.metadata.name,
  uid: cluster.metadata.uid ?? "",
  controller: true,
  blockOwnerDeletion: true,
});

async function owned(
  { client }: OperatorContext,
  operator: KubernetesObject,
  cluster: AroCluster,
  signal: AbortSignal,
): Promise<KubernetesObject> {
  const owner = ownerOf(cluster);
  const owners = operator.metadata.ownerReferences ?? [];
  if (owners.some(({ uid, controller }) => uid === owner.uid && controller === true)) return operator;
  const foreign = owners.find(({ kind, controller }) => controller === true && kind !== owner.kind);
  if (foreign !== undefined)
    throw new Error(`ClusterOperator ${name} is controlled by ${foreign.kind} ${foreign.name}`);
  // A Cluster that was made anew has another uid than the one that owned it.
  const ownerReferences = [...owners.filter(({ kind }) => kind !== owner.kind), owner];
  const metadata = { ...operator.metadata, ownerReferences };
  return client.update<KubernetesObject>(kinds.ClusterOperator, { ...operator, metadata }, signal);
}

async function tell(
  context: OperatorContext,
  operator: KubernetesObject,
  report: readonly ReportedCondition[],
  signal: AbortSignal,
): Promise<KubernetesObject> {
  const status = (operator["status"] ?? {}) as Status;
  const held = status.conditions ?? [];
  const conditions = withConditions(held, report, timeStamp(context));
  const versions = [{ name: "operator", version: context.version }];
  const sameVersion = JSON.stringify(status.versions) === JSON.stringify(versions);
  if (conditions === held && sameVersion) return operator;
  return context.client.update<KubernetesObject>(
    kinds.ClusterOperator,
    { ...operator, status: { ...status, conditions, versions } },
    signal,
    "status",
  );
}
