import type { Durable } from "../../state/durable.ts";

/** Who belongs to a group, or owns an application, a service principal or a group. */
export type LinkKind = "member" | "owner";

/** Which objects belong to which. */
export interface Links {
  add(kind: LinkKind, from: string, to: string): void;
  remove(kind: LinkKind, from: string, to: string): boolean;
  has(kind: LinkKind, from: string, to: string): boolean;
  /** Ids of the members or owners of `from`. */
  of(kind: LinkKind, from: string): string[];
  /** Ids of what `to` is a member or an owner of. */
  to(kind: LinkKind, to: string): string[];
  /** Ids of every group that `id` is in, through groups in groups too. */
  groupsOf(id: string): readonly string[];
}

const id = "TEXT NOT NULL COLLATE NOCASE REFERENCES directory_object ON DELETE CASCADE";
const tables = `
  CREATE TABLE IF NOT EXISTS directory_link (
    kind TEXT NOT NULL, source ${id}, target ${id}, PRIMARY KEY (kind, source, target)) STRICT;
  CREATE INDEX IF NOT EXISTS directory_link_target ON directory_link (kind, target);
`;

const alive = (column: string) => `JOIN directory_object ON id = ${column} AND deletedAt IS NULL`;

const rememberedAtMost = 1_000;

/** Opens the links in the emulator's durable state. */
export function openLinks(durable: Durable): Links {
  const { database } = durable;
  database.exec(tables);
  const add = database.prepare("INSERT INTO directory_link VALUES (?, ?, ?) ON CONFLICT DO NOTHING");
  const remove = database.prepare("DELETE FROM directory_link WHERE kind = ? AND source = ? AND target = ?");
  const has = database.prepare("SELECT 1 FROM directory_link WHERE kind = ? AND source = ? AND target = ?");
  const of = database.prepare(
    `SELECT id FROM directory_link ${alive("target")} WHERE directory_link.kind = ? AND source = ? ORDER BY directory_link.rowid`,
  );
  const to = database.prepare(
    `SELECT id FROM directory_link ${alive("source")} WHERE directory_link.kind = ? AND target = ? ORDER BY directory_link.rowid`,
  );
  const ids = (rows: Record<string, unknown>[]) => rows.map((row) => String(row["id"]));
  const directGroups = (target: string) => ids(to.all("member", target));
  const [links, objects] = ["directory_link", "directory_object"].map((table) => durable.writesTo(table));
  const known = new Map<string, readonly string[]>();
  let mark = 0;
  return {
    add: (kind, source, target) => void add.run(kind, source, target),
    remove: (kind, source, target) => remove.run(kind, source, target).changes > 0,
    has: (kind, source, target) => has.get(kind, source, target) !== undefined,
    of: (kind, source) => ids(of.all(kind, source)),
    to: (kind, target) => ids(to.all(kind, target)),
    groupsOf: (start) => {
      // Every call to ARM asks: what was found holds until something of the directory is written.
      const now = (links?.() ?? 0) + (objects?.() ?? 0);
      if (now !== mark || known.size >= rememberedAtMost) known.clear();
      mark = now;
      const before = known.get(start);
      if (before !== undefined) return before;
      const found = new Set<string>();
      const open = [start];
      for (let next = open.pop(); next !== undefined; next = open.pop())
        for (const group of directGroups(next))
          if (!found.has(group)) {
            found.add(group);
            open.push(group);
          }
      const groups = [...found];
      known.set(start, groups);
      return groups;
    },
  };
}
