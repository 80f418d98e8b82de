import type { Durations } from "@aro/api";
import type { Random } from "@aro/runtime";

/** Milliseconds before try number `attempt` + 2: doubling from `armRetryFirst` to `armRetryLongest`, plus 0–10 % (spec 03 §2.6). */
export function backoff(attempt: number, durations: Durations, random: Random): number {
  const base = Math.min(durations.armRetryFirst * 2 ** attempt, durations.armRetryLongest);
  return base + Math.floor((base * random.integer(101)) / 1000);
}
