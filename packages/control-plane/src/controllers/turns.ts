import type { Clock } from "@aro/runtime";

/*
 * Hundreds of control planes may share one process with the servers in front of them. What none of them waits for takes its turn here: one piece of
 * work in each round of the event loop, so that calls are answered between any two of them.
 */

const waiting: (() => void)[] = [];

/** Resolves when it is one's turn. */
export const nextTurn = (): Promise<void> => new Promise((resolve) => waitFor(resolve));

/** Does something in a turn of its own. */
function waitFor(action: () => void): void {
  waiting.push(action);
  if (waiting.length === 1) setImmediate(oneTurn);
}

function oneTurn(): void {
  try {
    waiting[0]?.();
  } finally {
    // The next turn comes, whatever this one threw.
    waiting.shift();
    if (waiting.length > 0) setImmediate(oneTurn);
  }
}

/** A clock whose sleepers and timers go on one after the other, each in a turn of its own: many wake at the same time. */
export const inTurns = (clock: Clock): Clock => ({
  now: () => clock.now(),
  monotonic: () => clock.monotonic(),
  timer: (milliseconds, action) => {
    let isOver = false;
    const timer = clock.timer(milliseconds, () => {
      waitFor(() => {
        if (!isOver) action();
      });
    });
    return {
      [Symbol.dispose]: () => {
        isOver = true;
        timer[Symbol.dispose]();
      },
    };
  },
  sleep: async (milliseconds, signal) => {
    await clock.sleep(milliseconds, signal);
    await nextTurn();
    signal?.throwIfAborted();
  },
});
