import type { JsonObject } from "../../documents/json.ts";
import type { PlatformWorkloadIdentityRoleSet } from "../../documents/role-set.ts";
import type { Finding } from "../../errors/cloud-error.ts";
import { messages } from "../../errors/messages.ts";
import type { PlatformWorkloadIdentityRoleSet as Draft } from "../../generated/admin/types.ts";
import { validatePlatformWorkloadIdentityRoleSet } from "../../generated/admin/validate-resources.js";
import { invalid, isUnset } from "../rules/rule.ts";
import { adminResource } from "./resource.ts";

const roles = "properties.platformWorkloadIdentityRoles";
const required = ["operatorName", "roleDefinitionName", "roleDefinitionId", "serviceAccounts"] as const;

const { show, judge } = adminResource({
  shape: "PlatformWorkloadIdentityRoleSet",
  validate: validatePlatformWorkloadIdentityRoleSet,
  policy: { mutable: [roles], kept: ["name", "type"], foldCase: ["name", "type"] },
  rules: (asked): Finding[] => {
    const { openShiftVersion, platformWorkloadIdentityRoles = [] } = (asked as Draft).properties ?? {};
    // One error names all that is missing: that is what clients know (spec 01 §7.10).
    const missing = platformWorkloadIdentityRoles.flatMap((role, index) =>
      required
        .filter((name) => isUnset(role[name]) || role[name]?.length === 0)
        .map((name) => `${roles}[${index}].${name}`),
    );
    const one = (target: string) => invalid(target, messages.missing({ target }));
    return [
      ...(isUnset(openShiftVersion) ? [one("properties.openShiftVersion")] : []),
      ...(platformWorkloadIdentityRoles.length === 0 ? [one(roles)] : []),
      ...(missing.length === 0 ? [] : [one(missing.join(", "))]),
    ];
  },
});

/** `roleSet` with the name and type it has when nobody gave it any. */
const named = (roleSet: PlatformWorkloadIdentityRoleSet): JsonObject => ({
  ...roleSet,
  name: roleSet.name ?? roleSet.properties.openShiftVersion,
  type: roleSet.type ?? "Microsoft.RedHatOpenShift/PlatformWorkloadIdentityRoleSet",
});

/** Role sets as administrators read and write them. */
export const adminRoleSet = {
  toExternal: (roleSet: PlatformWorkloadIdentityRoleSet): JsonObject => show({ ...named(roleSet), id: undefined }),
  /** What a PUT asks for; `stored` is the role set of the same minor version. */
  judge: (body: JsonObject, stored?: PlatformWorkloadIdentityRoleSet) =>
    judge(body, stored === undefined ? undefined : named(stored)),
};
