import { DatabaseSync, type StatementSync } from "node:sqlite";

/** The emulator's own durable state: one SQLite file. What a call has changed is on its way to disk in one transaction before the call is answered. */
export interface Durable extends Disposable {
  readonly database: DatabaseSync;
  /** A statement of this text, prepared the first time it is asked for. */
  statement(sql: string): StatementSync;
  /** Runs `work` in one transaction: all of its writes, or on a throw none. Nested calls join the outer one. */
  transaction<Result>(work: () => Result): Result;
  /** Which transaction is open, counted from the first; undefined when none is. */
  readonly transactionNumber: number | undefined;
  /** Runs `work` inside the transaction that is open: on a throw its own writes are undone, and the transaction goes on. */
  savepoint<Result>(work: () => Result): Result;
  /**
   * A number that grows with every write to a table and with every write that is undone, so that what was read before can be told from what is
   * true without asking SQLite. `which` is a condition on the written row, of which `ROW` stands for it.
   */
  writesTo(table: string, which?: string): () => number;
}

/** Pages in the file's log before they are brought into the file, for which everybody waits until the disk has them: more seldom than SQLite has it. */
const logPages = 4_000;

const rowOf = [
  ["INSERT", "NEW"],
  ["UPDATE", "NEW"],
  ["DELETE", "OLD"],
] as const;

/** Opens (or creates) the file at `path`; ":memory:" for tests. Survives kill -9: WAL, and every commit reaches the kernel before it returns. */
export function openDurable(path: string): Durable {
  const database = new DatabaseSync(path);
  database.exec(
    `PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA wal_autocheckpoint=${logPages}; PRAGMA foreign_keys=ON; PRAGMA busy_timeout=2000;`,
  );
  const statements = new Map<string, StatementSync>();
  let depth = 0;
  let begun = 0;
  let savepoints = 0;
  let undone = 0;
  let counters = 0;
  return {
    database,
    statement: (sql) => {
      const made = statements.get(sql) ?? database.prepare(sql);
      statements.set(sql, made);
      return made;
    },
    get transactionNumber() {
      return depth > 0 ? begun : undefined;
    },
    transaction: (work) => {
      if (depth > 0) return work();
      database.exec("BEGIN IMMEDIATE");
      depth++;
      begun++;
      try {
        const result = work();
        database.exec("COMMIT");
        return result;
      } catch (error) {
        undone++;
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
        undone++;
        if (database.isTransaction) database.exec(`ROLLBACK TO ${name}`);
        throw error;
      } finally {
        if (database.isTransaction) database.exec(`RELEASE ${name}`);
      }
    },
    writesTo: (table, which) => {
      let writes = 0;
      const name = `written_${++counters}`;
      database.function(name, () => {
        writes++;
        return null;
      });
      // Of this connection only: who else opens the file does not have the function.
      for (const [event, row] of rowOf)
        database.exec(
          `CREATE TEMP TRIGGER ${name}_${event} AFTER ${event} ON main.${table} ${which === undefined ? "" : `WHEN ${which.replaceAll("ROW", row)}`} BEGIN SELECT ${name}(); END`,
        );
      return () => writes + undone;
    },
    [Symbol.dispose]: () => database.close(),
  };
}
