import { isFailure, retryTransient } from "@aro/azure";
import type { OnceStep } from "@aro/steps";
import type { ClusterContext } from "../context.ts";
import { managedGroup, propertiesOf } from "../names/cluster-facts.ts";
import { deletionError } from "./deletion-error.ts";
import { managedGroupState } from "./managed-group.ts";

/** Removes the managed group with all that is in it, when it is the cluster's, and waits for its end. */
export async function removeManagedGroup(context: ClusterContext, signal: AbortSignal): Promise<void> {
  if ((await managedGroupState(context, signal)) !== "ours") return;
  const cluster = context.run.cluster();
  const { resourceGroups } = await context.azure.clients.resources();
  try {
    await retryTransient(
      () =>
        context.azure.operations.run(
          "delete managed resource group",
          (options) => resourceGroups.delete(managedGroup(cluster), options),
          signal,
          "resourceGroupDeleteLimit",
        ),
      context,
      signal,
    );
  } catch (error) {
    if (isFailure(error, "notFound", "resourceGroupNotFound")) return;
    // A delete whose answer was lost took effect: the service's rights went with the group, and Azure refuses the next try for want of them.
    if (isFailure(error, "authorizationFailed") && (await managedGroupState(context, signal)) === "gone") return;
    throw deletionError(error, propertiesOf(cluster).clusterProfile.resourceGroupId);
  }
}

/** The managed group goes. */
export const deleteResourceGroup: OnceStep<ClusterContext> = {
  name: "deleteResourceGroup",
  kind: "once",
  run: removeManagedGroup,
};
