import { createChecker } from "../../resources/checker.ts";
import type { Models } from "../../resources/models.ts";

// Written by hand: the SDK of Microsoft.Authorization carries its models in another form than the generator reads.
const principalTypes = ["User", "Group", "ServicePrincipal", "ForeignGroup", "Device"];

const models: Models = {
  models: {
    RoleAssignment: { id: "-string", name: "-string", type: "-string", properties: "*RoleAssignmentProperties" },
    RoleAssignmentProperties: {
      roleDefinitionId: "*string",
      principalId: "*string",
      principalType: "#PrincipalType",
      scope: "-string",
      description: "string",
      condition: "string",
      conditionVersion: "string",
      canDelegate: "boolean",
      delegatedManagedIdentityResourceId: "string",
      createdOn: "-date",
      updatedOn: "-date",
      createdBy: "-string",
      updatedBy: "-string",
    },
    RoleDefinition: { id: "-string", name: "-string", type: "-string", properties: "*RoleDefinitionProperties" },
    RoleDefinitionProperties: {
      roleName: "*string",
      description: "string",
      type: "string",
      permissions: "*Permission[]",
      assignableScopes: "*string[]",
      createdOn: "-date",
      updatedOn: "-date",
      createdBy: "-string",
      updatedBy: "-string",
    },
    Permission: {
      actions: "string[]",
      notActions: "string[]",
      dataActions: "string[]",
      notDataActions: "string[]",
      condition: "string",
      conditionVersion: "string",
    },
    DenyAssignment: { id: "-string", name: "-string", type: "-string", properties: "*DenyAssignmentProperties" },
    DenyAssignmentProperties: {
      denyAssignmentName: "*string",
      description: "string",
      permissions: "*Permission[]",
      scope: "string",
      doNotApplyToChildScopes: "boolean",
      principals: "*DenyPrincipal[]",
      excludePrincipals: "DenyPrincipal[]",
      isSystemProtected: "boolean",
      condition: "string",
      conditionVersion: "string",
      createdOn: "-date",
      updatedOn: "-date",
      createdBy: "-string",
      updatedBy: "-string",
    },
    DenyPrincipal: { id: "*string", type: "#DenyPrincipalType", displayName: "-string", email: "-string" },
    ManagementLock: { id: "-string", name: "-string", type: "-string", properties: "*ManagementLockProperties" },
    ManagementLockProperties: { level: "*#LockLevel", notes: "string", owners: "LockOwner[]" },
    LockOwner: { applicationId: "string" },
  },
  values: {
    PrincipalType: principalTypes,
    DenyPrincipalType: [...principalTypes, "SystemDefined", "Everyone", "Application"],
    LockLevel: ["CanNotDelete", "ReadOnly"],
  },
};

/** Checks bodies of Microsoft.Authorization. */
export const authorizationChecker = createChecker(models);
