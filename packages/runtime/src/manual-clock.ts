import type { Clock } from "./clock.ts";

/** A clock that stands still until it is told to advance; for tests. */
export interface ManualClock extends Clock {
  /** Moves on by `milliseconds`, firing what falls due in order and letting promises settle in between. */
  advance(milliseconds: number): Promise<void>;
}

/** A manual clock that starts at `start`, milliseconds since the Unix epoch. */
export function manualClock(start = 1_750_000_000_000): ManualClock {
  let now = start;
  let order = 0;
  const waiting = new Map<number, { at: number; action: () => void }>();
  const schedule = (milliseconds: number, action: () => void): (() => void) => {
    const key = order++;
    waiting.set(key, { at: now + milliseconds, action });
    return () => {
      waiting.delete(key);
    };
  };
  const settle = () => new Promise<void>((resolve) => setImmediate(resolve));
  return {
    now: () => now,
    monotonic: () => now - start,
    sleep: (milliseconds, signal) =>
      new Promise((resolve, reject) => {
        if (signal?.aborted) return reject(signal.reason);
        const cancel = schedule(milliseconds, resolve);
        signal?.addEventListener(
          "abort",
          () => {
            cancel();
            reject(signal.reason);
          },
          { once: true },
        );
      }),
    timer: (milliseconds, action) => {
      const cancel = schedule(milliseconds, action);
      return { [Symbol.dispose]: cancel };
    },
    advance: async (milliseconds) => {
      const until = now + milliseconds;
      await settle();
      for (;;) {
        const due = [...waiting]
          .filter(([, entry]) => entry.at <= until)
          .sort((a, b) => a[1].at - b[1].at || a[0] - b[0]);
        const next = due[0];
        if (next === undefined) break;
        waiting.delete(next[0]);
        now = Math.max(now, next[1].at);
        next[1].action();
        await settle();
      }
      now = until;
      await settle();
    },
  };
}
