import { deployTemplate, listAll, objectIdOf, templateOf } from "@aro/azure";
import type { OnceStep } from "@aro/steps";
import { type ClusterContext, patchProperties, tenantOf } from "../context.ts";
import { managedGroup, propertiesOf, usesWorkloadIdentity } from "../names/cluster-facts.ts";
import { baseDeployment } from "../names/resource-names.ts";
import { type Assignment, hasAssignment, removeAssignments } from "../roles/remove-assignments.ts";
import { removeRoleDefinitions } from "../roles/remove-role-definitions.ts";
import { apiVersionOf } from "../template/api-versions.ts";
import { denyAssignment } from "../template/deny-assignment.ts";
import { builtInRoles, servicePrincipalAssignment } from "../template/roles.ts";
import { unlessGone } from "../unless-gone.ts";

/** The user-settable members that the steps of a rotation make true. */
export const servicePrincipalProfile = "/properties/servicePrincipalProfile";

export const hasServicePrincipal = ({ run }: ClusterContext): boolean => !usesWorkloadIdentity(run.cluster());

/** The cluster's principal as it is to be. @throws Error for a cluster without one. */
export function principalOf({ run }: ClusterContext) {
  const profile = propertiesOf(run.cluster()).servicePrincipalProfile;
  if (profile === undefined) throw new Error(`cluster ${run.cluster().id} has no service principal`);
  return profile;
}

/**
 * Learns the object id of the principal that the cluster is to have, of its own token. What follows gives rights to that id, so a failure is
 * told here and not passed over (spec 03 §8.1 has it logged only).
 */
export const fixupClusterSPObjectID: OnceStep<ClusterContext> = {
  name: "fixupClusterSPObjectID",
  kind: "once",
  retryAuthorization: true,
  appliesTo: hasServicePrincipal,
  run: async (context, signal) => {
    const { clientId, clientSecret, spObjectId: known } = principalOf(context);
    if (known !== undefined && known !== "") return;
    const { run, credentials, sealer, cloud } = context;
    const secret = sealer.openText(clientSecret);
    const credential = credentials.servicePrincipal({ tenantId: tenantOf(run), clientId, secret });
    const spObjectId = await objectIdOf(credential, cloud, signal);
    await patchProperties(context, () => ({ servicePrincipalProfile: { ...principalOf(context), spObjectId } }));
  },
};

const objectId = (context: ClusterContext): string => {
  const { spObjectId } = principalOf(context);
  if (!spObjectId) throw new Error(`cluster ${context.run.cluster().id}: its principal's object id is not known`);
  return spObjectId;
};

/** On the managed group the principal is Contributor, and nobody else has anything but Owners (spec 03 §8.1). */
export const createOrUpdateClusterServicePrincipalRBAC: OnceStep<ClusterContext> = {
  name: "createOrUpdateClusterServicePrincipalRBAC",
  kind: "once",
  appliesTo: hasServicePrincipal,
  run: async (context, signal) => {
    const principal = objectId(context);
    const isWanted = ({ roleId, principalId }: Assignment) =>
      roleId === builtInRoles.contributor && principalId === principal.toLowerCase();
    await removeAssignments(context, (one) => !isWanted(one), signal);
    await removeRoleDefinitions(context, signal);
    if (await hasAssignment(context, isWanted, signal)) return;
    const { clients, operations } = context.azure;
    const template = templateOf([servicePrincipalAssignment(principal)]);
    const resourceGroup = managedGroup(context.run.cluster());
    await deployTemplate(clients, operations, { resourceGroup, name: "clustersp", template }, context, signal);
  },
};

/** The principal, and nobody else, is let through by the managed group's deny assignment (spec 03 §8.3). */
export const createOrUpdateDenyAssignment: OnceStep<ClusterContext> = {
  name: "createOrUpdateDenyAssignment",
  kind: "once",
  appliesTo: (context) => hasServicePrincipal(context) && !context.settings.features.has("DisableDenyAssignments"),
  run: async (context, signal) => {
    if (await isLetThrough(context, objectId(context), signal)) return;
    const { clients, operations } = context.azure;
    const template = templateOf([denyAssignment([objectId(context)])]);
    const resourceGroup = managedGroup(context.run.cluster());
    await deployTemplate(clients, operations, { resourceGroup, name: baseDeployment, template }, context, signal);
  },
};

/** Whether the group's deny assignment is as it is to be: it excludes the principal alone. */
async function isLetThrough(context: ClusterContext, principal: string, signal: AbortSignal): Promise<boolean> {
  const scope = propertiesOf(context.run.cluster()).clusterProfile.resourceGroupId;
  const path = `${scope}/providers/Microsoft.Authorization/denyAssignments`;
  const apiVersion = apiVersionOf("microsoft.authorization/denyassignments") ?? "";
  const found = await unlessGone(() => listAll(context.azure.clients, { path, apiVersion }, signal));
  return (found ?? []).some(({ properties }) => {
    const { scope: at = "", excludePrincipals = [] } = (properties ?? {}) as {
      scope?: string;
      excludePrincipals?: { id?: string }[];
    };
    const [only, ...others] = excludePrincipals;
    const isOfGroup = at.toLowerCase() === scope.toLowerCase();
    return isOfGroup && others.length === 0 && only?.id?.toLowerCase() === principal.toLowerCase();
  });
}
