import type { Clock } from "@aro/runtime";
import { createBucket } from "./rate-limit.ts";

/** Keys that wait to be worked on: each at most once, one after the other, and again when it was added while it was worked on. */
export interface WorkQueue {
  add(key: string): void;
  /** The earliest of several counts. */
  addAfter(key: string, milliseconds: number): void;
  /** How many keys could be worked on now. */
  readonly depth: number;
  /** Works until the signal is aborted; what is being worked on then is waited for. */
  run(signal: AbortSignal): Promise<void>;
}

export interface WorkQueueOptions {
  /** Brings one key into order. What it throws brings the key back after a pause that grows. */
  work(key: string, signal: AbortSignal): Promise<{ againAfterMilliseconds?: number }>;
  /** Told of each failure and the pause that follows. */
  failed(key: string, error: unknown, pauseMilliseconds: number): void;
  clock: Clock;
}

/** Pauses after failures (spec 04 §2.1). */
const firstPause = 5;
const longestPause = 1_000_000;
const perSecond = 10;
const burst = 100;

/** A queue with one worker. */
export function createWorkQueue({ work, failed, clock }: WorkQueueOptions): WorkQueue {
  const waiting = new Set<string>();
  const later = new Map<string, { at: number } & Disposable>();
  const failures = new Map<string, number>();
  const bucket = createBucket({ perSecond, burst, clock });
  let wake = (): void => undefined;

  const add = (key: string): void => {
    waiting.add(key);
    wake();
  };
  const addAfter = (key: string, milliseconds: number): void => {
    const at = clock.monotonic() + milliseconds;
    const known = later.get(key);
    if (known !== undefined && known.at <= at) return;
    known?.[Symbol.dispose]();
    const timer = clock.timer(milliseconds, () => {
      later.delete(key);
      add(key);
    });
    later.set(key, { at, [Symbol.dispose]: () => timer[Symbol.dispose]() });
  };
  const workOn = async (key: string, signal: AbortSignal): Promise<void> => {
    try {
      const { againAfterMilliseconds } = await work(key, signal);
      failures.delete(key);
      if (againAfterMilliseconds !== undefined) addAfter(key, againAfterMilliseconds);
    } catch (error) {
      if (signal.aborted) return;
      const count = failures.get(key) ?? 0;
      failures.set(key, count + 1);
      const pause = Math.max(Math.min(longestPause, firstPause * 2 ** count), bucket.take());
      failed(key, error, pause);
      addAfter(key, pause);
    }
  };
  return {
    add,
    addAfter,
    get depth() {
      return waiting.size;
    },
    run: async (signal) => {
      signal.addEventListener("abort", () => wake(), { once: true });
      while (!signal.aborted) {
        const [key] = waiting;
        if (key === undefined) {
          await new Promise<void>((done) => {
            wake = done;
          });
          continue;
        }
        waiting.delete(key);
        await workOn(key, signal);
      }
      for (const timer of later.values()) timer[Symbol.dispose]();
      later.clear();
    },
  };
}
