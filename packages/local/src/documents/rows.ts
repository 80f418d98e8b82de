import type { Durable } from "../state/durable.ts";
import type { Doc } from "./document.ts";

/** A resource as it is kept. Keys are ids in lower case; the id keeps the casing of the first PUT (ARM-URI-03). */
export interface Row {
  key: string;
  id: string;
  /** Lower case. */
  type: string;
  name: string;
  /** Key of what it lies in: its group, its parent resource, or the scope it extends. */
  owner: string;
  /** Key of its resource group; empty outside of groups. */
  group: string;
  /** Lower case; empty at tenant scope. */
  subscription: string;
  location: string;
  etag: string;
  /** provisioningState. */
  state: string;
  /** The resource as GET answers it, less provisioningState, etags and back references. */
  body: Doc;
  createdAt: number;
  changedAt: number;
}

/** One place where a resource names another. */
export interface Link {
  /** Key of the resource that holds it. */
  source: string;
  /** Index into the references of the source's type. */
  reference: number;
  /** Id of the innermost named part that holds it, or of the resource itself. */
  holder: string;
  /** Lower-case id of what is named. */
  target: string;
}

/** A private address taken in a subnet. */
export interface Lease {
  subnet: string;
  address: string;
  source: string;
  holder: string;
}

const schema = `
  CREATE TABLE IF NOT EXISTS arm_resources (
    key TEXT PRIMARY KEY, id TEXT NOT NULL, type TEXT NOT NULL, name TEXT NOT NULL, owner TEXT NOT NULL,
    grp TEXT NOT NULL, sub TEXT NOT NULL, location TEXT NOT NULL, etag TEXT NOT NULL, state TEXT NOT NULL,
    body TEXT NOT NULL, created INTEGER NOT NULL, changed INTEGER NOT NULL) WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS arm_resources_owner ON arm_resources (owner, type, key);
  CREATE INDEX IF NOT EXISTS arm_resources_group ON arm_resources (grp, key);
  CREATE INDEX IF NOT EXISTS arm_resources_type ON arm_resources (sub, type, key);
  CREATE INDEX IF NOT EXISTS arm_resources_all_of_type ON arm_resources (type);
  CREATE TABLE IF NOT EXISTS arm_links (
    source TEXT NOT NULL, reference INTEGER NOT NULL, holder TEXT NOT NULL, target TEXT NOT NULL,
    PRIMARY KEY (source, reference, holder, target)) WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS arm_links_target ON arm_links (target);
  CREATE TABLE IF NOT EXISTS arm_leases (
    subnet TEXT NOT NULL, address TEXT NOT NULL, source TEXT NOT NULL, holder TEXT NOT NULL,
    PRIMARY KEY (subnet, address)) WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS arm_leases_source ON arm_leases (source);
  CREATE TABLE IF NOT EXISTS arm_values (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
`;

const columns = "key, id, type, name, owner, grp, sub, location, etag, state, body, created, changed";

type Kept = Record<string, string | number>;
const fromKept = (kept: Kept): Row => ({
  key: String(kept["key"]),
  id: String(kept["id"]),
  type: String(kept["type"]),
  name: String(kept["name"]),
  owner: String(kept["owner"]),
  group: String(kept["grp"]),
  subscription: String(kept["sub"]),
  location: String(kept["location"]),
  etag: String(kept["etag"]),
  state: String(kept["state"]),
  body: JSON.parse(String(kept["body"])) as Doc,
  createdAt: Number(kept["created"]),
  changedAt: Number(kept["changed"]),
});

/** Everything below `key`: its parts and children. Slash is 0x2f, so that 0x30 bounds the range. */
const below = (key: string): readonly [string, string] => [`${key}/`, `${key}0`];

/** The emulator's resources on disk. Every write happens inside a transaction of `Durable`. */
export class Rows {
  readonly #durable: Durable;
  /** Grows with every write, so that what was rendered before can be told from what is true now. */
  revision = 0;
  readonly #watchers = new Set<(key: string) => void>();

