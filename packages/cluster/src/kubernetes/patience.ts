import { CloudError } from "@aro/api";
import { isTransient, KubernetesError } from "@aro/kubernetes";
import type { Step } from "@aro/steps";
import type { ClusterContext } from "../context.ts";

/**
 * The steps, each with patience for API servers, the cluster's and Hive's: one that is away, restarting or overloaded is asked again until
 * `apiServerPatience` has passed, since a step converges when it is run again. What stays wrong is told in words of what was asked of whom;
 * as it was thrown it would be nobody's fault (ARM-ASY-12: the step is named).
 */
export const withPatience = (steps: readonly Step<ClusterContext>[]): readonly Step<ClusterContext>[] =>
  steps.map((step) =>
    step.kind === "condition"
      ? { ...step, evaluate: (context, signal) => patiently(step.name, step.evaluate, context, signal) }
      : { ...step, run: (context, signal) => patiently(step.name, step.run, context, signal) },
  );

async function patiently<Value>(
  name: string,
  act: (context: ClusterContext, signal: AbortSignal) => Promise<Value>,
  context: ClusterContext,
  signal: AbortSignal,
): Promise<Value> {
  const { clock, durations, run } = context;
  const until = clock.monotonic() + durations.apiServerPatience;
  for (let said = false; ; said = true) {
    try {
      return await act(context, signal);
    } catch (error) {
      if (signal.aborted) throw error;
      const pause = pauseOf(error, durations.conditionPoll);
      if (!isTransient(error) || clock.monotonic() + pause >= until) throw told(name, error);
      if (!said) run.log.warn("an API server does not do as asked; it is asked again", { step: name, error });
      await clock.sleep(pause, signal);
    }
  }
}

const pauseOf = (error: unknown, usual: number): number =>
  error instanceof KubernetesError && error.retryAfter !== undefined ? Math.max(usual, error.retryAfter * 1000) : usual;

/** In the customer's words, where it is of an API server. */
function told(step: string, error: unknown): unknown {
  if (isTransient(error))
    return new CloudError(
      {
        code: "ServiceUnavailable",
        message: `An API server did not do what step '${step}' needs: ${error.message}. Send the request again later. If it fails again, open an Azure support request.`,
      },
      { cause: error },
    );
  if (error instanceof KubernetesError)
    return new CloudError(
      {
        code: "DeploymentFailed",
        message: `An API server refused what step '${step}' needs: ${error.message}. Remove what stands in the way, then send the request again. If it fails again, open an Azure support request.`,
        details: [{ code: error.reason === "" ? String(error.status) : error.reason, message: error.message }],
      },
      { cause: error, status: 500 },
    );
  return error;
}
