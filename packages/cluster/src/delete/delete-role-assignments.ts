import { isFailure, listAll, retryTransient } from "@aro/azure";
import type { OnceStep } from "@aro/steps";
import type { ClusterContext } from "../context.ts";
import { propertiesOf } from "../names/cluster-facts.ts";
import { apiVersionOf } from "../template/api-versions.ts";
import { builtInRoles } from "../template/roles.ts";
import { managedGroupState } from "./managed-group.ts";

const apiVersion = apiVersionOf("microsoft.authorization/roleassignments") ?? "";

/** Removes the role assignments made on the managed group itself; those on other scopes and every Owner stay (spec 03 §6 row 5). */
export const deleteRoleAssignments: OnceStep<ClusterContext> = {
  name: "deleteRoleAssignments",
  kind: "once",
  run: async (context, signal) => {
    if ((await managedGroupState(context, signal)) !== "ours") return;
    const { clients } = context.azure;
    const scope = propertiesOf(context.run.cluster()).clusterProfile.resourceGroupId;
    const path = `${scope}/providers/Microsoft.Authorization/roleAssignments`;
    const found = await gone([], () => listAll(clients, { path, apiVersion }, signal));
    for (const { id, properties } of found) {
      const { scope: at, roleDefinitionId } = (properties ?? {}) as { scope?: string; roleDefinitionId?: string };
      const onGroup = at?.toLowerCase() === scope.toLowerCase();
      const owner = roleDefinitionId?.toLowerCase().endsWith(builtInRoles.owner);
      if (typeof id !== "string" || !onGroup || owner) continue;
      const call = { method: "DELETE", path: id, apiVersion } as const;
      await gone(undefined, () => retryTransient(() => clients.call(call, signal), context, signal));
    }
  },
};

/** What `act` gives, or `otherwise` when what it acts on is not there any more (ARM-DEL-06). */
async function gone<Result, Otherwise>(otherwise: Otherwise, act: () => Promise<Result>): Promise<Result | Otherwise> {
  try {
    return await act();
  } catch (error) {
    if (isFailure(error, "notFound", "resourceGroupNotFound")) return otherwise;
    throw error;
  }
}
