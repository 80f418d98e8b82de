import type { Clock } from "@aro/runtime";

/** Something to wait for that cannot be missed: set before or while somebody waits, it ends the waiting (spec 02 §16 D13). */
export class Latch {
  #set = false;
  #wake: (() => void) | undefined;

  set(): void {
    this.#set = true;
    this.#wake?.();
  }

  /** Resolves when the latch is set, at the latest after `milliseconds`, and clears it. One waits at a time. */
  async wait(clock: Clock, milliseconds: number): Promise<void> {
    if (!this.#set && milliseconds > 0) {
      const { promise, resolve } = Promise.withResolvers<void>();
      this.#wake = resolve;
      const timer = clock.timer(milliseconds, resolve);
      await promise;
      timer[Symbol.dispose]();
      this.#wake = undefined;
    }
    this.#set = false;
  }
}
