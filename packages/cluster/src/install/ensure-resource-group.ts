import { CloudError, type ClusterDocument } from "@aro/api";
import type { ResourceGroup } from "@aro/azure";
import { failureOf, isFailure, toCloudError } from "@aro/azure";
import type { OnceStep } from "@aro/steps";
import type { ClusterContext } from "../context.ts";
import { managedGroup } from "../names/cluster-facts.ts";
import { unlessGone } from "../unless-gone.ts";

const same = (a: string | undefined, b: string): boolean => (a ?? "").toLowerCase() === b.toLowerCase();
const place = (location: string | undefined): string => (location ?? "").replaceAll(" ", "");

/** Reads the managed group, whoever's it is; undefined when it is not there. */
export async function readManagedGroup(
  context: ClusterContext,
  signal: AbortSignal,
): Promise<ResourceGroup | undefined> {
  const { resourceGroups } = await context.azure.clients.resources();
  return unlessGone(() => resourceGroups.get(managedGroup(context.run.cluster()), { abortSignal: signal }));
}

/** Whether a group is the cluster's to change and to delete: nothing is touched in one that is not (spec 03 §6 "Safety rules"). */
export const isManagedBy = (group: ResourceGroup, cluster: ClusterDocument): boolean =>
  same(group.managedBy, cluster.openShiftCluster.id);

/** Puts the managed group, also when it is there: that gives the service its rights in it back after a move between tenants (spec 03 §8.3). */
export async function putManagedGroup(
  context: ClusterContext,
  found: ResourceGroup | undefined,
  signal: AbortSignal,
): Promise<void> {
  const cluster = context.run.cluster();
  const { resourceGroups } = await context.azure.clients.resources();
  await resourceGroups.createOrUpdate(
    managedGroup(cluster),
    {
      location: found?.location ?? cluster.openShiftCluster.location,
      managedBy: cluster.openShiftCluster.id,
      ...(found?.tags === undefined ? {} : { tags: found.tags }),
    },
    { abortSignal: signal },
  );
}

/** The managed resource group exists, in the cluster's region, and is the cluster's. */
export const ensureResourceGroup: OnceStep<ClusterContext> = {
  name: "ensureResourceGroup",
  kind: "once",
  run: async (context, signal) => {
    const cluster = context.run.cluster();
    const found = await readManagedGroup(context, signal);
    const { location } = cluster.openShiftCluster;
    if (found !== undefined && !(isManagedBy(found, cluster) && same(place(found.location), place(location))))
      throw new CloudError({
        code: "ClusterResourceGroupAlreadyExists",
        target: "properties.clusterProfile.resourceGroupId",
        message: `Resource group '${managedGroup(cluster)}' exists already and does not belong to this cluster. Name one that does not exist.`,
      });
    try {
      await putManagedGroup(context, found, signal);
    } catch (error) {
      if (!isFailure(error, "policyDenied")) throw error;
      const { body } = failureOf(error);
      throw new CloudError(
        {
          code: "DeploymentFailed",
          message: toCloudError(error).body.message,
          ...(body === undefined ? {} : { details: [body] }),
        },
        { cause: error },
      );
    }
  },
};
