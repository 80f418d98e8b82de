import { isoTime } from "@aro/runtime";
import { builtInRole } from "../../access/built-in-roles.ts";
import { covers, normalScope } from "../../access/scopes.ts";
import { record, text } from "../../documents/document.ts";
import { Refusal } from "../../documents/refusal.ts";
import type { Row } from "../../documents/rows.ts";
import type { Change, Engine, Rule, TypeRow } from "../../resources/contract.ts";
import { conditions, extensionType, inListing, quoted, unknownRole, uuid } from "./base.ts";

const type = "microsoft.authorization/roleassignments";

const roleGuid = (id: string): string => id.toLowerCase().split("/").at(-1) ?? "";

const names: Rule = {
  name: "principal and role of an assignment are named by their ids, and the role exists",
  evidence: "documented",
  apply: ({ engine, doc, id }: Change) => {
    const properties = record(doc["properties"]);
    const principal = text(properties["principalId"]);
    if (!uuid.test(principal))
      throw new Refusal(
        400,
        "InvalidPrincipalId",
        `A valid principal ID must be provided for role assignment; '${principal}' is none.`,
      );
    if (text(properties["condition"]) !== "")
      throw new Refusal(
        400,
        "RoleAssignmentConditionNotSupported",
        "The emulated Azure does not evaluate conditions of role assignments; give the role without 'condition'.",
      );
    const role = text(properties["roleDefinitionId"]);
    const guid = roleGuid(role);
    if (!uuid.test(guid) || !role.toLowerCase().includes("/providers/microsoft.authorization/roledefinitions/"))
      throw new Refusal(400, "InvalidRoleDefinitionId", `The role definition ID '${role}' is not valid.`);
    const custom = engine.rows
      .inSubscription(id.subscription, "microsoft.authorization/roledefinitions", "", 5_000)
      .find((row) => row.name.toLowerCase() === guid);
    if (builtInRole(guid) === undefined && (custom === undefined || !isAssignable(custom, id.scopeKey)))
      throw new Refusal(404, unknownRole.code, unknownRole.told(guid));
    properties["roleDefinitionId"] =
      `/subscriptions/${id.subscription}/providers/Microsoft.Authorization/roleDefinitions/${guid}`;
  },
};

/** Whether a custom role says that it may be assigned at a scope. */
const isAssignable = (role: Row, scope: string): boolean => {
  const scopes = record(role.body["properties"])["assignableScopes"];
  const at = (Array.isArray(scopes) ? scopes : []).map((one) => normalScope(text(one)));
  return at.some((one) => covers(one, scope));
};

const isThere: Rule = {
  name: "a principal that the directory does not know is refused (PrincipalNotFound), unless its type is said: then it may be too new to be seen",
  evidence: "documented",
  apply: ({ engine, doc, actor }: Change) => {
    if (engine.principals === undefined) return;
    const properties = record(doc["properties"]);
    const [principal, given] = [text(properties["principalId"]), text(properties["principalType"])];
    const found = engine.principals.principalOf(principal);
    if (found === undefined && given === "")
      throw new Refusal(
        400,
        "PrincipalNotFound",
        `Principal ${principal.replaceAll("-", "")} does not exist in the directory ${actor.tenantId}. Check that you have the correct principal ID. If you are creating this principal and then immediately assigning a role, this error might be related to a replication delay. In this case, set the role assignment principalType property to a value, such as ServicePrincipal, User, or Group.  See https://aka.ms/docs-principaltype`,
      );
    if (found !== undefined && given !== "" && found.kind !== given)
      throw new Refusal(
        400,
        "UnmatchedPrincipalType",
        `The PrincipalId '${principal.replaceAll("-", "")}' has type '${found.kind}' , which is different from specified PrinciaplType '${given}'.`,
      );
    properties["principalType"] ??= found?.kind ?? "User";
  },
};

const same = (one: Row, properties: ReturnType<typeof record>): boolean => {
  const other = record(one.body["properties"]);
  return (
    text(other["principalId"]).toLowerCase() === text(properties["principalId"]).toLowerCase() &&
    roleGuid(text(other["roleDefinitionId"])) === roleGuid(text(properties["roleDefinitionId"]))
  );
};

/** All assignments at exactly this scope. */
const atScope = (engine: Engine, scope: string): Row[] => engine.rows.inside(scope, type, "", 4_000);

const once: Rule = {
  name: "one assignment for each principal, role and scope; what it says does not change",
  evidence: "documented",
  apply: ({ engine, doc, before, id }: Change) => {
    const properties = record(doc["properties"]);
    if (before !== undefined && !same(before, properties))
      throw new Refusal(
        400,
        "RoleAssignmentUpdateNotPermitted",
        "Tenant ID, application ID, principal ID, and scope are not allowed to be updated.",
      );
    const other = atScope(engine, id.scopeKey).find((row) => row.key !== id.key && same(row, properties));
    if (other !== undefined)
      throw new Refusal(
        409,
        "RoleAssignmentExists",
        `The role assignment already exists. The ID of the existing role assignment is ${other.name.replaceAll("-", "")}.`,
      );
  },
};

const complete: Rule = {
  name: "an assignment tells its scope, and who made and changed it when",
  evidence: "documented",
  apply: ({ doc, before, id, now, actor }: Change) => {
    const properties = record(doc["properties"]);
    const old = before === undefined ? {} : record(before.body["properties"]);
    Object.assign(properties, {
      scope: id.scope,
      principalType: properties["principalType"] ?? "User",
      createdOn: old["createdOn"] ?? isoTime(now),
      updatedOn: isoTime(now),
      createdBy: old["createdBy"] ?? actor.objectId,
      updatedBy: actor.objectId,
    });
  },
};

const known = [/^atScope\(\)$/i, /^principalId eq '[^']*'$/i, /^assignedTo\('[^']*'\)$/i];

/** Role assignments. */
export const roleAssignments: TypeRow = extensionType({
  type: "Microsoft.Authorization/roleAssignments",
  model: "RoleAssignment",
  label: "RoleAssignment",
  absence: { code: "RoleAssignmentNotFound", told: (name) => `The role assignment '${name}' is not found.` },
  apiVersions: [
    "2022-04-01",
    "2022-01-01-preview",
    "2021-04-01-preview",
    "2020-10-01-preview",
    "2020-08-01-preview",
    "2020-04-01-preview",
    "2020-03-01-preview",
    "2018-09-01-preview",
  ],
  rules: [names, isThere, once, complete],
  lists: (row, filter, scope, _query, engine) => {
    const wanted = conditions(filter, known);
    if (!inListing(row, scope, wanted)) return false;
    const principal = text(record(row.body["properties"])["principalId"]).toLowerCase();
    return wanted.every((one) => {
      if (one === "atscope()") return true;
      const asked = quoted(one).toLowerCase();
      if (asked === principal) return true;
      // What a principal is assigned it may have by its groups; what names its id may not.
      const groups = /^assignedto/i.test(one) ? (engine.principals?.groupsOf(asked) ?? []) : [];
      return groups.some((group) => group.toLowerCase() === principal);
    });
  },
  listQuery: ["$filter", "tenantid"],
});
