import { DatabaseSync } from "node:sqlite";
import { inUse, type Kept } from "./kept-texts.ts";
import { SortedKeys } from "./sorted-keys.ts";
import { Compacted, type Entry, type Store, type StoredEvent } from "./store.ts";

export interface SqliteStoreOptions {
  /** File of the database; `:memory:` keeps nothing. */
  path: string;
  /** How many changes are remembered for those who watch from an older version or page through a list. */
  history?: number;
}

/** The SQLite store, and what only its owner may do. */
export interface SqliteStore extends Store {
  /** Forgets the changes up to `version`, as etcd's compaction does. */
  compact(version: number): void;
}

const tables = `
  CREATE TABLE IF NOT EXISTS object (
    resource TEXT NOT NULL, key TEXT NOT NULL, version INTEGER NOT NULL, text TEXT NOT NULL,
    PRIMARY KEY (resource, key)) STRICT, WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS change (
    version INTEGER PRIMARY KEY, type TEXT NOT NULL, resource TEXT NOT NULL, key TEXT NOT NULL, text TEXT NOT NULL,
    before TEXT) STRICT;
  CREATE INDEX IF NOT EXISTS change_resource ON change (resource, version);
  CREATE TABLE IF NOT EXISTS counter (name TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT, WITHOUT ROWID;
`;

/**
 * Pages in the file's log before they are brought into the file, which waits for the disk, and everybody for it: with SQLite's own 1000, 2 s of
 * waiting in the 4000 changes of a cluster that is installed on a busy disk; with these, 0.3 s.
 */
const logPages = 4_000;

interface Shelf {
  resource: string;
  keys: SortedKeys;
  entries: Map<string, HeldEntry>;
  listeners: Set<(event: StoredEvent) => void>;
  file: File;
}

/** What an entry asks of its file. */
interface File {
  /** The text of an object that was not written since. */
  read(resource: string, key: string): string;
  /** Whether the file has what was written up to this version. */
  has(version: number): boolean;
}

/** An entry whose text is in memory while it is in use, and in the file always. */
class HeldEntry implements Entry, Kept {
  readonly key: string;
  readonly version: number;
  asked = -1;
  readonly #shelf: Shelf;
  #text: string | undefined;

  /** Without a text it is read when it is asked for. */
  constructor(shelf: Shelf, key: string, version: number, text: string | undefined) {
    this.#shelf = shelf;
    this.key = key;
    this.version = version;
    this.#text = text;
    if (text !== undefined) inUse(this, text.length);
  }

  get text(): string {
    const text = this.#text ?? this.#shelf.file.read(this.#shelf.resource, this.key);
    this.#text = text;
    inUse(this, text.length);
    return text;
  }

