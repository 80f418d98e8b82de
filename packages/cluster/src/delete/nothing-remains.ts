import { isFailure } from "@aro/azure";
import type { ConditionStep } from "@aro/steps";
import type { ClusterContext } from "../context.ts";
import { serviceEndpointName } from "../names/resource-names.ts";
import { removeManagedGroup } from "./delete-resource-group.ts";
import { removeServiceEndpoint } from "./delete-service-endpoint.ts";
import { managedGroupState } from "./managed-group.ts";

const remembered = "emptyListings";

/**
 * Looks once more until two listings in a row are empty: a call that a former holder of the lease had under way may have made something after
 * it was listed, and no fence in the store reaches it (architecture §5.4). What is found is removed.
 */
export const nothingRemains: ConditionStep<ClusterContext> = {
  name: "nothingRemains",
  kind: "condition",
  limit: "resourceGroupDeleteLimit",
  timeoutMessage:
    "Resources of the cluster keep coming back while it is deleted. Look for what creates them in the managed resource group, then send the delete again. If it fails again, open an Azure support request.",
  evaluate: async (context, signal) => {
    const { run } = context;
    const group = await managedGroupState(context, signal);
    const endpoint = await serviceEndpointExists(context, signal);
    if (group === "ours") await removeManagedGroup(context, signal);
    if (endpoint) await removeServiceEndpoint(context, signal);
    const empty = group === "ours" || endpoint ? 0 : Number(run.memory.get(remembered) ?? 0) + 1;
    run.memory.set(remembered, empty);
    return empty >= 2;
  },
};

async function serviceEndpointExists(context: ClusterContext, signal: AbortSignal): Promise<boolean> {
  const { privateEndpoints } = await context.service.clients.network();
  try {
    await privateEndpoints.get(context.settings.resourceGroup, serviceEndpointName(context.run.cluster()), {
      abortSignal: signal,
    });
    return true;
  } catch (error) {
    if (isFailure(error, "notFound")) return false;
    throw error;
  }
}
