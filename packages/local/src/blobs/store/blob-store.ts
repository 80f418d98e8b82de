import type { Durable } from "../../state/durable.ts";
import { Contents } from "./contents.ts";
import type { BlobRecord, Piece } from "./record.ts";

const schema = `
  CREATE TABLE IF NOT EXISTS blob (
    container TEXT NOT NULL, name TEXT NOT NULL, snapshot TEXT NOT NULL, record TEXT NOT NULL,
    PRIMARY KEY (container, name, snapshot)) STRICT, WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS piece (
    container TEXT NOT NULL, name TEXT NOT NULL, snapshot TEXT NOT NULL, position INTEGER NOT NULL,
    id TEXT NOT NULL, content INTEGER NOT NULL, size INTEGER NOT NULL,
    PRIMARY KEY (container, name, snapshot, position)) STRICT, WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS piece_content ON piece (content);
  CREATE TABLE IF NOT EXISTS staged (
    container TEXT NOT NULL, name TEXT NOT NULL, id TEXT NOT NULL, content INTEGER NOT NULL, size INTEGER NOT NULL,
    seq INTEGER NOT NULL, PRIMARY KEY (container, name, id)) STRICT, WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS staged_content ON staged (content);
  CREATE TABLE IF NOT EXISTS note (place TEXT NOT NULL, name TEXT NOT NULL, value TEXT NOT NULL,
    PRIMARY KEY (place, name)) STRICT, WITHOUT ROWID;
`;

/** Where a blob lies. */
export type BlobPlace = Pick<BlobRecord, "container" | "name" | "snapshot">;

/**
 * Blobs on disk. A write is there when the call that made it returns, after a loss of power too: every commit is synced. Writes happen
 * inside {@link transaction}; bytes are added before it.
 */
export class BlobStore {
  readonly #durable: Durable;
  readonly contents: Contents;

  constructor(durable: Durable) {
    this.#durable = durable;
    const { database } = durable;
    database.exec("PRAGMA synchronous=FULL; PRAGMA journal_size_limit=67108864;");
    database.exec(schema);
    this.contents = new Contents(durable);
  }

  transaction<Result>(work: () => Result): Result {
    return this.#durable.transaction(work);
  }

  /** What stands at a place, uncommitted blobs too. */
  get({ container, name, snapshot }: BlobPlace): BlobRecord | undefined {
    const kept = this.#durable
      .statement("SELECT record FROM blob WHERE container = ? AND name = ? AND snapshot = ?")
      .get(container, name, snapshot) as { record: string } | undefined;
    return kept === undefined ? undefined : (JSON.parse(kept.record) as BlobRecord);
  }

  /** Writes what a blob says of itself; its bytes stay. */
  put(record: BlobRecord): void {
    this.#durable
      .statement("INSERT OR REPLACE INTO blob VALUES (?,?,?,?)")
      .run(record.container, record.name, record.snapshot, JSON.stringify(record));
  }

  pieces({ container, name, snapshot }: BlobPlace): Piece[] {
    return this.#durable
      .statement(
        "SELECT id, content, size FROM piece WHERE container = ? AND name = ? AND snapshot = ? ORDER BY position",
      )
      .all(container, name, snapshot) as unknown as Piece[];
  }

  /** Gives a blob other bytes; those that nobody has any more are forgotten. */
  setPieces({ container, name, snapshot }: BlobPlace, pieces: readonly Piece[]): void {
    const former = this.pieces({ container, name, snapshot });
    this.#durable
      .statement("DELETE FROM piece WHERE container = ? AND name = ? AND snapshot = ?")
      .run(container, name, snapshot);
    const insert = this.#durable.statement("INSERT INTO piece VALUES (?,?,?,?,?,?,?)");
    pieces.forEach(({ id, content, size }, position) => {
      insert.run(container, name, snapshot, position, id, content, size);
    });
    this.forgetUnused(former.map((one) => one.content));
  }

  appendPiece({ container, name, snapshot }: BlobPlace, position: number, { id, content, size }: Piece): void {
    this.#durable
      .statement("INSERT INTO piece VALUES (?,?,?,?,?,?,?)")
      .run(container, name, snapshot, position, id, content, size);
  }

  /** Removes a blob or a snapshot with its bytes. */
  remove(place: BlobPlace): void {
    this.setPieces(place, []);
    const { container, name, snapshot } = place;
    this.#durable
      .statement("DELETE FROM blob WHERE container = ? AND name = ? AND snapshot = ?")
      .run(container, name, snapshot);
    if (snapshot === "") this.unstage(container, name);
  }

  snapshots(container: string, name: string): BlobRecord[] {
    return (
      this.#durable
        .statement("SELECT record FROM blob WHERE container = ? AND name = ? AND snapshot > '' ORDER BY snapshot")
        .all(container, name) as { record: string }[]
    ).map((kept) => JSON.parse(kept.record) as BlobRecord);
  }

