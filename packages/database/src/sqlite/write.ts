import type { ContainerDefinition } from "../store.ts";

// Writes are plain data: whoever holds the connection that writes may live in another thread.

/** A document on its way into the table. */
export interface Incoming {
  id: string;
  /** The document's own, as it stands in it. */
  ttl: number | undefined;
  /** What is stored, taken when the caller called. */
  text: string;
}

/** One step of a write. `ifMatch` is the commit sequence number of the version that must be there. */
export type Operation =
  | { create: Incoming }
  | { replace: Incoming; ifMatch: number | "any" }
  | { delete: string; ifMatch: number | "any" };

/** One write; `table` is the number that the writer gave to the container ({@link Writer.open}). */
export type Write =
  /** All of them or none. */
  | { table: number; partition: string; operations: readonly Operation[] }
  /** Makes the table and its indexes, or brings them to the definition. */
  | { table: number; layOut: true }
  /** Removes expired documents, so many at most. */
  | { table: number; purge: number };

/** A document that was removed. */
export interface Removed {
  text: string;
  sequence: number;
  ts: number;
}

/** Why an operation could not be: nothing of its write has happened. */
export type Refusal = { outcome: "notFound" | "preconditionFailed" } | { outcome: "conflict"; path: string };

/** What came of a write. */
export type Result =
  /** `sequences` are those of the operations, 0 for a delete; `removed` is what the only operation deleted. */
  | { outcome: "written"; ts: number; sequences: readonly number[]; removed?: Removed }
  | { outcome: "done"; documents: number }
  | (Refusal & { index: number });

/** Whoever holds the connection that writes. */
export interface Writer {
  /** Takes a container and says under which number writes name it. */
  open(definition: ContainerDefinition): number;
  /** Resolves once the write is on disk, in a group with others that came at the same time. Writes happen in the order of the calls. */
  write(write: Write): Promise<Result>;
  /** From now on, or no longer, other processes' commits are looked for and told. */
  watchOthers(on: boolean): void;
  /** Waits for the writes that were asked for, calls `release`, and lets go of the file. */
  close(release: () => void): Promise<void>;
}
