import type { Clock, Random } from "@aro/runtime";
import type { Log } from "@aro/telemetry";
import type { ContainerDefinition } from "../store.ts";
import { apply, isAtomic } from "./apply.ts";
import type { Connection } from "./connection.ts";
import { WriteGroups } from "./group.ts";
import { LogFlush } from "./log-flush.ts";
import { OtherCommits } from "./other-commits.ts";
import { Table } from "./table.ts";
import type { Result, Write, Writer } from "./write.ts";

/** What a writer in this event loop needs. */
export interface LoopWriterDeps {
  connection: Connection;
  /** Store time. */
  clock: Pick<Clock, "now">;
  waits: Clock;
  random: Random;
  log: Pick<Log, "warn" | "error">;
  /** See {@link Turns}; only where nothing else runs in this event loop, which then waits for the disk itself too. */
  pause?: () => void;
  busyLimitMilliseconds: number;
  onCommit: (containers: ReadonlySet<string>) => void;
  onOthers: () => void;
}

/** Writes with a connection of this event loop, which stands still while SQLite works. */
export class LoopWriter implements Writer {
  readonly #connection: Connection;
  readonly #groups: WriteGroups;
  readonly #logFlush: LogFlush;
  readonly #others: OtherCommits;
  readonly #tables: Table[] = [];

  constructor(deps: LoopWriterDeps) {
    this.#connection = deps.connection;
    this.#logFlush = new LogFlush(deps.connection, { standsStill: deps.pause !== undefined });
    this.#groups = new WriteGroups({ ...deps, flush: () => this.#logFlush.flush() });
    this.#others = new OtherCommits({ ...deps, tell: deps.onOthers });
  }

  open(definition: ContainerDefinition): number {
    return this.#tables.push(new Table(definition, this.#connection)) - 1;
  }

  write(write: Write): Promise<Result> {
    const table = this.#tables[write.table];
    if (table === undefined) throw new RangeError(`there is no table ${write.table}`);
    return this.#groups.write((transaction) => apply(write, table, this.#connection, transaction), {
      atomic: isAtomic(write),
    });
  }

  watchOthers(on: boolean): void {
    this.#others.watch(on);
  }

  async close(release: () => void): Promise<void> {
    this.#others.watch(false);
    await this.#groups.idle();
    this.#logFlush[Symbol.dispose]();
    release();
  }
}
