import { CloudError, type Durations } from "@aro/api";
import type { Clock } from "@aro/runtime";
import type { ConditionStep } from "./step.ts";

/** A look that took long is waited after this many times as long, so that many who wait for one slow server do not keep it slow. */
const restPerLook = 4;
/** At most, in polls. */
const longestRest = 10;

/**
 * Evaluates a condition at once and then every `conditionPoll` until it holds, less often where looking takes long. The limit ends the waiting, never a
 * call in flight: the last evaluation begins at the limit (spec 03 §2.1).
 * @throws CloudError DeploymentFailed, 500, with the step's message when the limit has passed (spec 03 §2.2); what `evaluate` throws.
 */
export async function untilTrue<Context>(
  step: ConditionStep<Context>,
  context: Context,
  options: { clock: Clock; durations: Durations; signal: AbortSignal },
): Promise<void> {
  const { clock, durations, signal } = options;
  const began = clock.monotonic();
  for (;;) {
    const looked = clock.monotonic();
    if (await step.evaluate(context, signal)) return;
    const now = clock.monotonic();
    const left = durations[step.limit] - (now - began);
    if (left <= 0) {
      const { timeoutMessage } = step;
      const message = typeof timeoutMessage === "string" ? timeoutMessage : timeoutMessage(context);
      throw new CloudError({ code: "DeploymentFailed", message }, { status: 500 });
    }
    const { conditionPoll } = durations;
    const rest = Math.min(restPerLook * (now - looked), longestRest * conditionPoll);
    await clock.sleep(Math.min(Math.max(conditionPoll, rest), left), signal);
  }
}
