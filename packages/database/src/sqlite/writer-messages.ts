import type { ContainerDefinition } from "../store.ts";
import type { PlainError } from "./crossing.ts";
import type { PackedResults, PackedWrites } from "./packed.ts";

/** What the thread that writes is started with. */
export interface WriterSettings {
  path: string;
  busyLimitMilliseconds: number;
}

/** To the thread that writes. */
export type ToWriter =
  | { open: ContainerDefinition }
  /** Writes in order, and the store time at which they were sent, milliseconds. */
  | { now: number; writes: PackedWrites }
  | { watchOthers: boolean }
  | { close: true };

/** From it. */
export type FromWriter =
  /** What came of writes, by their numbers, and what their transaction touched. */
  | {
      results: PackedResults;
      failures: readonly (readonly [number, PlainError])[];
      touched: ReadonlySet<string>;
    }
  | { othersCommitted: true }
  /** Other processes' commits are looked for from now on. */
  | { watching: true }
  | { log: "warn" | "error"; event: string; fields: Readonly<Record<string, unknown>> }
  /** It cannot open the file, and ends. */
  | { unable: PlainError };