  constructor(durable: Durable) {
    this.#durable = durable;
    durable.database.exec(schema);
  }

  /** Tells of each row that is written, inside of its transaction: it may yet be undone. Returns how to stop. */
  watch(written: (key: string) => void): () => void {
    this.#watchers.add(written);
    return () => this.#watchers.delete(written);
  }

  /** The transaction that is open, whose writes may yet be undone. */
  get transactionNumber(): number | undefined {
    return this.#durable.transactionNumber;
  }

  #written(key: string): void {
    this.revision++;
    for (const written of this.#watchers) written(key);
  }

  get(key: string): Row | undefined {
    const kept = this.#durable.statement(`SELECT ${columns} FROM arm_resources WHERE key = ?`).get(key) as
      | Kept
      | undefined;
    return kept === undefined ? undefined : fromKept(kept);
  }

  has(key: string): boolean {
    return this.#durable.statement("SELECT 1 FROM arm_resources WHERE key = ?").get(key) !== undefined;
  }

  put(row: Row): void {
    this.#written(row.key);
    this.#durable
      .statement(`INSERT OR REPLACE INTO arm_resources (${columns}) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?)`)
      .run(
        row.key,
        row.id,
        row.type,
        row.name,
        row.owner,
        row.group,
        row.subscription,
        row.location,
        row.etag,
        row.state,
        JSON.stringify(row.body),
        row.createdAt,
        row.changedAt,
      );
  }

  setState(key: string, state: string, etag: string): void {
    this.#written(key);
    this.#durable.statement("UPDATE arm_resources SET state = ?, etag = ? WHERE key = ?").run(state, etag, key);
  }

  setEtag(key: string, etag: string): void {
    this.revision++;
    this.#durable.statement("UPDATE arm_resources SET etag = ? WHERE key = ?").run(etag, key);
  }

  remove(key: string): void {
    this.#written(key);
    this.#durable.statement("DELETE FROM arm_resources WHERE key = ?").run(key);
    this.#durable.statement("DELETE FROM arm_links WHERE source = ?").run(key);
    this.#durable.statement("DELETE FROM arm_leases WHERE source = ?").run(key);
  }

  /** What lies directly in `owner`, of one type or of all, after the key `after`. */
  inside(owner: string, type: string | undefined, after: string, limit: number): Row[] {
    const kept =
      type === undefined
        ? this.#durable
            .statement(`SELECT ${columns} FROM arm_resources WHERE owner = ? AND key > ? ORDER BY key LIMIT ?`)
            .all(owner, after, limit)
        : this.#durable
            .statement(
              `SELECT ${columns} FROM arm_resources WHERE owner = ? AND type = ? AND key > ? ORDER BY key LIMIT ?`,
            )
            .all(owner, type, after, limit);
    return (kept as Kept[]).map(fromKept);
  }

  /** What lies in a resource group, whatever its type, after the key `after`. */
  inGroup(group: string, after: string, limit: number): Row[] {
    return (
      this.#durable
        .statement(`SELECT ${columns} FROM arm_resources WHERE grp = ? AND key > ? ORDER BY key LIMIT ?`)
        .all(group, after, limit) as Kept[]
    ).map(fromKept);
  }

  /** What lies in a subscription, of one type or of all, after the key `after`. */
  inSubscription(subscription: string, type: string | undefined, after: string, limit: number): Row[] {
    if (type !== undefined)
      return (
        this.#durable
          .statement(`SELECT ${columns} FROM arm_resources WHERE sub = ? AND type = ? AND key > ? ORDER BY key LIMIT ?`)
          .all(subscription, type, after, limit) as Kept[]
      ).map(fromKept);
    // One lower bound only: of two, SQLite may search by the wrong one.
    const [first, end] = below(`/subscriptions/${subscription}`);
    return (
      this.#durable
        .statement(`SELECT ${columns} FROM arm_resources WHERE key > ? AND key < ? ORDER BY key LIMIT ?`)
        .all(after > first ? after : first, end, limit) as Kept[]
    ).map(fromKept);
  }

