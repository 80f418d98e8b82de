import type { Clock, Random } from "@aro/runtime";
import type { Connection } from "./connection.ts";

/** How long whoever has just committed lets another writing process go first: about one transaction. */
const courtesyMilliseconds = 2;
/** How long a locked file is tried at every turn of the event loop before a pause. */
const burstMilliseconds = 1;
/** Longest pause, reached as the wait grows. */
const longestPauseMilliseconds = 20;

/**
 * How processes that write one file take turns, though SQLite has no queue for its lock: whoever has just committed while
 * another process commits too waits for that one's next commit; whoever finds the file locked tries in bursts, at no fixed
 * beat. Nobody blocks the event loop. Measured by `bench/store.ts`: without the courtesy one of two processes may get a sixth.
 */
export class Turns {
  readonly #connection: Connection;
  readonly #waits: Clock;
  readonly #random: Random;
  readonly #pause: () => void;
  #others: bigint | undefined;
  #burstEnds = 0;

  /** `pause` stands still for a moment, in a thread that has nothing else to do: turns of an idle event loop would keep a processor busy. */
  constructor(deps: { connection: Connection; waits: Clock; random: Random; pause?: () => void }) {
    this.#connection = deps.connection;
    this.#waits = deps.waits;
    this.#random = deps.random;
    this.#pause = deps.pause ?? (() => {});
  }

  /** After a commit of ours: what was acknowledged runs first, then another process that writes as well. */
  async afterCommit(): Promise<void> {
    await nextTurn();
    if (!this.#othersCommitted()) return;
    const until = this.#waits.monotonic() + courtesyMilliseconds;
    while (this.#waits.monotonic() < until && !this.#othersCommitted()) await this.#nextTry();
  }

  /** The file is locked, for `waited` milliseconds until now: resolves when it is worth another try. */
  async whileBusy(waited: number): Promise<void> {
    const now = this.#waits.monotonic();
    if (waited === 0) this.#burstEnds = now + burstMilliseconds;
    if (now < this.#burstEnds) return await this.#nextTry();
    const longest = Math.min(longestPauseMilliseconds, 1 + Math.floor(waited / 10));
    await this.#waits.sleep(1 + this.#random.integer(longest));
    this.#burstEnds = this.#waits.monotonic() + burstMilliseconds;
  }

  #nextTry(): Promise<void> {
    this.#pause();
    return nextTurn();
  }

  #othersCommitted(): boolean {
    try {
      const version = this.#connection.dataVersion();
      const changed = this.#others !== undefined && version !== this.#others;
      this.#others = version;
      return changed;
    } catch {
      // Whatever is wrong with the file, the next transaction says it to those who wait for their write.
      return false;
    }
  }
}

/** One turn of the event loop. */
const nextTurn = () => new Promise<void>((resolve) => setImmediate(resolve));
