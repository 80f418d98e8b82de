import type { Clock } from "@aro/runtime";

/** A clock for tests in which every sleep is over at once and the time it took has passed. Timers never fire. */
export interface EagerClock extends Clock {
  /** Every sleep asked for, milliseconds. */
  readonly sleeps: number[];
}

/** An eager clock that starts at `start`, milliseconds since the Unix epoch. */
export function eagerClock(start = 1_750_000_000_000): EagerClock {
  let now = start;
  const sleeps: number[] = [];
  return {
    sleeps,
    now: () => now,
    monotonic: () => now - start,
    sleep: async (milliseconds, signal) => {
      signal?.throwIfAborted();
      sleeps.push(milliseconds);
      now += milliseconds;
      await new Promise((resolve) => setImmediate(resolve));
      signal?.throwIfAborted();
    },
    timer: () => ({ [Symbol.dispose]: () => undefined }),
  };
}
