import type { Durable } from "../state/durable.ts";

/** A resource of our provider as ARM remembers it. */
export interface Tracked {
  id: string;
  type: string;
  name: string;
  location: string;
  tags: Readonly<Record<string, string>>;
  /** Whether it exists only the provider knows: a PUT was sent whose answer has not come, or a DELETE was accepted. */
  unsure: boolean;
}

/** ARM's own index of the resources that a provider has confirmed; durable. Ids compare ignoring case. */
export interface TrackedResources {
  find(id: string): Tracked | undefined;
  /** In a subscription or, when `scope` is the id of one, in a group. */
  list(scope: string): Tracked[];
  /** It exists. */
  put(resource: Omit<Tracked, "unsure">): void;
  /** It may come to exist: kept before the PUT is sent, so that one whose answer is lost is not forgotten. */
  expect(resource: Omit<Tracked, "unsure">): void;
  /** It may cease to exist. */
  doubt(id: string): void;
  remove(id: string): void;
}

const table = `
  CREATE TABLE IF NOT EXISTS arm_tracked (
    key TEXT PRIMARY KEY, id TEXT NOT NULL, type TEXT NOT NULL, name TEXT NOT NULL, location TEXT NOT NULL,
    tags TEXT NOT NULL, unsure INTEGER NOT NULL) STRICT;
`;

type Row = Omit<Tracked, "tags" | "unsure"> & { tags: string; unsure: number };

const read = ({ id, type, name, location, tags, unsure }: Row): Tracked => ({
  id,
  type,
  name,
  location,
  tags: JSON.parse(tags) as Tracked["tags"],
  unsure: unsure === 1,
});

export function openTracked({ database }: Durable): TrackedResources {
  database.exec(table);
  const one = database.prepare("SELECT * FROM arm_tracked WHERE key = ?");
  const below = database.prepare("SELECT * FROM arm_tracked WHERE key >= ? AND key < ? ORDER BY key");
  const insert = database.prepare(
    `INSERT INTO arm_tracked VALUES (?, ?, ?, ?, ?, ?, 0)
     ON CONFLICT (key) DO UPDATE SET location = excluded.location, tags = excluded.tags, unsure = 0`,
  );
  const expect = database.prepare("INSERT INTO arm_tracked VALUES (?, ?, ?, ?, ?, ?, 1) ON CONFLICT (key) DO NOTHING");
  const mark = database.prepare("UPDATE arm_tracked SET unsure = 1 WHERE key = ?");
  const remove = database.prepare("DELETE FROM arm_tracked WHERE key = ?");
  const key = (id: string) => id.toLowerCase();
  return {
    find: (id) => {
      const row = one.get(key(id)) as Row | undefined;
      return row === undefined ? undefined : read(row);
    },
    list: (scope) => (below.all(`${key(scope)}/`, `${key(scope)}0`) as unknown as Row[]).map(read),
    put: ({ id, type, name, location, tags }) =>
      void insert.run(key(id), id, type, name, location, JSON.stringify(tags)),
    expect: ({ id, type, name, location, tags }) =>
      void expect.run(key(id), id, type, name, location, JSON.stringify(tags)),
    doubt: (id) => void mark.run(key(id)),
    remove: (id) => void remove.run(key(id)),
  };
}
