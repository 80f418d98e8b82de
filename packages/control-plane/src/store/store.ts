/** An object as it is kept. */
export interface Entry {
  /** `NAMESPACE/NAME`, or `NAME` of what belongs to no namespace. */
  key: string;
  /** The resource version of its last change. */
  version: number;
  /** The object as JSON in its storage version, resourceVersion included: what a GET in that version answers, byte for byte. */
  text: string;
}

/** A change that was committed. */
export interface StoredEvent {
  type: "ADDED" | "MODIFIED" | "DELETED";
  /** `group/plural`; `/plural` of the core group. */
  resource: string;
  key: string;
  version: number;
  /** The object after the change; of a DELETED one its last state, with the version of the deletion. */
  text: string;
  /** The object before the change. */
  before?: string;
}

/** The version asked for is older than what is remembered (410 Expired). */
export class Compacted extends Error {
  constructor(oldest: number) {
    super(`the history begins at ${oldest}`);
    this.name = "Compacted";
  }
}

/**
 * Objects by resource and key with one counter of versions, and the last changes. Synchronous: what happens in one turn of the event loop is
 * one step for everybody. What was written survives the death of the process once it is settled, which it is at the latest at the end of the
 * turn: whoever tells somebody outside of the process about a write settles it first.
 */
export interface Store {
  /** The version of the last change. */
  readonly version: number;
  get(resource: string, key: string): Entry | undefined;
  /**
   * Entries in the order of their keys, those that begin with `prefix` and come after `after`; as they were at `at` when it is given.
   * @throws Compacted
   */
  list(resource: string, range?: { prefix?: string; after?: string; at?: number }): Iterable<Entry>;
  /** How many there are with this prefix. */
  count(resource: string, prefix?: string): number;
  /** Keeps an object under the next version; `text` makes its JSON with that version in it. */
  put(resource: string, key: string, text: (version: number) => string): Entry;
  /** Forgets an object under the next version; `text` makes the JSON that watchers are told. */
  remove(resource: string, key: string, text: (version: number) => string): Entry;
  /** Forgets all objects of a resource without telling: its definition is gone. */
  drop(resource: string): void;
  /** Changes of a resource after `version`, oldest first. @throws Compacted */
  since(resource: string, version: number): readonly StoredEvent[];
  /** Called with each change of a resource after it is committed; returns how to stop. */
  subscribe(resource: string, listener: (event: StoredEvent) => void): () => void;
  /** Sees to it that all that was written survives the death of the process. @throws when the disk does not take it; it is tried again. */
  settle(): void;
  /** Resolves when all that was written until now is settled: with all the rest of the turn. */
  settled(): Promise<void>;
  close(): void;
}
