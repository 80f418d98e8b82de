import type { Durations } from "@aro/api";
import type { Clock, Random } from "@aro/runtime";
import { backoff } from "./backoff.ts";
import { failureOf } from "./failure.ts";
import { failureKinds } from "./failure-kinds.ts";

/** What waiting needs. */
export interface Waits {
  clock: Clock;
  random: Random;
  durations: Durations;
}

/**
 * An ARM write tried up to four times while Azure says that it passes by itself (spec 03 §2.6 "retryable"): waits as Retry-After says, else
 * 15, 30, 60 s. `write` must be safe to repeat. Aborting ends the wait with the signal's reason.
 */
export async function retryTransient<Result>(
  write: () => Promise<Result>,
  { clock, random, durations }: Waits,
  signal: AbortSignal,
  attempts = 4,
): Promise<Result> {
  for (let attempt = 0; ; attempt++) {
    try {
      return await write();
    } catch (error) {
      const failure = failureOf(error);
      if (attempt === attempts - 1 || signal.aborted || !failureKinds.transient(failure)) throw error;
      const seconds = failure.retryAfterSeconds;
      await clock.sleep(seconds === undefined ? backoff(attempt, durations, random) : seconds * 1000, signal);
    }
  }
}
