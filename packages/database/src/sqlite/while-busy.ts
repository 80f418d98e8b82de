import type { Clock, Random } from "@aro/runtime";
import { isBusy, translated } from "./faults.ts";

/** Runs an attempt, again while another connection holds the lock. */
export type WhileBusy = <T>(attempt: () => T) => Promise<T>;

/** Makes one for the file `path`; rejects with what callers of the store see. */
export function whileBusyOf(
  path: string,
  deps: { waits: Clock; random: Random; busyLimitMilliseconds: number },
): WhileBusy {
  const { waits, random, busyLimitMilliseconds } = deps;
  const again = async <T>(attempt: () => T, failure: unknown): Promise<T> => {
    const start = waits.monotonic();
    for (let last = failure; ; ) {
      if (!isBusy(last) || waits.monotonic() - start > busyLimitMilliseconds) throw translated(last, path);
      await waits.sleep(1 + random.integer(5));
      try {
        return attempt();
      } catch (error) {
        last = error;
      }
    }
  };
  // Nearly always the first attempt is the last.
  return <T>(attempt: () => T): Promise<T> => {
    try {
      return Promise.resolve(attempt());
    } catch (error) {
      return again(attempt, error);
    }
  };
}
