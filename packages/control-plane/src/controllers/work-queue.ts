import type { Clock } from "@aro/runtime";
import type { Log } from "@aro/telemetry";
import { ReviewNeeded } from "../admission/webhooks/reviews.ts";
import { nextTurn } from "./turns.ts";

/** Keys that wait to be looked at, each at most once, one after the other. */
export interface WorkQueue {
  add(key: string): void;
  addAfter(key: string, milliseconds: number): void;
  /** Works until the signal is aborted. */
  run(signal: AbortSignal): Promise<void>;
}

/** Milliseconds in which one queue may go on without letting others have their turn. */
const longestTurn = 5;
const firstPause = 5;
const longestPause = 30_000;

/** `look` brings one key into order; when it throws, it is asked again after a growing pause. */
export function createWorkQueue(
  look: (key: string) => void | Promise<void>,
  { clock, log, name }: { clock: Clock; log: Log; name: string },
): WorkQueue {
  const waiting = new Set<string>();
  const failures = new Map<string, number>();
  const timers = new Set<Disposable>();
  let wake = () => {};
  const add = (key: string) => {
    waiting.add(key);
    wake();
  };
  const addAfter = (key: string, milliseconds: number) => {
    const timer = clock.timer(milliseconds, () => {
      timers.delete(timer);
      add(key);
    });
    timers.add(timer);
  };
  return {
    add,
    addAfter,
    run: async (signal) => {
      signal.addEventListener("abort", () => wake(), { once: true });
      let turn = clock.monotonic();
      while (!signal.aborted) {
        const [key] = waiting;
        if (key === undefined) {
          await new Promise<void>((done) => {
            wake = done;
          });
          // One change wakes many queues.
          await nextTurn();
          turn = clock.monotonic();
          continue;
        }
        // Looks that wait for nothing would keep the whole process from everything else until the last of them is done.
        if (clock.monotonic() - turn >= longestTurn) {
          await nextTurn();
          turn = clock.monotonic();
          continue;
        }
        waiting.delete(key);
        try {
          await look(key);
          failures.delete(key);
        } catch (error) {
          if (error instanceof ReviewNeeded) {
            await error.answer();
            add(key);
            continue;
          }
          const count = (failures.get(key) ?? 0) + 1;
          failures.set(key, count);
          log.debug("controller retries", { controller: name, key, count, error });
          addAfter(key, Math.min(longestPause, firstPause * 2 ** count));
        }
      }
      for (const timer of timers) timer[Symbol.dispose]();
    },
  };
}
