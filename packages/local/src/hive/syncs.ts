import { createWorkQueue } from "@aro/control-plane";
import { type Report, withConditions } from "./conditions.ts";
import { deploymentsResource, type HiveContext, stamp, syncsResource } from "./context.ts";
import { deploymentSpec } from "./shapes.ts";

const applied: Report = {
  type: "Failed",
  status: "False",
  reason: "Success",
  message: "All SyncSets and SelectorSyncSets have been applied to the cluster",
};
/** The service uses none; what this Hive does not do, it does not claim. */
const notApplied: Report = {
  type: "Failed",
  status: "True",
  reason: "Failure",
  message: "the emulated Hive does not apply SyncSets",
};

/** Keeps the ClusterSync of each installed cluster: what of sync sets has been brought to it. */
export async function keepSyncs(context: HiveContext, signal: AbortSignal): Promise<void> {
  const { objects, clock, log } = context;
  const look = (key: string): void => {
    const [namespace = "", name = ""] = key.split("/");
    const deployment = objects.get(deploymentsResource, name, namespace);
    if (deployment === undefined || deploymentSpec(deployment).installed !== true) return;
    const { uid, deletionTimestamp } = deployment.metadata;
    if (deletionTimestamp !== undefined) return;
    const made = objects.ensure({
      apiVersion: "hiveinternal.openshift.io/v1alpha1",
      kind: "ClusterSync",
      metadata: {
        name,
        namespace,
        ownerReferences: [
          { apiVersion: "hive.openshift.io/v1", kind: "ClusterDeployment", name, uid, controller: true },
        ],
      },
      spec: {},
    });
    const sets =
      objects.count("hive.openshift.io/v1/selectorsyncsets") +
      objects.list("hive.openshift.io/v1/syncsets", namespace).length;
    const now = stamp(context);
    const status = made["status"] as { firstSuccessTime?: string } | undefined;
    objects.setStatus(
      syncsResource,
      name,
      namespace,
      withConditions({ ...made, status: { firstSuccessTime: now, ...status } }, now, [
        sets === 0 ? applied : notApplied,
      ]),
    );
  };
  const queue = createWorkQueue(look, { clock, log, name: "hive-syncs" });
  const stop = objects.watch(deploymentsResource, ({ key }) => queue.add(key));
  for (const { metadata } of objects.list(deploymentsResource)) queue.add(`${metadata.namespace}/${metadata.name}`);
  await queue.run(signal);
  stop();
}
