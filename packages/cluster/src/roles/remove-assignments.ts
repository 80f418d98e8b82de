import { listAll, retryTransient } from "@aro/azure";
import type { ClusterContext } from "../context.ts";
import { propertiesOf } from "../names/cluster-facts.ts";
import { apiVersionOf } from "../template/api-versions.ts";
import { builtInRoles } from "../template/roles.ts";
import { unlessGone } from "../unless-gone.ts";

const apiVersion = apiVersionOf("microsoft.authorization/roleassignments") ?? "";

/** What tells one role assignment from another, in lower case. */
export interface Assignment {
  principalId: string;
  /** GUID of the role. */
  roleId: string;
}

/** Role assignments that were made on the managed group itself, Owners left out; none when the group is gone. */
async function assignmentsOf(
  context: ClusterContext,
  signal: AbortSignal,
): Promise<readonly (Assignment & { id: string })[]> {
  const scope = propertiesOf(context.run.cluster()).clusterProfile.resourceGroupId;
  const path = `${scope}/providers/Microsoft.Authorization/roleAssignments`;
  const found = await unlessGone(() => listAll(context.azure.clients, { path, apiVersion }, signal));
  return (found ?? []).flatMap(({ id, properties }) => {
    const { scope: at = "", roleDefinitionId = "", principalId = "" } = (properties ?? {}) as Record<string, string>;
    const roleId = roleDefinitionId.toLowerCase().slice(roleDefinitionId.lastIndexOf("/") + 1);
    if (typeof id !== "string" || at.toLowerCase() !== scope.toLowerCase() || roleId === builtInRoles.owner) return [];
    return [{ id, principalId: principalId.toLowerCase(), roleId }];
  });
}

/** Whether somebody has a role on the managed group itself. */
export async function hasAssignment(
  context: ClusterContext,
  wanted: (assignment: Assignment) => boolean,
  signal: AbortSignal,
): Promise<boolean> {
  return (await assignmentsOf(context, signal)).some(wanted);
}

/** Removes role assignments made on the managed group itself. Those on other scopes and every Owner stay, whatever is `unwanted` (spec 03 §6 "Safety rules"). */
export async function removeAssignments(
  context: ClusterContext,
  unwanted: (assignment: Assignment) => boolean,
  signal: AbortSignal,
): Promise<void> {
  const { clients } = context.azure;
  for (const { id, ...assignment } of await assignmentsOf(context, signal)) {
    if (!unwanted(assignment)) continue;
    const call = { method: "DELETE", path: id, apiVersion } as const;
    await unlessGone(() => retryTransient(() => clients.call(call, signal), context, signal));
  }
}