  /** Blocks that were sent and not committed, in the order they came. */
  staged(container: string, name: string): Piece[] {
    return this.#durable
      .statement("SELECT id, content, size FROM staged WHERE container = ? AND name = ? ORDER BY seq")
      .all(container, name) as unknown as Piece[];
  }

  /** Keeps a block until it is committed; one of the same id before it is forgotten. */
  stage(container: string, name: string, { id, content, size }: Piece): void {
    const former = this.#durable
      .statement("SELECT content FROM staged WHERE container = ? AND name = ? AND id = ?")
      .get(container, name, id) as { content: number } | undefined;
    this.#durable
      .statement(
        `INSERT OR REPLACE INTO staged VALUES (?1, ?2, ?3, ?4, ?5,
        (SELECT coalesce(max(seq), 0) + 1 FROM staged WHERE container = ?1 AND name = ?2))`,
      )
      .run(container, name, id, content, size);
    if (former !== undefined) this.forgetUnused([former.content]);
  }

  unstage(container: string, name: string): void {
    const former = this.staged(container, name);
    this.#durable.statement("DELETE FROM staged WHERE container = ? AND name = ?").run(container, name);
    this.forgetUnused(former.map((one) => one.content));
  }

  /** Blobs by name, then snapshots before the blob they are of, after a place; `prefix` bounds the names. */
  list(container: string, prefix: string, after: { name: string; snapshot: string }, limit: number): BlobRecord[] {
    // Snapshots are dates, so that "~" comes after all of them: the blob itself is the last of its name.
    return (
      this.#durable
        .statement(
          `SELECT record FROM blob WHERE container = ?1 AND name >= ?2 AND name < ?3
         AND (name, CASE snapshot WHEN '' THEN '~' ELSE snapshot END) > (?4, ?5)
         ORDER BY name, CASE snapshot WHEN '' THEN '~' ELSE snapshot END LIMIT ?6`,
        )
        .all(
          container,
          Buffer.compare(Buffer.from(prefix), Buffer.from(after.name)) < 0 ? after.name : prefix,
          `${prefix}${lastOfAll}`,
          after.name,
          after.snapshot,
          limit,
        ) as {
        record: string;
      }[]
    ).map((kept) => JSON.parse(kept.record) as BlobRecord);
  }

  /** Forgets contents that neither a blob nor a staged block has. */
  forgetUnused(contents: readonly number[]): void {
    if (contents.length === 0) return;
    const inBlob = this.#durable.statement("SELECT 1 FROM piece WHERE content = ? LIMIT 1");
    const inBlock = this.#durable.statement("SELECT 1 FROM staged WHERE content = ? LIMIT 1");
    this.contents.remove(
      new Set(contents.filter((id) => inBlob.get(id) === undefined && inBlock.get(id) === undefined)),
    );
  }

  /** A value beside the blobs: a container's lease and policies, an account's service properties. */
  note<Value>(place: string, name: string): Value | undefined {
    const kept = this.#durable.statement("SELECT value FROM note WHERE place = ? AND name = ?").get(place, name) as
      | { value: string }
      | undefined;
    return kept === undefined ? undefined : (JSON.parse(kept.value) as Value);
  }

  setNote(place: string, name: string, value: unknown): void {
    if (value === undefined) this.#durable.statement("DELETE FROM note WHERE place = ? AND name = ?").run(place, name);
    else this.#durable.statement("INSERT OR REPLACE INTO note VALUES (?,?,?)").run(place, name, JSON.stringify(value));
  }

  /** Removes everything of a container. */
  forgetContainer(container: string): void {
    const contents = this.#durable
      .statement("SELECT content FROM piece WHERE container = ?1 UNION SELECT content FROM staged WHERE container = ?1")
      .all(container) as { content: number }[];
    for (const table of ["blob", "piece", "staged"])
      this.#durable.statement(`DELETE FROM ${table} WHERE container = ?`).run(container);
    this.#durable.statement("DELETE FROM note WHERE place = ?").run(container);
    this.forgetUnused(contents.map((one) => one.content));
  }

  /** Containers of which anything is kept. */
  containers(): string[] {
    const kept = this.#durable
      .statement("SELECT DISTINCT container FROM blob UNION SELECT DISTINCT container FROM staged")
      .all();
    return (kept as { container: string }[]).map((one) => one.container);
  }

  /** Forgets contents that nothing has: what a killed process had not committed. Only at the start, since uploads under way have nothing yet. */
  forgetLost(): void {
    const lost = this.#durable
      .statement(
        `SELECT id FROM content WHERE NOT EXISTS (SELECT 1 FROM piece WHERE content = content.id)
       AND NOT EXISTS (SELECT 1 FROM staged WHERE content = content.id)`,
      )
      .all() as { id: number }[];
    this.contents.remove(lost.map((one) => one.id));
  }
}

/** Comes after every name with the same beginning. */
export const lastOfAll = "\u{10FFFF}";
