import type { Clock } from "@aro/runtime";

/** Something to wait for that cannot be missed: set before or while somebody waits, it ends the waiting (spec 02 §16 D13). */
export class Latch {
  #set = false;
  #wake: (() => void) | undefined;

  set(): void {
    this.#set = true;
    this.#wake?.();
  }

  /** Resolves when the latch is set, at the latest after `milliseconds`, and clears it. One waits at a time; the process lives meanwhile. */
  async wait(clock: Clock, milliseconds: number): Promise<void> {
    if (!this.#set && milliseconds > 0) {
      const woken = new AbortController();
      this.#wake = () => woken.abort();
      // Only the wake-up can reject a sleep.
      await clock.sleep(milliseconds, woken.signal).catch(() => {});
      this.#wake = undefined;
    }
    this.#set = false;
  }
}
