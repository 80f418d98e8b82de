import { type KubernetesObject, kinds } from "@aro/kubernetes";
import { type AroCluster, isOn } from "@aro/operator-objects";
import { readCluster } from "../cluster/cluster-object.ts";
import { clearDegraded, reportDegraded, reportWell } from "../cluster/controller-conditions.ts";
import type { Controller, OperatorContext } from "../runtime/controller.ts";
import { machineRoleLabel, workerMachineSets } from "../runtime/watches.ts";

const name = "MachineSet";
const namespace = "openshift-machine-api";
const fewestWorkers = 2;

/** Keeps a cluster at two workers at least (spec 04 §6.19). Whoever has machine sets of their own is left alone. */
export const machineSets: Controller = {
  name,
  watches: [workerMachineSets],
  keyOf: ({ metadata }) => metadata.name,
  reconcile: async (context, key, signal) => {
    const cluster = await readCluster(context, signal);
    if (!isOn(cluster.spec.operatorflags, "aro.machineset.enabled")) return {};
    let looked: "well" | "customised" | "gone";
    try {
      looked = await scale(context, cluster, key, signal);
    } catch (error) {
      await reportDegraded(context, name, error, signal);
      throw error;
    }
    if (looked === "well") await reportWell(context, name, signal);
    if (looked === "customised") await clearDegraded(context, name, signal);
    return {};
  },
};

const replicasOf = (set: KubernetesObject): number => (set["spec"] as { replicas?: number } | undefined)?.replicas ?? 0;

async function scale(
  { client, log }: OperatorContext,
  { spec: { infraId } }: AroCluster,
  asked: string,
  signal: AbortSignal,
): Promise<"well" | "customised" | "gone"> {
  const set = await client.get<KubernetesObject>(kinds.MachineSet, { namespace, name: asked }, signal);
  // One that was deleted is nothing to complain of (spec 04 §12, Q-08): whichever is left brings its own change.
  if (set === undefined) return "gone";
  const sets = await client.list<KubernetesObject>(
    kinds.MachineSet,
    { namespace, labelSelector: `${machineRoleLabel}=worker` },
    signal,
  );
  if (sets.some(({ metadata }) => !metadata.name.includes(infraId))) return "customised";
  const missing = fewestWorkers - sets.reduce((sum, one) => sum + replicasOf(one), 0);
  if (missing > 0) {
    const replicas = replicasOf(set) + missing;
    log.info("machineset.raised", { set: asked, from: replicasOf(set), to: replicas });
    await client.update(kinds.MachineSet, { ...set, spec: { ...(set["spec"] as object), replicas } }, signal);
  }
  return "well";
}