  letGo(): void {
    // Who still has an entry that is no longer this key's reads what it was.
    if (this.#shelf.entries.get(this.key) === this && this.#shelf.file.has(this.version)) this.#text = undefined;
  }
}

/**
 * Opens the store. Objects are written behind: what one turn of the event loop writes is one transaction, in which an object that was written
 * several times is kept once. Texts that nobody asked for of late, and the last changes, are read from the file when somebody does. A commit is in
 * the file's log, which outlives the process, not the machine (`synchronous=NORMAL`).
 */
export function openSqliteStore({ path, history = 10_000 }: SqliteStoreOptions): SqliteStore {
  const database = new DatabaseSync(path);
  database.exec(
    `PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA wal_autocheckpoint=${logPages}; PRAGMA cache_size=-512; ${tables}`,
  );
  const keep = database.prepare("INSERT OR REPLACE INTO object VALUES (?, ?, ?, ?)");
  const kept = database.prepare("SELECT text FROM object WHERE resource = ? AND key = ?");
  const forget = database.prepare("DELETE FROM object WHERE resource = ? AND key = ?");
  const forgetAll = database.prepare("DELETE FROM object WHERE resource = ?");
  const note = database.prepare("INSERT INTO change VALUES (?, ?, ?, ?, ?, ?)");
  const noted = database.prepare("SELECT * FROM change WHERE resource = ? AND version > ? ORDER BY version");
  const notedAt = database.prepare("SELECT text FROM change WHERE version = ?");
  const bring = database.prepare(
    `UPDATE change AS one SET before = (SELECT text FROM change WHERE version = CAST(substr(one.before, 2) AS INTEGER))
     WHERE before LIKE '#%' AND CAST(substr(before, 2) AS INTEGER) <= ?1 AND version > ?1`,
  );
  const trim = database.prepare("DELETE FROM change WHERE version <= ?");
  const begin = database.prepare("BEGIN");
  const end = database.prepare("COMMIT");
  const count = database.prepare("INSERT OR REPLACE INTO counter VALUES (?, ?)");
  const counters = new Map(
    database
      .prepare("SELECT name, value FROM counter")
      .all()
      .map((row) => [String(row["name"]), Number(row["value"])]),
  );
  // The first version is 1, so that 0 can mean any.
  let version = Math.max(
    1,
    counters.get("version") ?? 1,
    Number(database.prepare("SELECT max(version) AS last FROM change").get()?.["last"] ?? 0),
  );
  let oldest = counters.get("compacted") ?? 1;

  /** All up to this version is in the file. */
  let written = version;
  const file: File = {
    read: (resource, key) => {
      const row = kept.get(resource, key);
      if (row === undefined) throw new Error(`the file has no ${key} of ${resource}`);
      return String(row["text"]);
    },
    has: (at) => at <= written,
  };
  const shelves = new Map<string, Shelf>();
  const shelf = (resource: string): Shelf => {
    let found = shelves.get(resource);
    if (found === undefined) {
      found = { resource, keys: new SortedKeys(), entries: new Map(), listeners: new Set(), file };
      shelves.set(resource, found);
    }
    return found;
  };
  for (const row of database.prepare("SELECT resource, key, version FROM object ORDER BY resource, key").iterate()) {
    const on = shelf(String(row["resource"]));
    const key = String(row["key"]);
    on.entries.set(key, new HeldEntry(on, key, Number(row["version"]), undefined));
  }
  for (const one of shelves.values()) one.keys = new SortedKeys([...one.entries.keys()].sort());

  /** What was written and is not in the file yet, oldest first. */
  let unsettled: { event: StoredEvent; prior: number | undefined }[] = [];
  let isDue = false;
  let told = Promise.withResolvers<void>();
  const settle = (): void => {
    if (unsettled.length === 0 || !database.isOpen) return;
    const last = new Map<string, StoredEvent>();
    begin.run();
    try {
      for (const { event, prior } of unsettled) {
        const { type, resource, key, text, before } = event;
        // What was before is the text of an earlier change, as long as that is remembered.
        const earlier = prior !== undefined && prior > oldest ? `#${prior}` : before;
        note.run(event.version, type, resource, key, text, earlier ?? null);
        last.set(`${resource} ${key}`, event);
      }
      for (const { type, resource, key, text, version: at } of last.values())
        if (type === "DELETED") forget.run(resource, key);
        else keep.run(resource, key, at, text);
      end.run();
    } catch (error) {
      database.exec("ROLLBACK");
      throw error;
    }
    unsettled = [];
    written = version;
    told.resolve();
    told = Promise.withResolvers();
  };

  const compact = (to: number): void => {
    const upTo = Math.min(to, version);
    if (upTo <= oldest) return;
    settle();
    oldest = upTo;
    database.exec("BEGIN");
    count.run("version", version);
    count.run("compacted", oldest);
    bring.run(oldest);
    trim.run(oldest);
    database.exec("COMMIT");
  };

  const since = (resource: string, from: number): readonly StoredEvent[] => {
    if (from < oldest) throw new Compacted(oldest);
    if (from >= version) return [];
    settle();
    const textOf = (before: string): string =>
      before.startsWith("#") ? String(notedAt.get(Number(before.slice(1)))?.["text"]) : before;
    return noted.all(resource, from).map((row) => ({
      type: row["type"] as StoredEvent["type"],
      resource,
      key: String(row["key"]),
      version: Number(row["version"]),
      text: String(row["text"]),
      ...(row["before"] === null ? {} : { before: textOf(String(row["before"])) }),
    }));
  };

  /** What a resource held at an older version: what it holds now, with later changes taken back. */
  const heldAt = (resource: string, at: number): Map<string, Entry> => {
    const entries = new Map<string, Entry>(shelf(resource).entries);
    for (const { key, before } of [...since(resource, at)].reverse()) {
      if (before === undefined) entries.delete(key);
      else entries.set(key, { key, version: Number(JSON.parse(before).metadata?.resourceVersion ?? 0), text: before });
    }
    return entries;
  };

  const commit = (event: StoredEvent, prior: number | undefined): void => {
    if (!database.isOpen) throw new Error("the store is closed");
    version = event.version;
    unsettled.push({ event, prior });
    if (isDue) return;
    isDue = true;
    setImmediate(endOfTurn);
  };
  const endOfTurn = (): void => {
    isDue = false;
    try {
      settle();
    } catch {
      // The disk is full, or gone: who answers for one of these writes settles it first, and learns of it; the next write's turn tries again.
    }
  };
  const tell = (event: StoredEvent): void => {
    for (const listener of [...shelf(event.resource).listeners]) listener(event);
    if (version - oldest > history * 2) compact(version - history);
  };

  return {
    get version() {
      return version;
    },
    get: (resource, key) => shelves.get(resource)?.entries.get(key),
    *list(resource, { prefix = "", after = "", at } = {}) {
      const { keys, entries } = shelf(resource);
      if (at === undefined || at >= version) {
        for (const key of keys.range(prefix, after)) yield entries.get(key) as Entry;
        return;
      }
      const then = heldAt(resource, at);
      for (const key of new SortedKeys([...then.keys()].sort()).range(prefix, after)) yield then.get(key) as Entry;
    },
    count: (resource, prefix = "") => shelves.get(resource)?.keys.count(prefix) ?? 0,
    put: (resource, key, text) => {
      const on = shelf(resource);
      const { keys, entries } = on;
      const before = entries.get(key);
      const next = version + 1;
      const made = text(next);
      const event: StoredEvent = {
        type: before === undefined ? "ADDED" : "MODIFIED",
        resource,
        key,
        version: next,
        text: made,
        ...(before === undefined ? {} : { before: before.text }),
      };
      commit(event, before?.version);
      const entry = new HeldEntry(on, key, next, made);
      entries.set(key, entry);
      if (before === undefined) keys.add(key);
      tell(event);
      return entry;
    },
    remove: (resource, key, text) => {
      const { keys, entries } = shelf(resource);
      const before = entries.get(key);
      if (before === undefined) throw new Error(`${resource} has no ${key}`);
      const next = version + 1;
      const event: StoredEvent = {
        type: "DELETED",
        resource,
        key,
        version: next,
        text: text(next),
        before: before.text,
      };
      commit(event, before.version);
      entries.delete(key);
      keys.delete(key);
      tell(event);
      return { key, version: next, text: event.text };
    },
    drop: (resource) => {
      settle();
      forgetAll.run(resource);
      const dropped = shelf(resource);
      dropped.entries.clear();
      dropped.keys = new SortedKeys();
    },
    since,
    subscribe: (resource, listener) => {
      const { listeners } = shelf(resource);
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
    compact,
    settle,
    settled: () => (unsettled.length === 0 ? Promise.resolve() : told.promise),
    close: () => {
      if (!database.isOpen) return;
      settle();
      database.close();
    },
  };
}
