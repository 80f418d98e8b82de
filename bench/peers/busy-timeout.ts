import { DatabaseSync } from "node:sqlite";

/**
 * The plain way to write SQLite from several processes: one transaction a write, SQLite's own busy handler waiting inside the call.
 * Same file settings and same indexes as ours, so that only grouping and waiting differ.
 */
export class BusyTimeoutStore implements Disposable {
  readonly #database: DatabaseSync;
  constructor(path: string) {
    this.#database = new DatabaseSync(path, { timeout: 10_000 });
    this.#database.exec(`
      PRAGMA journal_mode=WAL;
      PRAGMA synchronous=FULL;
      CREATE TABLE IF NOT EXISTS documents (
        partition TEXT NOT NULL, id TEXT NOT NULL, version INTEGER NOT NULL, ts INTEGER NOT NULL, body TEXT NOT NULL,
        PRIMARY KEY (partition, id)
      ) STRICT;
      CREATE INDEX IF NOT EXISTS by_version ON documents(version);
      CREATE UNIQUE INDEX IF NOT EXISTS by_key ON documents(partition, json_extract(body,'$.key'));
    `);
  }

  /** Creates or replaces the document. */
  put(partition: string, document: { id: string }): void {
    this.#database.exec("BEGIN IMMEDIATE");
    this.#database
      .prepare(
        `INSERT INTO documents VALUES (?,?,(SELECT coalesce(max(version),0)+1 FROM documents),unixepoch(),?)
         ON CONFLICT DO UPDATE SET version=excluded.version, ts=excluded.ts, body=excluded.body`,
      )
      .run(partition, document.id, JSON.stringify(document));
    this.#database.exec("COMMIT");
  }

  [Symbol.dispose](): void {
    this.#database.close();
  }
}
