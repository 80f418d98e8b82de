import type { Clock, Random } from "@aro/runtime";
import type { Durable } from "../../state/durable.ts";

/** What stands in a directory. */
export type ObjectKind = "application" | "servicePrincipal" | "user" | "group";

/** Members of an object as Graph names them, less those that have a place of their own here. */
export type Members = Readonly<Record<string, unknown>>;

/** One object of the directory. */
export interface DirectoryObject {
  id: string;
  /** Its place in lists: later objects have higher ones. */
  place: number;
  kind: ObjectKind;
  /** Application (client) id of applications and service principals. */
  appId?: string;
  /** User principal name of a user. */
  name?: string;
  displayName: string;
  /** Milliseconds since the Unix epoch. */
  createdAt: number;
  /** From when on token endpoint and Graph know it: Entra's replicas are behind its writes. */
  visibleAt: number;
  /** When it was moved to the deleted items. */
  deletedAt?: number;
  members: Members;
}

/** What a new object is to be. */
export interface NewObject {
  kind: ObjectKind;
  id?: string;
  appId?: string;
  name?: string;
  displayName: string;
  members?: Members;
}

/** Columns that a list may be narrowed by before its objects are looked at. */
export type Narrowing = Partial<Readonly<Record<"id" | "appId" | "displayName" | "name", string>>>;

/** The objects of the directory, whatever their kind. */
export interface Objects {
  add(wanted: NewObject): DirectoryObject;
  /** An object that is not deleted, visible or not. */
  get(id: string): DirectoryObject | undefined;
  byAppId(kind: ObjectKind, appId: string): DirectoryObject | undefined;
  byName(name: string): DirectoryObject | undefined;
  /** Objects of a kind in the order they were made, those behind `after` only; `deleted` lists the deleted items instead. */
  list(
    kind: ObjectKind,
    narrowing?: Narrowing,
    options?: { deleted?: boolean; after?: number },
  ): Iterable<DirectoryObject>;
  change(id: string, change: { name?: string; displayName?: string; members?: Members }): void;
  /** Gives a deleted object another name, before it comes back. */
  rename(id: string, name: string): void;
  /** Moves it to the deleted items, where it keeps its credentials. */
  remove(id: string): void;
  getDeleted(id: string): DirectoryObject | undefined;
  restore(id: string): void;
  /** Forgets it, its credentials and who belongs to it, for good. */
  purge(id: string): void;
  isVisible(object: { visibleAt: number }): boolean;
  /** When what is made now is seen by token endpoint and Graph. */
  visibleFrom(): number;
}

interface Deps {
  durable: Durable;
  clock: Clock;
  random: Random;
  /** Entra's delay between a write and its being seen, in milliseconds. */
  visibilityDelay?: () => number;
}

const tables = `
  CREATE TABLE IF NOT EXISTS directory_object (
    id TEXT PRIMARY KEY COLLATE NOCASE, kind TEXT NOT NULL, appId TEXT COLLATE NOCASE, name TEXT COLLATE NOCASE,
    displayName TEXT NOT NULL COLLATE NOCASE, createdAt INTEGER NOT NULL, visibleAt INTEGER NOT NULL, deletedAt INTEGER,
    members TEXT NOT NULL) STRICT;
  CREATE UNIQUE INDEX IF NOT EXISTS directory_object_app ON directory_object (kind, appId) WHERE deletedAt IS NULL;
  CREATE UNIQUE INDEX IF NOT EXISTS directory_object_key ON directory_object (name) WHERE deletedAt IS NULL;
  CREATE INDEX IF NOT EXISTS directory_object_display ON directory_object (kind, displayName);
`;

const select = "SELECT rowid AS place, * FROM directory_object";

interface Stored extends Record<string, unknown> {
  appId: string | null;
  name: string | null;
  deletedAt: number | null;
  members: string;
}

const read = (row: unknown): DirectoryObject | undefined => {
  if (row === undefined) return undefined;
  const { appId, name, deletedAt, members, ...rest } = row as Stored;
  return {
    ...(rest as unknown as Pick<DirectoryObject, "id" | "place" | "kind" | "displayName" | "createdAt" | "visibleAt">),
    ...(appId === null ? {} : { appId }),
    ...(name === null ? {} : { name }),
    ...(deletedAt === null ? {} : { deletedAt }),
    members: JSON.parse(members) as Members,
  };
};

/** Opens the objects in the emulator's durable state. */
export function openObjects({ durable, clock, random, visibilityDelay = () => 0 }: Deps): Objects {
  const { database } = durable;
  database.exec(tables);
  const byId = database.prepare(`${select} WHERE id = ? AND deletedAt IS NULL`);
  const byIdDeleted = database.prepare(`${select} WHERE id = ? AND deletedAt IS NOT NULL`);
  const byApp = database.prepare(`${select} WHERE kind = ? AND appId = ? AND deletedAt IS NULL`);
  const byName = database.prepare(`${select} WHERE name = ? AND deletedAt IS NULL`);
  const insert = database.prepare("INSERT INTO directory_object VALUES (?, ?, ?, ?, ?, ?, ?, NULL, ?)");
  const update = database.prepare("UPDATE directory_object SET name = ?, displayName = ?, members = ? WHERE id = ?");
  const rename = database.prepare("UPDATE directory_object SET name = ? WHERE id = ?");
  const setDeleted = database.prepare("UPDATE directory_object SET deletedAt = ? WHERE id = ?");
  const purge = database.prepare("DELETE FROM directory_object WHERE id = ?");
  const get = (id: string) => read(byId.get(id));
  const visibleFrom = () => {
    const delay = visibilityDelay();
    // At once is at once: nobody vanishes when the machine's clock is set back.
    return delay <= 0 ? 0 : clock.now() + delay;
  };
  return {
    get,
    byAppId: (kind, appId) => read(byApp.get(kind, appId)),
    byName: (name) => read(byName.get(name)),
    add: ({ kind, id = random.uuid(), appId, name, displayName, members = {} }) => {
      const now = clock.now();
      insert.run(id, kind, appId ?? null, name ?? null, displayName, now, visibleFrom(), JSON.stringify(members));
      return get(id) as DirectoryObject;
    },
    list: function* (kind, narrowing = {}, { deleted = false, after = 0 } = {}) {
      const columns = Object.entries(narrowing);
      const where = columns.map(([column]) => ` AND ${column} = ?`).join("");
      const statement = database.prepare(
        `${select} WHERE kind = ? AND rowid > ? AND deletedAt IS ${deleted ? "NOT " : ""}NULL${where} ORDER BY rowid`,
      );
      for (const row of statement.iterate(kind, after, ...columns.map(([, value]) => value)))
        yield read(row) as DirectoryObject;
    },
    change: (id, { name, displayName, members }) => {
      const present = get(id);
      if (present === undefined) return;
      const text = JSON.stringify(members ?? present.members);
      update.run(name ?? present.name ?? null, displayName ?? present.displayName, text, id);
    },
    rename: (id, name) => void rename.run(name, id),
    remove: (id) => void setDeleted.run(clock.now(), id),
    getDeleted: (id) => read(byIdDeleted.get(id)),
    restore: (id) => void setDeleted.run(null, id),
    purge: (id) => void purge.run(id),
    isVisible: ({ visibleAt }) => visibleAt <= clock.now(),
    visibleFrom,
  };
}
