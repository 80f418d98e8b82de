import type { Clock } from "@aro/runtime";

/** How often an attempt is made that loses to other writers (spec 02 §2.4). */
export const optimisticAttempts = 5;
/** The n-th wait is n times this long, from 0. */
const waitStepMilliseconds = 100;

/**
 * Optimistic concurrency: makes `attempt` until it comes to anything but `preconditionFailed`, five times at most, and returns the
 * last outcome (spec 02 §2.4 "retry-on-precondition-failed"). Each attempt must read afresh what it changes.
 * @throws whatever the attempt throws, at once; the signal's reason when it is aborted between attempts.
 */
export async function optimistically<Outcome extends { outcome: string }>(
  attempt: () => Promise<Outcome>,
  deps: { clock: Clock; signal?: AbortSignal | undefined },
): Promise<Outcome> {
  for (let index = 0; ; index++) {
    deps.signal?.throwIfAborted();
    const outcome = await attempt();
    if (outcome.outcome !== "preconditionFailed" || index === optimisticAttempts - 1) return outcome;
    await deps.clock.sleep(waitStepMilliseconds * index, deps.signal);
  }
}
