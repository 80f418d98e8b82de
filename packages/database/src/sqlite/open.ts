import { type Clock, type Random, systemClock, systemRandom } from "@aro/runtime";
import { type Log, silentLog } from "@aro/telemetry";
import { type Container, type ContainerDefinition, type Store, StoreUnavailable } from "../store.ts";
import { Connection } from "./connection.ts";
import { SqliteContainer } from "./container.ts";
import type { Engine } from "./engine.ts";
import { isBusy, translated } from "./faults.ts";
import { type Transaction, WriteGroups } from "./group.ts";
import { LogFlush } from "./log-flush.ts";
import { isLaidOut, layOut, prepareSchema } from "./schema.ts";
import { WriteWatch } from "./watch.ts";

/** How to open a SQLite database. */
export interface SqliteOptions {
  /** File in an existing folder of a local disk, or `:memory:` for one that vanishes with the store. */
  path: string;
  /** Store time: stamps, expiry, leases. All processes of one file must mean the same clock. */
  clock: Clock;
  log?: Log;
  /** Chance for the waits between tries. */
  random?: Random;
  /** Waits for other processes and looks for their writes: the machine's own clock, though `clock` may stand still. */
  waits?: Clock;
  /** How long a lock held by another process is waited for before calls reject with StoreUnavailable. */
  busyLimitMilliseconds?: number;
}

/** How often expired documents are removed, store time. Reads never see them, removed or not. */
const purgeMilliseconds = 60_000;
/** Most documents one transaction removes. */
const mostPurged = 200;

/**
 * Opens, or creates, the database in one file; any number of processes may have it open.
 * @throws DatabaseUnusable when the file cannot be used, StoreUnavailable when it stays locked.
 */
export async function openSqliteStore(options: SqliteOptions): Promise<Store> {
  const { path, clock, waits = systemClock, random = systemRandom, log = silentLog } = options;
  const busyLimitMilliseconds = options.busyLimitMilliseconds ?? 10_000;
  const again = async <T>(attempt: () => T, failure: unknown): Promise<T> => {
    const start = waits.monotonic();
    for (let last = failure; ; ) {
      if (!isBusy(last) || waits.monotonic() - start > busyLimitMilliseconds) throw translated(last, path);
      await waits.sleep(1 + random.integer(5));
      try {
        return attempt();
      } catch (error) {
        last = error;
      }
    }
  };
  // Nearly always the first attempt is the last.
  const whileBusy = <T>(attempt: () => T): Promise<T> => {
    try {
      return Promise.resolve(attempt());
    } catch (error) {
      return again(attempt, error);
    }
  };
  const connection = await whileBusy(() => new Connection(path));
  try {
    await whileBusy(() => prepareSchema(connection));
  } catch (error) {
    connection.close();
    throw error;
  }
  const watch = new WriteWatch({ connection, waits, log });
  const onCommit = (containers: ReadonlySet<string>) => watch.committed(containers);
  const logFlush = new LogFlush(connection);
  const flush = () => logFlush.flush();
  const groups = new WriteGroups({ connection, clock, flush, waits, random, log, busyLimitMilliseconds, onCommit });
  return new SqliteStore({ connection, clock, log, watch, groups, logFlush, whileBusy });
}

class SqliteStore implements Store, Engine {
  readonly connection: Connection;
  readonly clock: Clock;
  readonly watch: WriteWatch;
  readonly #log: Log;
  readonly #groups: WriteGroups;
  readonly #logFlush: LogFlush;
  readonly #whileBusy: <T>(attempt: () => T) => Promise<T>;
  readonly #containers = new Map<string, SqliteContainer>();
  #purge: Disposable;
  #closed = false;

  constructor(deps: {
    connection: Connection;
    clock: Clock;
    log: Log;
    watch: WriteWatch;
    groups: WriteGroups;
    logFlush: LogFlush;
    whileBusy: <T>(attempt: () => T) => Promise<T>;
  }) {
    this.connection = deps.connection;
    this.clock = deps.clock;
    this.watch = deps.watch;
    this.#log = deps.log;
    this.#groups = deps.groups;
    this.#logFlush = deps.logFlush;
    this.#whileBusy = deps.whileBusy;
    this.#purge = this.#schedulePurge();
  }

  async container(definition: ContainerDefinition): Promise<Container> {
    const known = this.#containers.get(definition.name);
    if (known?.definition === definition) return known;
    if (!(await this.read(() => isLaidOut(this.connection, definition))))
      await this.write(() => layOut(this.connection, definition), { atomic: true });
    const container = new SqliteContainer(definition, this);
    this.#containers.set(definition.name, container);
    return container;
  }

  async now(): Promise<number> {
    return Math.floor(this.clock.now() / 1000);
  }

  read<T>(question: (now: number) => T): Promise<T> {
    return this.#whileBusy(() => {
      this.#refuseWhenClosed();
      return question(Math.floor(this.clock.now() / 1000));
    });
  }

  async write<T>(write: (transaction: Transaction) => T, options = { atomic: false }): Promise<T> {
    this.#refuseWhenClosed();
    return await this.#groups.write(write, options);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    this.#purge[Symbol.dispose]();
    this.watch.close();
    await this.#groups.idle();
    await this.#logFlush[Symbol.asyncDispose]();
    this.connection.close();
  }

  #refuseWhenClosed(): void {
    if (this.#closed) throw new StoreUnavailable(`the database ${this.connection.path} has been closed`);
  }

  #schedulePurge(): Disposable {
    return this.clock.timer(purgeMilliseconds, () => {
      this.#purge = this.#schedulePurge();
      for (const container of this.#containers.values())
        this.#purgeContainer(container).catch((error: unknown) =>
          this.#log.warn("store.purgeFailed", { container: container.definition.name, error }),
        );
    });
  }

  async #purgeContainer(container: SqliteContainer): Promise<void> {
    for (;;) {
      const purged = await this.write((transaction) => container.table.purge(transaction, mostPurged));
      if (purged > 0) this.#log.debug("store.purged", { container: container.definition.name, documents: purged });
      if (purged < mostPurged || this.#closed) return;
    }
  }
}
