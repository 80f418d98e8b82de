import type { JsonObject } from "./json.ts";

/** The roles operators' identities need, for one minor version (spec 02 §3.7); container `PlatformWorkloadIdentityRoleSets`, id = partition, a UUID. Removed softly: `deleting`, and `ttl` 60. */
export interface RoleSetDocument extends JsonObject {
  id: string;
  ttl?: number;
  platformWorkloadIdentityRoleSet: PlatformWorkloadIdentityRoleSet;
}

export interface PlatformWorkloadIdentityRoleSet extends JsonObject {
  id?: string;
  name?: string;
  type?: string;
  /** Readers of the change feed forget it. */
  deleting?: boolean;
  properties: {
    /** X.Y: what it is found by. */
    openShiftVersion: string;
    platformWorkloadIdentityRoles: PlatformWorkloadIdentityRole[];
  };
}

export interface PlatformWorkloadIdentityRole extends JsonObject {
  /** The key in a cluster's `platformWorkloadIdentities`. */
  operatorName: string;
  roleDefinitionName: string;
  roleDefinitionId: string;
  /** `system:serviceaccount:NAMESPACE:NAME` of those that use the identity. */
  serviceAccounts: string[];
  /** The secret that names the identity to the operator. */
  secretLocation?: { namespace: string; name: string };
}
