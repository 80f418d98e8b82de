import type { JsonObject } from "@aro/api";
import { resource } from "./resource.ts";

/** Built-in roles by their GUID. */
export const builtInRoles = {
  contributor: "b24988ac-6180-42a0-ab88-20f7382dd24c",
  owner: "8e3af657-a8ff-443c-a75c-2fe8c4bcb635",
  storageBlobDataContributor: "ba92f5b4-2d11-453d-a403-e96b0029c9fe",
} as const;

const assignment = (roleId: string, objectId: string, scope: string): JsonObject => ({
  scope,
  roleDefinitionId: `[subscriptionResourceId('Microsoft.Authorization/roleDefinitions', '${roleId}')]`,
  principalId: `['${objectId}']`,
  principalType: "ServicePrincipal",
});

/** The cluster's service principal may change what is in the managed group (spec 03 §9.3). */
export const servicePrincipalAssignment = (objectId: string): JsonObject =>
  resource("Microsoft.Authorization/roleAssignments", "[guid(resourceGroup().id, 'SP / Contributor')]", {
    properties: assignment(builtInRoles.contributor, objectId, "[resourceGroup().id]"),
  });

/** One role of one workload identity. */
export const workloadIdentityAssignment = (roleId: string, objectId: string): JsonObject =>
  resource("Microsoft.Authorization/roleAssignments", `[guid(resourceGroup().id, '${roleId}', '${objectId}')]`, {
    properties: assignment(roleId, objectId, "[resourceGroup().id]"),
  });

/** The first party may write blobs of the cluster's account, whose keys are shut for workload identities. */
export const blobAssignment = (account: string, objectId: string): JsonObject => {
  const id = `resourceId('Microsoft.Storage/storageAccounts', '${account}')`;
  const named = `concat('${account}','/Microsoft.Authorization/', guid(resourceId('Microsoft.Storage/storageAccounts','${account}')))`;
  return resource("Microsoft.Storage/storageAccounts/providers/roleAssignments", `[${named}]`, {
    // The type begins with Microsoft.Storage, the api-version is that of role assignments.
    apiVersion: "2018-09-01-preview",
    dependsOn: [`[${id}]`],
    properties: assignment(builtInRoles.storageBlobDataContributor, objectId, `[${id}]`),
  });
};
