import type { DatabaseSync } from "node:sqlite";
import { setImmediate } from "node:timers/promises";
import type { Piece } from "./record.ts";

/** Bytes are kept in rows of this size, so that a range is read without the rest. */
const chunkBytes = 1024 * 1024;
/** After so many the event loop gets a turn. */
const chunksATurn = 4;

/** Bytes on disk, written once and shared by whoever has them: blocks, blobs, snapshots, copies. */
export class Contents {
  readonly #database: DatabaseSync;

  constructor(database: DatabaseSync) {
    this.#database = database;
    database.exec(`
      CREATE TABLE IF NOT EXISTS content (id INTEGER PRIMARY KEY AUTOINCREMENT, size INTEGER NOT NULL) STRICT;
      CREATE TABLE IF NOT EXISTS chunk (
        content INTEGER NOT NULL, position INTEGER NOT NULL, bytes BLOB NOT NULL, PRIMARY KEY (content, position)) STRICT;
    `);
  }

  /**
   * Writes bytes; they are worth nothing until something that was committed has them, and what a killed process left of them is swept at the
   * next start. Large ones in several turns, so that others are served meanwhile.
   */
  async add(bytes: Uint8Array): Promise<number> {
    const database = this.#database;
    const id = Number(database.prepare("INSERT INTO content (size) VALUES (?)").run(bytes.byteLength).lastInsertRowid);
    const insert = database.prepare("INSERT INTO chunk VALUES (?, ?, ?)");
    for (let position = 0; position * chunkBytes < bytes.byteLength; position++) {
      if (position > 0 && position % chunksATurn === 0) await setImmediate();
      insert.run(id, position, bytes.subarray(position * chunkBytes, (position + 1) * chunkBytes));
    }
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