  /** All there are of a type. */
  ofType(type: string): Row[] {
    return (this.#durable.statement(`SELECT ${columns} FROM arm_resources WHERE type = ?`).all(type) as Kept[]).map(
      fromKept,
    );
  }

  /** How many resources of a namespace a subscription has; what belongs to another resource is not counted. */
  countOf(subscription: string, namespace: string): number {
    const [first, end] = below(namespace.toLowerCase());
    const { n } = this.#durable
      .statement(
        "SELECT count(*) AS n FROM arm_resources WHERE sub = ? AND type >= ? AND type < ? AND instr(substr(type, ?), '/') = 0",
      )
      .get(subscription, first, end, namespace.length + 2) as { n: number };
    return n;
  }

  /** Everything below a key, children before parents. */
  beneath(key: string): Row[] {
    return (
      this.#durable
        .statement(`SELECT ${columns} FROM arm_resources WHERE key >= ? AND key < ? ORDER BY key DESC`)
        .all(...below(key)) as Kept[]
    ).map(fromKept);
  }

  /** Replaces what `source` names; answers the targets that were gained or lost. */
  setLinks(source: string, links: readonly Link[]): string[] {
    const before = this.linksFrom(source);
    const mark = (link: Link) => `${link.reference} ${link.holder} ${link.target}`;
    const old = new Map(before.map((link) => [mark(link), link]));
    const changed: string[] = [];
    for (const link of links) {
      if (old.delete(mark(link))) continue;
      changed.push(link.target);
      this.#durable
        .statement("INSERT OR IGNORE INTO arm_links (source, reference, holder, target) VALUES (?,?,?,?)")
        .run(source, link.reference, link.holder, link.target);
    }
    for (const link of old.values()) {
      changed.push(link.target);
      this.#durable
        .statement("DELETE FROM arm_links WHERE source = ? AND reference = ? AND holder = ? AND target = ?")
        .run(source, link.reference, link.holder, link.target);
    }
    if (changed.length > 0) this.revision++;
    return changed;
  }

  linksFrom(source: string): Link[] {
    return this.#durable
      .statement("SELECT source, reference, holder, target FROM arm_links WHERE source = ?")
      .all(source) as unknown as Link[];
  }

  /** Who names `key` or one of its parts. */
  linksTo(key: string): Link[] {
    const sql =
      "SELECT source, reference, holder, target FROM arm_links WHERE target = ? OR (target >= ? AND target < ?)";
    return this.#durable.statement(sql).all(key, ...below(key)) as unknown as Link[];
  }

  leases(subnet: string): Lease[] {
    return this.#durable
      .statement("SELECT subnet, address, source, holder FROM arm_leases WHERE subnet = ?")
      .all(subnet) as unknown as Lease[];
  }

  leasesOf(source: string): Lease[] {
    return this.#durable
      .statement("SELECT subnet, address, source, holder FROM arm_leases WHERE source = ?")
      .all(source) as unknown as Lease[];
  }

  setLeases(source: string, leases: readonly Lease[]): void {
    this.#durable.statement("DELETE FROM arm_leases WHERE source = ?").run(source);
    for (const lease of leases)
      this.#durable
        .statement("INSERT INTO arm_leases (subnet, address, source, holder) VALUES (?,?,?,?)")
        .run(lease.subnet, lease.address, source, lease.holder);
  }

  value(name: string): string | undefined {
    const kept = this.#durable.statement("SELECT value FROM arm_values WHERE name = ?").get(name) as
      | { value: string }
      | undefined;
    return kept?.value;
  }

  setValue(name: string, value: string): void {
    this.#durable.statement("INSERT OR REPLACE INTO arm_values (name, value) VALUES (?,?)").run(name, value);
  }
}
