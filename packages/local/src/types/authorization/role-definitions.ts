import { isoTime } from "@aro/runtime";
import type { Change } from "../../resources/change.ts";
import { type Doc, record, text } from "../../resources/document.ts";
import { Refusal } from "../../resources/refusal.ts";
import type { Rule, TypeRow } from "../type-row.ts";
import { conditions, extensionType, inListing, quoted } from "./base.ts";
import { type BuiltInRole, builtInRole, builtInRoles } from "./built-in-roles.ts";

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

const custom: Rule = {
  name: "a custom role has a name of its own and may be assigned where it says",
  evidence: "documented",
  apply: ({ engine, doc, before, id, now, actor }: Change) => {
    const properties = record(doc["properties"]);
    const name = text(properties["roleName"]).toLowerCase();
    const taken =
      builtInRoles.some((role) => role.id === id.name.toLowerCase() || role.name.toLowerCase() === name) ||
      engine.rows
        .inSubscription(id.subscription, "microsoft.authorization/roledefinitions", "", 5_000)
        .some((row) => row.key !== id.key && text(record(row.body["properties"])["roleName"]).toLowerCase() === name);
    if (taken)
      throw new Refusal(
        409,
        "RoleDefinitionWithSameNameExists",
        `A custom role cannot be updated with a name that already exists in this directory. Choose a different name than '${text(properties["roleName"])}'.`,
      );
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
  apiVersions: ["2022-05-01-preview", "2022-04-01", "2018-07-01", "2018-01-01-preview"],
  rules: [custom],
  builtIn: {
    get: (id) => {
      const role = builtInRole(id.name.toLowerCase());
      return role === undefined ? undefined : render(role, id.scope);
    },
    all: (id, filter) => {
      const wanted = conditions(filter, known);
      return builtInRoles
        .map((role) => render(role, id.scope))
        .filter((doc) => meets(record(doc["properties"]), wanted));
    },
  },
  lists: (row, filter, scope) => {
    const wanted = conditions(filter, known);
    return inListing(row, scope, wanted) && meets(record(row.body["properties"]), wanted);
  },
});
