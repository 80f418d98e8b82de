import { lastRemembered } from "./last-remembered.ts";

/** The world's clock, taken as an argument wherever time matters. */
export interface Clock {
  /** Wall clock, milliseconds since the Unix epoch. */
  now(): number;
  /** Milliseconds on a clock that never goes back; only differences mean anything. */
  monotonic(): number;
  /** Resolves after `milliseconds`; rejects with the signal's reason as soon as it is aborted. */
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>;
  /** Calls `action` once after `milliseconds`, unless disposed before. Does not keep the process alive. */
  timer(milliseconds: number, action: () => void): Disposable;
}

/** The machine's own clock. */
export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  sleep: (milliseconds, signal) =>
    new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason);
      const onAbort = () => {
        clearTimeout(handle);
        reject(signal?.reason);
      };
      const handle = setTimeout(() => {
        signal?.removeEventListener("abort", onAbort);
        resolve();
      }, milliseconds);
      signal?.addEventListener("abort", onAbort, { once: true });
    }),
  timer: (milliseconds, action) => setTimeout(action, milliseconds).unref(),
};

/** RFC 3339 in UTC, as documents and answers carry it. A request writes the time of its arrival several times, and others arrive with it. */
export const isoTime = lastRemembered((milliseconds: number): string => new Date(milliseconds).toISOString());
