import type { Doc } from "../documents/document.ts";
import type { Durable } from "../state/durable.ts";
import type { VaultKind } from "./vault.ts";

/** One version of an object in a vault. */
export interface ObjectVersion {
  /** As it was written first. */
  name: string;
  /** 32 hexadecimal digits. */
  version: string;
  body: Doc;
}

/** A deletion that can be taken back. Times are milliseconds since the Unix epoch. */
export interface Deletion {
  deletedAt: number;
  /** From when it is done: it can be seen, recovered and purged. */
  doneAt: number;
  purgeAt: number;
  /** When it will have been recovered. */
  recoveredAt?: number;
}

/** Where an object lies. */
export interface Place {
  /** Of the vault. */
  instance: string;
  kind: VaultKind;
}

const schema = `
  CREATE TABLE IF NOT EXISTS vault_version (
    seq INTEGER PRIMARY KEY, instance TEXT NOT NULL, kind TEXT NOT NULL, name TEXT NOT NULL COLLATE NOCASE,
    version TEXT NOT NULL, body TEXT NOT NULL, UNIQUE (instance, kind, name, version)) STRICT;
  CREATE TABLE IF NOT EXISTS vault_deletion (
    instance TEXT NOT NULL, kind TEXT NOT NULL, name TEXT NOT NULL COLLATE NOCASE, deletion TEXT NOT NULL,
    PRIMARY KEY (instance, kind, name)) STRICT, WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS vault_setting (
    instance TEXT NOT NULL, name TEXT NOT NULL COLLATE NOCASE, value TEXT NOT NULL,
    PRIMARY KEY (instance, name)) STRICT, WITHOUT ROWID;
`;

type Kept = { name: string; version: string; body: string };
const fromKept = ({ name, version, body }: Kept): ObjectVersion => ({ name, version, body: JSON.parse(body) as Doc });

/** What lies in the vaults, in the durable state. Every write happens inside a transaction of `Durable`. */
export class VaultObjects {
  readonly #durable: Durable;

  constructor(durable: Durable) {
    this.#durable = durable;
    durable.database.exec(schema);
  }

  transaction<Result>(work: () => Result): Result {
    return this.#durable.transaction(work);
  }

  /** The newest version, deleted or not. */
  latest({ instance, kind }: Place, name: string): ObjectVersion | undefined {
    const kept = this.#durable
      .statement(
        "SELECT name, version, body FROM vault_version WHERE instance = ? AND kind = ? AND name = ? ORDER BY seq DESC LIMIT 1",
      )
      .get(instance, kind, name) as Kept | undefined;
    return kept === undefined ? undefined : fromKept(kept);
  }

  version({ instance, kind }: Place, name: string, version: string): ObjectVersion | undefined {
    const kept = this.#durable
      .statement(
        "SELECT name, version, body FROM vault_version WHERE instance = ? AND kind = ? AND name = ? AND version = ?",
      )
      .get(instance, kind, name, version) as Kept | undefined;
    return kept === undefined ? undefined : fromKept(kept);
  }

  /** Adds a version, or replaces what it says. */
  put({ instance, kind }: Place, { name, version, body }: ObjectVersion): void {
    this.#durable
      .statement(
        `INSERT INTO vault_version (instance, kind, name, version, body) VALUES (?,?,?,?,?)
       ON CONFLICT (instance, kind, name, version) DO UPDATE SET body = excluded.body`,
      )
      .run(instance, kind, name, version, JSON.stringify(body));
  }

  /** Every version, oldest first, after the version `after`. */
  versions({ instance, kind }: Place, name: string, after: string, limit: number): ObjectVersion[] {
    return (
      this.#durable
        .statement(
          `SELECT name, version, body FROM vault_version WHERE instance = ?1 AND kind = ?2 AND name = ?3
         AND seq > coalesce((SELECT seq FROM vault_version WHERE instance = ?1 AND kind = ?2 AND name = ?3 AND version = ?4), 0)
         ORDER BY seq LIMIT ?5`,
        )
        .all(instance, kind, name, after, limit) as Kept[]
    ).map(fromKept);
  }

