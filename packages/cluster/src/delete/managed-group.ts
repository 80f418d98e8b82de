import type { ClusterContext } from "../context.ts";
import { isManagedBy, readManagedGroup } from "../install/ensure-resource-group.ts";
import { managedGroup } from "../names/cluster-facts.ts";

/** Whether the managed group is there and the cluster's. A group that belongs to something else is never touched (spec 03 §6 row 8, "Safety rules"). */
export async function managedGroupState(
  context: ClusterContext,
  signal: AbortSignal,
): Promise<"ours" | "gone" | "foreign"> {
  const cluster = context.run.cluster();
  const group = await readManagedGroup(context, signal);
  if (group === undefined) return "gone";
  if (isManagedBy(group, cluster)) return "ours";
  context.run.log.warn("resource group is not the cluster's and is left alone", {
    resourceGroup: managedGroup(cluster),
    managedBy: group.managedBy,
  });
  return "foreign";
}
