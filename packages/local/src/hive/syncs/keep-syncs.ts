import { createWorkQueue, type KubeObject } from "@aro/control-plane";
import { conditionOf, type Report, withConditions } from "../conditions.ts";
import { deploymentsResource, type HiveContext, stamp, syncsResource } from "../context.ts";
import { deploymentSpec } from "../shapes.ts";
import { ClusterWork } from "./cluster-work.ts";
import { setsNaming, setsSelecting } from "./selection.ts";
import type { SyncStatus } from "./shapes.ts";

const setsResource = "hive.openshift.io/v1/syncsets";
const selectorSetsResource = "hive.openshift.io/v1/selectorsyncsets";
const leasesResource = "hiveinternal.openshift.io/v1alpha1/clustersyncleases";
/** How often what was brought is brought again, and what failed is tried again. */
const againMilliseconds = { success: 7_200_000, failure: 60_000 } as const;
/** An annotation by which people keep sets from a cluster. */
const pause = "hive.openshift.io/syncset-pause";

/** Brings SyncSets and SelectorSyncSets to the installed clusters they mean, and says in each one's ClusterSync how they fared. */
export async function keepSyncs(context: HiveContext, signal: AbortSignal): Promise<void> {
  const { objects, clock, log } = context;
  const look = async (key: string): Promise<void> => {
    const [namespace = "", name = ""] = key.split("/");
    const deployment = objects.get(deploymentsResource, name, namespace);
    if (deployment === undefined || deploymentSpec(deployment).installed !== true) return;
    const { deletionTimestamp, annotations } = deployment.metadata;
    if (deletionTimestamp !== undefined || annotations?.[pause] === "true") return;
    // A cluster that cannot be reached is looked at when it can: its deployment changes then.
    if (conditionOf(deployment, "Unreachable")?.status !== "False") return;
    const again = await syncCluster(context, deployment, signal);
    queue.addAfter(key, context.scaled(again));
  };
  const queue = createWorkQueue(look, { clock, log, name: "hive-syncs" });
  const every = () => {
    for (const { metadata } of objects.list(deploymentsResource)) queue.add(`${metadata.namespace}/${metadata.name}`);
  };
  const stops = [
    objects.watch(deploymentsResource, ({ key }) => queue.add(key)),
    objects.watch(setsResource, every),
    objects.watch(selectorSetsResource, every),
  ];
  every();
  await queue.run(signal);
  for (const stop of stops) stop();
}

interface Reported {
  syncSets?: readonly SyncStatus[];
  selectorSyncSets?: readonly SyncStatus[];
  firstSuccessTime?: string;
}

/** Brings what is due to one cluster, and reports. Answers when to look again. */
async function syncCluster(context: HiveContext, deployment: KubeObject, signal: AbortSignal): Promise<number> {
  const { objects } = context;
  const { name, namespace = "", uid } = deployment.metadata;
  const made = objects.ensure({
    apiVersion: "hiveinternal.openshift.io/v1alpha1",
    kind: "ClusterSync",
    metadata: {
      name,
      namespace,
      ownerReferences: [{ apiVersion: "hive.openshift.io/v1", kind: "ClusterDeployment", name, uid, controller: true }],
    },
    spec: {},
  });
  const before = (made["status"] ?? {}) as Reported;
  const own = setsNaming(objects.list(setsResource, namespace), deployment);
  const selected = setsSelecting(objects.list(selectorSetsResource), deployment);
  const everything = isDueAgain(context, made);
  using work = new ClusterWork(context, deployment, { everything }, signal);
  const syncSets = await work.sets(own, before.syncSets ?? [], namespace);
  const selectorSyncSets = await work.sets(selected, before.selectorSyncSets ?? [], undefined);
  if (signal.aborted) return againMilliseconds.failure;
  if (everything) renew(context, made);
  const now = stamp(context);
  const failed = failing(syncSets, selectorSyncSets);
  const { syncSets: _, selectorSyncSets: __, ...kept } = before;
  const status = {
    ...kept,
    ...(syncSets.length === 0 ? {} : { syncSets }),
    ...(selectorSyncSets.length === 0 ? {} : { selectorSyncSets }),
    ...(failed === undefined ? { firstSuccessTime: before.firstSuccessTime ?? now } : {}),
  };
  const report: Report =
    failed === undefined
      ? {
          type: "Failed",
          status: "False",
          reason: "Success",
          message: "All SyncSets and SelectorSyncSets have been applied to the cluster",
        }
      : { type: "Failed", status: "True", reason: "Failure", message: failed };
  objects.setStatus(syncsResource, name, namespace, withConditions({ ...made, status }, now, [report]));
  tellDeployment(context, deployment, failed !== undefined);
  return failed === undefined ? againMilliseconds.success : againMilliseconds.failure;
}

/** Whether it is time to bring everything again, lest somebody has changed on the cluster what sets name. */
function isDueAgain(context: HiveContext, { metadata: { name, namespace } }: KubeObject): boolean {
  const lease = context.objects.get(leasesResource, name, namespace);
  const { renewTime = "" } = (lease?.["spec"] ?? {}) as { renewTime?: string };
  const age = context.clock.now() - Date.parse(renewTime);
  return !(age < context.scaled(againMilliseconds.success));
}

/** Writes down when everything was brought last. */
function renew({ objects, clock }: HiveContext, { apiVersion, kind, metadata }: KubeObject): void {
  const { name, namespace = "", uid } = metadata;
  const spec = { renewTime: `${new Date(clock.now()).toISOString().slice(0, -1)}000Z` };
  objects.ensure({
    apiVersion: "hiveinternal.openshift.io/v1alpha1",
    kind: "ClusterSyncLease",
    metadata: { name, namespace, ownerReferences: [{ apiVersion, kind, name, uid, controller: true }] },
    spec,
  });
  objects.change(leasesResource, name, namespace, (found) => ({ ...found, spec }));
}

/** Which sets fail, as Hive words it; undefined when none does. */
function failing(syncSets: readonly SyncStatus[], selectorSyncSets: readonly SyncStatus[]): string | undefined {
  const failed = (statuses: readonly SyncStatus[]) =>
    statuses.filter(({ result }) => result === "Failure").map(({ name }) => name);
  const kinds = [
    ["SyncSet", failed(syncSets)],
    ["SelectorSyncSet", failed(selectorSyncSets)],
  ] as const;
  const count = kinds.reduce((sum, [, names]) => sum + names.length, 0);
  if (count === 0) return undefined;
  const told = kinds.flatMap(([kind, names]) =>
    names.length === 0 ? [] : [`${kind}${names.length === 1 ? "" : "s"} ${names.join(", ")}`],
  );
  return `${told.join(" and ")} ${count === 1 ? "is" : "are"} failing`;
}

function tellDeployment(context: HiveContext, { metadata }: KubeObject, fails: boolean): void {
  const { objects } = context;
  const found = objects.get(deploymentsResource, metadata.name, metadata.namespace);
  if (found === undefined) return;
  const report: Report = fails
    ? {
        type: "SyncSetFailed",
        status: "True",
        reason: "SyncSetApplyFailure",
        message: "One of the SyncSet applies has failed",
      }
    : {
        type: "SyncSetFailed",
        status: "False",
        reason: "SyncSetApplySuccess",
        message: "SyncSet apply is successful",
      };
  const status = withConditions(found, stamp(context), [report]);
  objects.setStatus(deploymentsResource, metadata.name, metadata.namespace, status);
}
