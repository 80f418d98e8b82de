import { isoTime } from "@aro/runtime";
import type { BuiltInRole } from "../../access/built-in-role.ts";
import { allBuiltInRoles, builtInRole } from "../../access/built-in-roles.ts";
import { type Doc, record, text } from "../../documents/document.ts";
import { Refusal } from "../../documents/refusal.ts";
import type { Change, Removal, RemovalRule, Rule, TypeRow } from "../../resources/contract.ts";
import { conditions, extensionType, inListing, quoted, unknownRole } from "./base.ts";

const render = (role: BuiltInRole, scope: string): Doc => {
  const subscription = /^\/subscriptions\/[^/]+/i.exec(scope)?.[0] ?? "";
  return {
    id: `${subscription}/providers/Microsoft.Authorization/roleDefinitions/${role.id}`,
    name: role.id,
    type: "Microsoft.Authorization/roleDefinitions",
    properties: {
      roleName: role.name,
      type: "BuiltInRole",
      description: role.description,
      assignableScopes: ["/"],
      permissions: [
        {
          actions: [...role.actions],
          notActions: [...(role.notActions ?? [])],
          dataActions: [...(role.dataActions ?? [])],
          notDataActions: [],
        },
      ],
      createdOn: "2015-02-02T21:55:09.8806423Z",
      updatedOn: "2021-11-11T20:13:28.6061853Z",
      createdBy: "",
      updatedBy: "",
    },
  };
};

const known = [/^atScope\(\)$/i, /^atScopeAndBelow\(\)$/i, /^roleName eq '(?:[^']|'')*'$/i, /^type eq '[^']*'$/i];

const meets = (properties: Doc, wanted: readonly string[]): boolean =>
  wanted.every((one) => {
    if (/^rolename/i.test(one)) return text(properties["roleName"]).toLowerCase() === quoted(one).toLowerCase();
    if (/^type/i.test(one)) return text(properties["type"]).toLowerCase() === quoted(one).toLowerCase();
    return true;
  });

/** What an action looks like: a namespace, types and a verb, with stars anywhere. */
const actionForm = /^(\*|[\w.*-]+(\/[\w.*$-]+)+)$/;

/** Refuses what no provider could have meant: the emulated Azure does not know all actions of Azure. */
function checkActions(properties: Doc): void {
  const permissions = Array.isArray(properties["permissions"]) ? properties["permissions"] : [];
  for (const permission of permissions)
    for (const member of ["actions", "notActions", "dataActions", "notDataActions"]) {
      const listed = record(permission)[member];
      for (const action of Array.isArray(listed) ? listed : [])
        if (typeof action !== "string" || !actionForm.test(action))
          throw new Refusal(
            400,
            "InvalidActionOrNotAction",
            `'${String(action)}' does not match any of the actions supported by the providers.`,
          );
    }
}

const unused: RemovalRule = {
  name: "a custom role that is assigned is not removed (RoleDefinitionHasAssignments)",
  evidence: "documented",
  apply: ({ engine, row, phase }: Removal) => {
    if (phase === "done") return;
    const guid = row.name.toLowerCase();
    const assigned = engine.rows
      .inSubscription(row.subscription, "microsoft.authorization/roleassignments", "", 5_000)
      .some((one) => text(record(one.body["properties"])["roleDefinitionId"]).toLowerCase().endsWith(`/${guid}`));
    if (assigned)
      throw new Refusal(400, "RoleDefinitionHasAssignments", "There are existing role assignments referencing role.");
  },
};

const custom: Rule = {
  name: "a custom role has a name of its own and may be assigned where it says",
  evidence: "documented",
  apply: ({ engine, doc, before, id, now, actor }: Change) => {
    const properties = record(doc["properties"]);
    const name = text(properties["roleName"]).toLowerCase();
    const taken =
      allBuiltInRoles.some((role) => role.id === id.name.toLowerCase() || role.name.toLowerCase() === name) ||
      engine.rows
        .inSubscription(id.subscription, "microsoft.authorization/roledefinitions", "", 5_000)
        .some((row) => row.key !== id.key && text(record(row.body["properties"])["roleName"]).toLowerCase() === name);
    if (taken)
      throw new Refusal(
        409,
        "RoleDefinitionWithSameNameExists",
        `A custom role cannot be updated with a name that already exists in this directory. Choose a different name than '${text(properties["roleName"])}'.`,
      );
    checkActions(properties);
    if (!Array.isArray(properties["assignableScopes"]) || properties["assignableScopes"].length === 0)
      throw new Refusal(400, "MissingAssignableScopes", "The role definition must have at least one assignable scope.");
    Object.assign(properties, {
      type: "CustomRole",
      createdOn: before === undefined ? isoTime(now) : (record(before.body["properties"])["createdOn"] ?? isoTime(now)),
      updatedOn: isoTime(now),
      createdBy: before === undefined ? actor.objectId : (record(before.body["properties"])["createdBy"] ?? null),
      updatedBy: actor.objectId,
    });
  },
};

/** Role definitions: the built-in ones, and custom ones. */
export const roleDefinitions: TypeRow = extensionType({
  type: "Microsoft.Authorization/roleDefinitions",
  model: "RoleDefinition",
  label: "RoleDefinition",
  absence: unknownRole,
  apiVersions: ["2022-05-01-preview", "2022-04-01", "2018-07-01", "2018-01-01-preview"],
  rules: [custom],
  removal: [unused],
  // Also of what exists: SDKs take nothing else.
  putStatus: 201,
  builtIn: {
    get: (id) => {
      const role = builtInRole(id.name.toLowerCase());
      return role === undefined ? undefined : render(role, id.scope);
    },
    all: (id, filter) => {
      const wanted = conditions(filter, known);
      return allBuiltInRoles
        .map((role) => render(role, id.scope))
        .filter((doc) => meets(record(doc["properties"]), wanted));
    },
  },
  lists: (row, filter, scope) => {
    const wanted = conditions(filter, known);
    return inListing(row, scope, wanted) && meets(record(row.body["properties"]), wanted);
  },
});
