import type { Clock, Random } from "@aro/runtime";
import type { Durable } from "../../state/durable.ts";

/** An app role of a resource, held by a principal (Graph's appRoleAssignment). */
export interface RoleGrant {
  id: string;
  principalId: string;
  /** Service principal of the resource. */
  resourceId: string;
  appRoleId: string;
  createdAt: number;
}

/** Who holds which app role of which resource. */
export interface RoleGrants {
  add(grant: Omit<RoleGrant, "id" | "createdAt">): RoleGrant | undefined;
  of(principalId: string): RoleGrant[];
  on(resourceId: string): RoleGrant[];
  remove(id: string): boolean;
}

const id = "TEXT NOT NULL COLLATE NOCASE REFERENCES directory_object ON DELETE CASCADE";
const table = `
  CREATE TABLE IF NOT EXISTS directory_role_grant (
    id TEXT PRIMARY KEY, principalId ${id}, resourceId ${id}, appRoleId TEXT NOT NULL COLLATE NOCASE, createdAt INTEGER NOT NULL,
    UNIQUE (principalId, resourceId, appRoleId)) STRICT;
`;

/** Opens the grants in the emulator's durable state. `add` answers undefined when the principal holds the role already. */
export function openRoleGrants({
  durable: { database },
  clock,
  random,
}: {
  durable: Durable;
  clock: Clock;
  random: Random;
}): RoleGrants {
  database.exec(table);
  const insert = database.prepare("INSERT INTO directory_role_grant VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING");
  const of = database.prepare("SELECT * FROM directory_role_grant WHERE principalId = ? ORDER BY rowid");
  const on = database.prepare("SELECT * FROM directory_role_grant WHERE resourceId = ? ORDER BY rowid");
  const remove = database.prepare("DELETE FROM directory_role_grant WHERE id = ?");
  const all = (rows: unknown) => rows as RoleGrant[];
  return {
    add: ({ principalId, resourceId, appRoleId }) => {
      const made = { id: random.uuid(), principalId, resourceId, appRoleId, createdAt: clock.now() };
      const { changes } = insert.run(made.id, principalId, resourceId, appRoleId, made.createdAt);
      return changes > 0 ? made : undefined;
    },
    of: (principalId) => all(of.all(principalId)),
    on: (resourceId) => all(on.all(resourceId)),
    remove: (grant) => remove.run(grant).changes > 0,
  };
}