  /** The newest version of each object after the name `after`; `deleted` picks between the two worlds. */
  newest({ instance, kind }: Place, after: string, limit: number, deleted: boolean): ObjectVersion[] {
    const not = deleted ? "" : "NOT";
    return (
      this.#durable
        .statement(
          `SELECT name, version, body FROM vault_version AS one WHERE instance = ?1 AND kind = ?2 AND name > ?3
         AND seq = (SELECT max(seq) FROM vault_version WHERE instance = ?1 AND kind = ?2 AND name = one.name)
         AND ${not} EXISTS (SELECT 1 FROM vault_deletion WHERE instance = ?1 AND kind = ?2 AND name = one.name)
         ORDER BY name LIMIT ?4`,
        )
        .all(instance, kind, after, limit) as Kept[]
    ).map(fromKept);
  }

  /** Forgets an object with all its versions. */
  remove({ instance, kind }: Place, name: string): void {
    this.#durable
      .statement("DELETE FROM vault_version WHERE instance = ? AND kind = ? AND name = ?")
      .run(instance, kind, name);
    this.setDeletion({ instance, kind }, name, undefined);
  }

  deletion({ instance, kind }: Place, name: string): Deletion | undefined {
    const kept = this.#durable
      .statement("SELECT deletion FROM vault_deletion WHERE instance = ? AND kind = ? AND name = ?")
      .get(instance, kind, name) as { deletion: string } | undefined;
    return kept === undefined ? undefined : (JSON.parse(kept.deletion) as Deletion);
  }

  deletions(instance: string): { kind: VaultKind; name: string; deletion: Deletion }[] {
    const kept = this.#durable
      .statement("SELECT kind, name, deletion FROM vault_deletion WHERE instance = ?")
      .all(instance) as {
      kind: VaultKind;
      name: string;
      deletion: string;
    }[];
    return kept.map((one) => ({ ...one, deletion: JSON.parse(one.deletion) as Deletion }));
  }

  setDeletion({ instance, kind }: Place, name: string, deletion: Deletion | undefined): void {
    if (deletion === undefined)
      this.#durable
        .statement("DELETE FROM vault_deletion WHERE instance = ? AND kind = ? AND name = ?")
        .run(instance, kind, name);
    else
      this.#durable
        .statement("INSERT OR REPLACE INTO vault_deletion VALUES (?,?,?,?)")
        .run(instance, kind, name, JSON.stringify(deletion));
  }

  /** A value of the vault that is no object of its own: contacts, issuers, a certificate's policy or pending operation. */
  setting(instance: string, name: string): Doc | undefined {
    const kept = this.#durable
      .statement("SELECT value FROM vault_setting WHERE instance = ? AND name = ?")
      .get(instance, name) as { value: string } | undefined;
    return kept === undefined ? undefined : (JSON.parse(kept.value) as Doc);
  }

  /** Settings whose names begin with `prefix`, by name. */
  settings(instance: string, prefix: string): { name: string; value: Doc }[] {
    const kept = this.#durable
      .statement(
        "SELECT name, value FROM vault_setting WHERE instance = ? AND substr(name, 1, length(?2)) = ?2 ORDER BY name",
      )
      .all(instance, prefix) as { name: string; value: string }[];
    return kept.map(({ name, value }) => ({ name, value: JSON.parse(value) as Doc }));
  }

  setSetting(instance: string, name: string, value: Doc | undefined): void {
    if (value === undefined)
      this.#durable.statement("DELETE FROM vault_setting WHERE instance = ? AND name = ?").run(instance, name);
    else
      this.#durable
        .statement("INSERT OR REPLACE INTO vault_setting VALUES (?,?,?)")
        .run(instance, name, JSON.stringify(value));
  }
}
