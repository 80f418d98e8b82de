import { DatabaseSync } from "node:sqlite";

/** The emulator's own durable state: one SQLite file. What a call has changed is on its way to disk in one transaction before the call is answered. */
export interface Durable extends Disposable {
  readonly database: DatabaseSync;
  /** Runs `work` in one transaction: all of its writes, or on a throw none. Nested calls join the outer one. */
  transaction<Result>(work: () => Result): Result;
  /** Runs `work` inside the transaction that is open: on a throw its own writes are undone, and the transaction goes on. */
  savepoint<Result>(work: () => Result): Result;
}

/** Opens (or creates) the file at `path`; ":memory:" for tests. Survives kill -9: WAL, and every commit reaches the kernel before it returns. */
export function openDurable(path: string): Durable {
  const database = new DatabaseSync(path);
  database.exec(
    "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON; PRAGMA busy_timeout=2000;",
  );
  let depth = 0;
  let savepoints = 0;
  return {
    database,
    transaction: (work) => {
      if (depth > 0) return work();
      database.exec("BEGIN IMMEDIATE");
      depth++;
      try {
        const result = work();
        database.exec("COMMIT");
        return result;
      } catch (error) {
        // A full disk has ended the transaction itself; a second end would be told in the place of the reason.
        if (database.isTransaction) database.exec("ROLLBACK");
        throw error;
      } finally {
        depth--;
      }
    },
    savepoint: (work) => {
      if (depth === 0) throw new Error("a savepoint lies inside a transaction");
      const name = `inner_${++savepoints}`;
      database.exec(`SAVEPOINT ${name}`);
      try {
        return work();
      } catch (error) {
        if (database.isTransaction) database.exec(`ROLLBACK TO ${name}`);
        throw error;
      } finally {
        if (database.isTransaction) database.exec(`RELEASE ${name}`);
      }
    },
    [Symbol.dispose]: () => database.close(),
  };
}
