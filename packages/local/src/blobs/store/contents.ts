import type { DatabaseSync } from "node:sqlite";
import { setImmediate } from "node:timers/promises";
import type { Durable } from "../../state/durable.ts";
import type { Piece } from "./record.ts";

/** Bytes are kept in rows of this size, so that a range is read without the rest. */
const chunkBytes = 1024 * 1024;
/** After so many the event loop gets a turn. */
const chunksATurn = 4;

/** Bytes on disk, written once and shared by whoever has them: blocks, blobs, snapshots, copies. */
export class Contents {
  readonly #durable: Durable;
  readonly #database: DatabaseSync;

  constructor(durable: Durable) {
    this.#durable = durable;
    this.#database = durable.database;
    this.#database.exec(`
      CREATE TABLE IF NOT EXISTS content (id INTEGER PRIMARY KEY AUTOINCREMENT, size INTEGER NOT NULL) STRICT;
      CREATE TABLE IF NOT EXISTS chunk (
        content INTEGER NOT NULL, position INTEGER NOT NULL, bytes BLOB NOT NULL, PRIMARY KEY (content, position)) STRICT;
    `);
  }

  /**
   * Writes bytes and commits what has them, all or nothing. Large ones go before that in several turns, so that others are served
   * meanwhile; what a killed process left of them is worth nothing, and swept at the next start.
   */
  async with<Result>(bytes: Uint8Array, work: (content: number) => Result): Promise<Result> {
    const turns = Math.ceil(bytes.byteLength / (chunkBytes * chunksATurn));
    if (turns <= 1) return this.#durable.transaction(() => work(this.#write(this.#begin(bytes), bytes, 0)));
    const id = this.#durable.transaction(() => this.#begin(bytes));
    for (let turn = 0; turn < turns; turn++) {
      if (turn > 0) await setImmediate();
      this.#durable.transaction(() => this.#write(id, bytes, turn));
    }
    try {
      return this.#durable.transaction(() => work(id));
    } catch (error) {
      this.#durable.transaction(() => this.remove([id]));
      throw error;
    }
  }

  #begin(bytes: Uint8Array): number {
    const insert = this.#database.prepare("INSERT INTO content (size) VALUES (?)");
    return Number(insert.run(bytes.byteLength).lastInsertRowid);
  }

  /** Writes what belongs to one turn. */
  #write(id: number, bytes: Uint8Array, turn: number): number {
    const insert = this.#database.prepare("INSERT INTO chunk VALUES (?, ?, ?)");
    const last = Math.min((turn + 1) * chunksATurn, Math.ceil(bytes.byteLength / chunkBytes));
    for (let position = turn * chunksATurn; position < last; position++)
      insert.run(id, position, bytes.subarray(position * chunkBytes, (position + 1) * chunkBytes));
    return id;
  }

  /** A stretch of pieces laid end to end. */
  read(pieces: readonly Piece[], offset: number, length: number): Buffer {
    const out = Buffer.allocUnsafe(length);
    const select = this.#database.prepare(
      "SELECT position, bytes FROM chunk WHERE content = ? AND position BETWEEN ? AND ? ORDER BY position",
    );
    let start = 0;
    for (const { content, size } of pieces) {
      const from = Math.max(offset, start) - start;
      const to = Math.min(offset + length, start + size) - start;
      if (from < to) {
        const rows = select.all(content, Math.floor(from / chunkBytes), Math.floor((to - 1) / chunkBytes));
        for (const { position, bytes } of rows as { position: number; bytes: Uint8Array }[]) {
          const at = position * chunkBytes;
          const first = Math.max(from - at, 0);
          const part = bytes.subarray(first, Math.min(to - at, bytes.byteLength));
          out.set(part, start + at + first - offset);
        }
      }
      start += size;
    }
    return out;
  }

  /** Forgets contents. Runs inside a transaction. */
  remove(ids: Iterable<number>): void {
    const chunks = this.#database.prepare("DELETE FROM chunk WHERE content = ?");
    const content = this.#database.prepare("DELETE FROM content WHERE id = ?");
    for (const id of ids) {
      chunks.run(id);
      content.run(id);
    }
  }
}
