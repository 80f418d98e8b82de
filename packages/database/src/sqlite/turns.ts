import type { Clock, Random } from "@aro/runtime";
import type { Connection } from "./connection.ts";

/** One turn of the event loop. */
const nextTurn = () => new Promise<void>((resolve) => setImmediate(resolve));

/**
 * How processes that write one file take turns, though SQLite has no queue for its lock: whoever has just committed while
 * others write too lets one of them go first; whoever finds the file locked comes back soon, at no fixed beat.
 */
export class Turns {
  readonly #connection: Connection;
  readonly #waits: Clock;
  readonly #random: Random;
  constructor(deps: { connection: Connection; waits: Clock; random: Random }) {
    this.#connection = deps.connection;
    this.#waits = deps.waits;
    this.#random = deps.random;
  }

  /** After a commit of ours: lets what was acknowledged run, and others have the lock. */
  async afterCommit(): Promise<void> {
    await nextTurn();
  }

  /** The lock is held elsewhere, since `waited` milliseconds. */
  async whileBusy(waited: number): Promise<void> {
    if (waited < 2) await nextTurn();
    else await this.#waits.sleep(1 + this.#random.integer(Math.min(20, 1 + Math.floor(waited / 8))));
    void this.#connection;
  }
}
