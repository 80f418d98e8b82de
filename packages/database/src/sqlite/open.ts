import { type Clock, type Random, systemClock, systemRandom } from "@aro/runtime";
import { type Log, silentLog } from "@aro/telemetry";
import { type Container, type ContainerDefinition, type Store, StoreUnavailable } from "../store.ts";
import { Connection } from "./connection.ts";
import { SqliteContainer } from "./container.ts";
import type { Engine } from "./engine.ts";
import { LoopWriter } from "./loop-writer.ts";
import { Reads } from "./reads.ts";
import { isLaidOut, prepareSchema } from "./schema.ts";
import { ThreadWriter } from "./thread-writer.ts";
import { WriteWatch } from "./watch.ts";
import { whileBusyOf } from "./while-busy.ts";
import type { Result, Write, Writer } from "./write.ts";

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
  /**
   * Where SQLite works when it writes: in a thread of its own, unless this says that the event loop may stand still for it, which
   * spares a process that writes little the thread's memory and the time to start it. A database in memory has but one connection.
   */
  writesIn?: "thread" | "eventLoop";
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
  const whileBusy = whileBusyOf(path, { waits, random, busyLimitMilliseconds });
  const connection = await whileBusy(() => new Connection(path));
  try {
    await whileBusy(() => prepareSchema(connection));
  } catch (error) {
    connection.close();
    throw error;
  }
  const watch = new WriteWatch({ log, watchOthers: (on) => writer.watchOthers(on) });
  const deps = {
    connection,
    clock,
    waits,
    random,
    log,
    busyLimitMilliseconds,
    onCommit: (containers: ReadonlySet<string>) => watch.committed(containers),
    onOthers: () => watch.othersCommitted(),
  };
  const inThread = options.writesIn !== "eventLoop" && path !== ":memory:";
  const writer = inThread ? new ThreadWriter(deps) : new LoopWriter(deps);
  return new SqliteStore({ connection, clock, log, watch, writer, reads: new Reads(connection, whileBusy) });
}

class SqliteStore implements Store, Engine {
  readonly connection: Connection;
  readonly clock: Clock;
  readonly watch: WriteWatch;
  readonly #log: Log;
  readonly #writer: Writer;
  readonly #reads: Reads;
  readonly #containers = new Map<string, SqliteContainer>();
  #purge: Disposable;
  #closed = false;

  constructor(deps: {
    connection: Connection;
    clock: Clock;
    log: Log;
    watch: WriteWatch;
    writer: Writer;
    reads: Reads;
  }) {
    this.connection = deps.connection;
    this.clock = deps.clock;
    this.watch = deps.watch;
    this.#log = deps.log;
    this.#writer = deps.writer;
    this.#reads = deps.reads;
    this.#purge = this.#schedulePurge();
  }

  async container(definition: ContainerDefinition): Promise<Container> {
    const known = this.#containers.get(definition.name);
    if (known?.definition === definition) return known;
    const isReady = await this.read(() => isLaidOut(this.connection, definition));
    const container = new SqliteContainer(definition, this);
    if (!isReady) await this.write({ table: container.number, layOut: true });
    this.#containers.set(definition.name, container);
    return container;
  }

  async now(): Promise<number> {
    return Math.floor(this.clock.now() / 1000);
  }

  read<T>(question: (now: number) => T): Promise<T> {
    return this.#closed
      ? Promise.reject(this.#closedError())
      : this.#reads.read(() => question(Math.floor(this.clock.now() / 1000)));
  }

  open(definition: ContainerDefinition): number {
    return this.#writer.open(definition);
  }

  write(write: Write): Promise<Result> {
    // Not an async function, which would hold what is written until it has been.
    return this.#closed ? Promise.reject(this.#closedError()) : this.#writer.write(write);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    this.#reads.answerAll();
    this.#purge[Symbol.dispose]();
    this.watch.close();
    await this.#writer.close(() => this.connection.close());
  }

  #closedError(): StoreUnavailable {
    return new StoreUnavailable(`the database ${this.connection.path} has been closed`);
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
      const result = await this.write({ table: container.number, purge: mostPurged });
      const purged = result.outcome === "done" ? result.documents : 0;
      if (purged > 0) this.#log.debug("store.purged", { container: container.definition.name, documents: purged });
      if (purged < mostPurged || this.#closed) return;
    }
  }
}
