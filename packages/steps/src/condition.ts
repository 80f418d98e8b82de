import { CloudError, type Durations } from "@aro/api";
import type { Clock } from "@aro/runtime";
import type { ConditionStep } from "./step.ts";

/**
 * Evaluates a condition at once and then every `conditionPoll` until it holds. The limit ends the waiting, never a call in flight: the last
 * evaluation begins at the limit (spec 03 §2.1).
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
    if (await step.evaluate(context, signal)) return;
    const left = durations[step.limit] - (clock.monotonic() - began);
    if (left <= 0) {
      const { timeoutMessage } = step;
      const message = typeof timeoutMessage === "string" ? timeoutMessage : timeoutMessage(context);
      throw new CloudError({ code: "DeploymentFailed", message }, { status: 500 });
    }
    await clock.sleep(Math.min(durations.conditionPoll, left), signal);
  }
}
