import { existsSync, statSync } from "node:fs";
import { dirname } from "node:path";
import { DatabaseSync, type StatementSync } from "node:sqlite";
import { DatabaseUnusable } from "./faults.ts";

/** A cluster fills one page, the operations and work items of five another (`placement.ts`). */
export const pageBytes = 8192;
/**
 * How much of the write-ahead log is carried over into the database at once: 4 MB. Pages that are written again and again, those of indexes
 * first of all, are carried over once; the thread that writes stands still while it happens, and soon everybody waits for it (decision 21).
 */
const logPages = 512;

/** One SQLite connection with its prepared statements by text. */
export class Connection {
  readonly path: string;
  readonly database: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();

  /** Opens the file, creating it when its folder stands. May throw SQLite's own errors, busy among them. */
  constructor(path: string) {
    this.path = path;
    // SQLite would take it for a temporary file.
    if (path === "") throw new TypeError("a database needs a path; the empty text is none");
    if (path !== ":memory:") {
      const folder = dirname(path);
      if (!existsSync(folder))
        throw new DatabaseUnusable(
          "missingFolder",
          `the folder ${folder} of the database does not exist; create it or choose another path`,
        );
      if (existsSync(path) && statSync(path).isDirectory())
        throw new DatabaseUnusable("notADatabase", `${path} is a folder, not a database; name a file in it`);
    }
    // Time-out 0: a busy database is waited for without blocking the event loop (architecture decision 3).
    this.database = new DatabaseSync(path, { timeout: 0 });
    try {
      // Of a new file; one that stands keeps its own.
      this.database.exec(`PRAGMA page_size=${pageBytes}`);
      const mode = this.database.prepare("PRAGMA journal_mode=WAL").get() as { journal_mode: string };
      if (path !== ":memory:" && mode.journal_mode !== "wal")
        throw new DatabaseUnusable(
          "cannotOpen",
          `the file system of ${path} cannot hold a write-ahead log; choose a local disk`,
        );
      // Commits reach the disk by `LogFlush`, before anybody is told of them.
      this.database.exec(
        `PRAGMA synchronous=NORMAL; PRAGMA wal_autocheckpoint=${logPages}; PRAGMA temp_store=MEMORY; PRAGMA cache_size=-16384;`,
      );
    } catch (error) {
      this.database.close();
      throw error;
    }
  }

  /** The prepared statement of this text; integers come as bigint, so that none is out of range. */
  prepare(sql: string): StatementSync {
    let statement = this.#statements.get(sql);
    if (statement === undefined) {
      statement = this.database.prepare(sql);
      statement.setReadBigInts(true);
      this.#statements.set(sql, statement);
    }
    return statement;
  }

  /** Path of the write-ahead log; undefined for a database in memory. */
  logPath(): string | undefined {
    const { file } = this.prepare("SELECT file FROM pragma_database_list WHERE name='main'").get() as { file: string };
    return file === "" ? undefined : `${file}-wal`;
  }

  /** Changes when, and only when, another connection has committed since the last call. */
  dataVersion(): bigint {
    return (this.prepare("PRAGMA data_version").get() as { data_version: bigint }).data_version;
  }

  close(): void {
    this.#statements.clear();
    this.database.close();
  }
}
