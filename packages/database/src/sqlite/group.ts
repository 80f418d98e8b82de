import type { Clock, Random } from "@aro/runtime";
import type { Log } from "@aro/telemetry";
import { StoreUnavailable } from "../store.ts";
import type { Connection } from "./connection.ts";
import { isBusy, translated } from "./faults.ts";
import { Turns } from "./turns.ts";

/** What a write has while it runs: the transaction's time and the next number of the commit sequence. */
export interface Transaction {
  /** Store seconds, one reading for the whole transaction. */
  readonly now: number;
  /** The next commit sequence number; whoever sees number n sees every document written with a lower one. */
  nextSequence(): number;
  /** Notes that the container was written, for those who listen. */
  touch(container: string): void;
}

/** Thrown by an atomic write to undo what it did and resolve with `value` all the same: an expected outcome. */
export class Undo<T> extends Error {
  readonly value: T;
  constructor(value: T) {
    super("the batch was undone");
    this.name = "Undo";
    this.value = value;
  }
}

interface Job {
  run(transaction: Transaction): unknown;
  atomic: boolean;
  resolve(value: unknown): void;
  reject(error: unknown): void;
}

/** A transaction that has been committed; the call tells each of its jobs what came of it. */
type Committed = () => void;

/** What grouped writes need. */
export interface WriteGroupDeps {
  connection: Connection;
  /** Store time. */
  clock: Pick<Clock, "now">;
  /** Brings what is committed to disk. */
  flush: () => Promise<void>;
  /** Waits while the file is locked. */
  waits: Clock;
  random: Random;
  log: Pick<Log, "error">;
  /** See {@link Turns}. */
  pause?: () => void;
  busyLimitMilliseconds: number;
  onCommit: (containers: ReadonlySet<string>) => void;
}

/** Most jobs of one transaction: bounds how long the first of them waits for the last. */
const mostJobs = 500;

/**
 * Groups writes: what arrives in one turn of the event loop shares one transaction and one flush to disk (architecture decision 3).
 * A job that must be undone needs a savepoint of its own, but a savepoint keeps a copy of every page that is written after it, and nearly
 * all jobs succeed: so a group is tried without, and begun again with savepoints when a job must be undone.
 * A lock held by another process is waited for between turns, never inside SQLite.
 */
export class WriteGroups {
  readonly #deps: WriteGroupDeps;
  readonly #turns: Turns;
  #waiting: Job[] = [];
  #running: Promise<void> | undefined;

  constructor(deps: WriteGroupDeps) {
    this.#deps = deps;
    this.#turns = new Turns(deps);
  }

