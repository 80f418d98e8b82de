import { type Doc, record, records, text } from "../documents/document.ts";
import { Rows } from "../documents/rows.ts";
import type { Durable } from "../state/durable.ts";
import { builtInRole } from "./built-in-roles.ts";
import { compilePermissions, type Permissions, readPermissions } from "./permissions.ts";

/** A role that somebody has at a scope. */
export interface Grant {
  id: string;
  /** Normal form; empty for the tenant. */
  scope: string;
  /** Full id of the role's definition. */
  roleDefinitionId: string;
  permissions: Permissions;
  /** Milliseconds since the Unix epoch. */
  createdAt: number;
  /** Whether ARM made it by itself: such are seen at once, whatever the delay. */
  byArm: boolean;
}

/** What nobody but those it leaves out may do at a scope, whatever their roles. */
export interface Denial {
  id: string;
  /** As people read it. */
  name: string;
  scope: string;
  permissions: Permissions;
  /** Ids that it is for, lower case; `everyone` for the principal that stands for all. */
  principals: ReadonlySet<string>;
  excluded: ReadonlySet<string>;
  onlyHere: boolean;
  /** Who made a system-protected one: it does not bind its maker (spec 03 §6 "Safety rules"). */
  maker: string | undefined;
}

/** All assignments, as they stand at one moment. */
export interface Assignments {
  /** By principal, lower case. */
  grants: ReadonlyMap<string, readonly Grant[]>;
  denials: readonly Denial[];
}

/** The id that stands for everyone in a deny assignment. */
export const everyone = "00000000-0000-0000-0000-000000000000";
/** ARM, where it acts by itself. */
export const armObjectId = everyone;

const types = ["roleassignments", "roledefinitions", "denyassignments"].map((one) => `microsoft.authorization/${one}`);
const among = `IN (${types.map((type) => `'${type}'`).join(", ")})`;

const schema = `
  ${types.map((type, index) => `CREATE INDEX IF NOT EXISTS access_entries_${index} ON arm_resources (type) WHERE type = '${type}';`).join("\n")}
  ${["inserted", "updated", "deleted"].map((event) => `DROP TRIGGER IF EXISTS access_${event};`).join(" ")}
  DROP TABLE IF EXISTS access_mark;
`;

/** Where assignments are read: `mark` grows whenever one of them may have changed. */
export interface AssignmentSource {
  mark(): number;
  read(): Assignments;
}

/** Opens the assignments that the resource engine keeps. */
export function openAssignments(durable: Durable): AssignmentSource {
  // The engine's tables are there before anything is asked of them, whoever opens first.
  void new Rows(durable);
  durable.database.exec(schema);
  // One query for each type: of a type among several, SQLite does not see that an index is for it.
  const each = types.map((type) =>
    durable.database.prepare(`SELECT id, type, name, owner, body, created FROM arm_resources WHERE type = '${type}'`),
  );
  return {
    mark: durable.writesTo("arm_resources", `ROW.type ${among}`),
    read: () => readAssignments(each.flatMap((query) => query.all().map(entryOf))),
  };
}

/** A row of the three types that decide. */
interface Entry {
  id: string;
  type: string;
  name: string;
  /** Normal scope that it is made at. */
  owner: string;
  properties: Doc;
  createdAt: number;
}

const entryOf = (row: Record<string, unknown>): Entry => ({
  id: String(row["id"]),
  type: String(row["type"]),
  name: String(row["name"]),
  owner: String(row["owner"]),
  properties: record((JSON.parse(String(row["body"])) as Doc)["properties"]),
  createdAt: Number(row["created"]),
});

function readAssignments(entries: readonly Entry[]): Assignments {
  const of = (type: string) => entries.filter((one) => one.type === `microsoft.authorization/${type}`);
  const custom = new Map(of("roledefinitions").map((one) => [one.name.toLowerCase(), one]));
  const roles = new Map<string, Permissions | undefined>();
  const role = (id: string): Permissions | undefined => {
    if (roles.has(id)) return roles.get(id);
    const own = custom.get(id);
    const permissions = own === undefined ? builtInPermissions(id) : readPermissions(own.properties["permissions"]);
    const compiled = permissions === undefined ? undefined : compilePermissions(permissions);
    roles.set(id, compiled);
    return compiled;
  };
  const grants = new Map<string, Grant[]>();
  for (const { id, owner, properties, createdAt } of of("roleassignments")) {
    const roleDefinitionId = text(properties["roleDefinitionId"]);
    const permissions = role(roleDefinitionId.toLowerCase().split("/").at(-1) ?? "");
    if (permissions === undefined) continue;
    const principal = text(properties["principalId"]).toLowerCase();
    const byArm = text(properties["createdBy"]) === armObjectId;
    const known = grants.get(principal) ?? [];
    known.push({ id, scope: owner, roleDefinitionId, permissions, createdAt, byArm });
    grants.set(principal, known);
  }
  return { grants, denials: of("denyassignments").map(denialOf) };
}

/** Permissions of a built-in role by its GUID, in lower case. */
function builtInPermissions(id: string) {
  const found = builtInRole(id);
  return found === undefined
    ? undefined
    : [
        {
          actions: found.actions,
          notActions: found.notActions ?? [],
          dataActions: found.dataActions ?? [],
          notDataActions: [],
        },
      ];
}

function denialOf({ id, name, owner, properties }: Entry): Denial {
  const ids = (member: string) =>
    new Set(records(properties[member]).map((principal) => text(principal["id"]).toLowerCase()));
  return {
    id,
    name: text(properties["denyAssignmentName"]) || name,
    scope: owner,
    permissions: compilePermissions(readPermissions(properties["permissions"])),
    principals: ids("principals"),
    excluded: ids("excludePrincipals"),
    onlyHere: properties["doNotApplyToChildScopes"] === true,
    maker: properties["isSystemProtected"] === true ? text(properties["createdBy"]).toLowerCase() : undefined,
  };
}
