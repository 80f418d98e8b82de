import type { ContainerDefinition } from "../store.ts";
import type { PlainError } from "./crossing.ts";
import type { Result, Write } from "./write.ts";

/** What the thread that writes is started with. */
export interface WriterSettings {
  path: string;
  busyLimitMilliseconds: number;
}

/** To the thread that writes. */
export type ToWriter =
  | { open: ContainerDefinition }
  /** Writes with their numbers, in order, and the store time at which they were sent, milliseconds. */
  | { now: number; writes: readonly (readonly [number, Write])[] }
  | { watchOthers: boolean }
  | { close: true };

/** From it. */
export type FromWriter =
  /** What came of writes, by their numbers, and what their transaction touched. */
  | {
      results: readonly (readonly [number, Result])[];
      failures: readonly (readonly [number, PlainError])[];
      touched: ReadonlySet<string>;
    }
  | { othersCommitted: true }
  /** Other processes' commits are looked for from now on. */
  | { watching: true }
  | { log: "warn" | "error"; event: string; fields: Readonly<Record<string, unknown>> }
  /** It cannot open the file, and ends. */
  | { unable: PlainError };
