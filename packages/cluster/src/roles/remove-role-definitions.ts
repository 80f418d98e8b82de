import { listAll, retryTransient } from "@aro/azure";
import type { ClusterContext } from "../context.ts";
import { propertiesOf } from "../names/cluster-facts.ts";
import { apiVersionOf } from "../template/api-versions.ts";
import { unlessGone } from "../unless-gone.ts";

const apiVersion = apiVersionOf("microsoft.authorization/roledefinitions") ?? "";
const nameOfOurs = "Azure Red Hat OpenShift cluster";

/** Removes the roles that older versions of the service defined for the managed group, a role for a cluster; today's are built in (spec 03 §6 row 6). */
export async function removeRoleDefinitions(context: ClusterContext, signal: AbortSignal): Promise<void> {
  const { clients } = context.azure;
  const scope = propertiesOf(context.run.cluster()).clusterProfile.resourceGroupId;
  const path = `${scope}/providers/Microsoft.Authorization/roleDefinitions`;
  const query = { $filter: "type eq 'CustomRole'" };
  const found = await unlessGone(() => listAll(clients, { path, apiVersion, query }, signal));
  for (const { id, properties } of found ?? []) {
    const { roleName = "", assignableScopes = [] } = (properties ?? {}) as {
      roleName?: string;
      assignableScopes?: string[];
    };
    const [only, ...others] = assignableScopes;
    const isOurs = only?.toLowerCase() === scope.toLowerCase() && roleName.startsWith(nameOfOurs);
    if (typeof id !== "string" || !isOurs || others.length > 0) continue;
    const call = { method: "DELETE", path: id, apiVersion } as const;
    await unlessGone(() => retryTransient(() => clients.call(call, signal), context, signal));
  }
}
