import type { Durations } from "@aro/api";
import type { Clock } from "@aro/runtime";
import type { OnceStep } from "./step.ts";

/** What a run needs to try a step again while role assignments spread. */
export interface AuthorizationRetry<Context> {
  /** Whether an error may pass by itself once roles have spread (spec 03 §2.4, last line). */
  mayPass: (error: unknown) => boolean;
  /** Renews the authorizer before the next try; its error ends the step. */
  renew?: ((context: Context, signal: AbortSignal) => Promise<void>) | undefined;
}

/**
 * Runs a step, and again every `authorizationRetryPoll` while its error may pass and `authorizationRetryLimit` has not.
 * @throws what the step threw last: never an error of the limit, and never success in its place (spec 03 §15.2).
 */
export async function retryingAuthorization<Context>(
  step: OnceStep<Context>,
  context: Context,
  options: { clock: Clock; durations: Durations; signal: AbortSignal; retry: AuthorizationRetry<Context> },
): Promise<void> {
  const { clock, durations, signal, retry } = options;
  const began = clock.monotonic();
  for (;;) {
    try {
      await step.run(context, signal);
      return;
    } catch (error) {
      if (signal.aborted || !retry.mayPass(error)) throw error;
      const left = durations.authorizationRetryLimit - (clock.monotonic() - began);
      if (left <= 0) throw error;
      await retry.renew?.(context, signal);
      await clock.sleep(Math.min(durations.authorizationRetryPoll, left), signal);
    }
  }
}
