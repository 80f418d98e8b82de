import type { Clock } from "@aro/runtime";
import type { Connection } from "./connection.ts";
import type { Transaction } from "./group.ts";
import type { WriteWatch } from "./watch.ts";

/** What a container asks of the open file. */
export interface Engine {
  readonly connection: Connection;
  readonly clock: Clock;
  readonly watch: WriteWatch;
  /** Runs `question` at store time `now`, again while the file is locked. */
  read<T>(question: (now: number) => T): Promise<T>;
  /** See `WriteGroups.write`. */
  write<T>(write: (transaction: Transaction) => T, options?: { atomic: boolean }): Promise<T>;
}