  /**
   * Runs `write` inside a transaction and resolves with its value once that is on disk. It may run more than once, when the
   * transaction had to begin again. `atomic`: it writes more than one row, so a throw ({@link Undo} for an expected one) must undo the others.
   */
  write<T>(write: (transaction: Transaction) => T, options: { atomic: boolean }): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      this.#waiting.push({ run: write, atomic: options.atomic, resolve: resolve as (value: unknown) => void, reject });
      this.#running ??= this.#drain();
    });
  }

  /** Resolves when nothing waits to be written. */
  async idle(): Promise<void> {
    while (this.#running !== undefined) await this.#running;
  }

  async #drain(): Promise<void> {
    // One turn of the event loop: whatever it brings shares the transaction.
    await new Promise<void>((resolve) => setImmediate(resolve));
    let busySince: number | undefined;
    try {
      while (this.#waiting.length > 0) {
        const group = this.#waiting.splice(0, mostJobs);
        const outcome = this.#commit(group);
        if (outcome !== "busy") {
          busySince = undefined;
          if (outcome !== "refused") await this.#acknowledge(group, outcome);
          await this.#turns.afterCommit();
          continue;
        }
        this.#waiting.unshift(...group);
        busySince ??= this.#deps.waits.monotonic();
        const waited = this.#deps.waits.monotonic() - busySince;
        if (waited > this.#deps.busyLimitMilliseconds) this.#refuseAll(waited);
        else await this.#turns.whileBusy(waited);
      }
    } finally {
      this.#running = undefined;
    }
  }

  #refuseAll(waited: number): void {
    const message = `the database ${this.#deps.connection.path} has been locked by another process for ${Math.round(waited)} ms`;
    this.#deps.log.error("store.locked", { path: this.#deps.connection.path, waitedMilliseconds: Math.round(waited) });
    for (const job of this.#waiting.splice(0)) job.reject(new StoreUnavailable(message));
  }

  /** Tells each of the group what came of it, once that is on disk; whoever comes meanwhile is in the next group. */
  async #acknowledge(group: readonly Job[], tell: Committed): Promise<void> {
    try {
      await this.#deps.flush();
    } catch (error) {
      this.#refuse(group, error);
      return;
    }
    tell();
  }

  #refuse(group: readonly Job[], error: unknown): void {
    const { path } = this.#deps.connection;
    this.#deps.log.error("store.writeFailed", { path, writes: group.length, error });
    const reason = translated(error, path);
    for (const job of group) job.reject(reason);
  }

  #commit(group: readonly Job[]): Committed | "busy" | "refused" {
    const outcome = this.#transact(group, "plain");
    return outcome === "mustUndo" ? this.#transact(group, "savepoints") : outcome;
  }

  #transact(group: readonly Job[], how: "savepoints"): Committed | "busy" | "refused";
  #transact(group: readonly Job[], how: "plain"): Committed | "busy" | "refused" | "mustUndo";
  #transact(group: readonly Job[], how: "plain" | "savepoints"): Committed | "busy" | "refused" | "mustUndo" {
    const { connection, clock, log, onCommit } = this.#deps;
    const { database } = connection;
    const exec = (sql: string) => void connection.prepare(sql).run();
    const settle: (() => void)[] = [];
    const touched = new Set<string>();
    try {
      exec("BEGIN IMMEDIATE");
      const first = Number((connection.prepare("SELECT last FROM commit_sequence").get() as { last: bigint }).last);
      let last = first;
      const transaction: Transaction = {
        now: Math.floor(clock.now() / 1000),
        nextSequence: () => ++last,
        touch: (container) => touched.add(container),
      };
      for (const job of group) {
        const isApart = job.atomic && how === "savepoints";
        if (isApart) exec("SAVEPOINT job");
        try {
          const value = job.run(transaction);
          if (isApart) exec("RELEASE job");
          settle.push(() => job.resolve(value));
        } catch (error) {
          // A full disk, for one, ends the whole transaction: then nobody's write has happened.
          if (isBusy(error) || !database.isTransaction) throw error;
          if (job.atomic && !isApart) {
            rollBack(connection, log);
            return "mustUndo";
          }
          if (isApart) {
            exec("ROLLBACK TO job");
            exec("RELEASE job");
          }
          if (error instanceof Undo) settle.push(() => job.resolve(error.value));
          else settle.push(() => job.reject(translated(error, connection.path)));
        }
      }
      if (last !== first) connection.prepare("UPDATE commit_sequence SET last=?").run(last);
      exec("COMMIT");
    } catch (error) {
      rollBack(connection, log);
      if (isBusy(error)) return "busy";
      this.#refuse(group, error);
      return "refused";
    }
    return () => {
      for (const tell of settle) tell();
      if (touched.size > 0) onCommit(touched);
    };
  }
}

/** Ends a transaction that failed, if SQLite has not done so itself. Whoever waits hears of the failure, not of this one. */
function rollBack(connection: Connection, log: Pick<Log, "error">): void {
  try {
    if (connection.database.isTransaction) connection.database.exec("ROLLBACK");
  } catch (error) {
    log.error("store.rollbackFailed", { path: connection.path, error });
  }
}
