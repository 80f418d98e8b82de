import { isFailure } from "@aro/azure";
import type { OnceStep } from "@aro/steps";
import type { ClusterContext } from "../context.ts";
import { managedGroup } from "../names/cluster-facts.ts";
import { baseDeployment } from "../names/resource-names.ts";
import { managedGroupState } from "./managed-group.ts";

/** A deployment that still runs would make resources behind our back: it is cancelled, and its end waited for (architecture §5.4). */
export const cancelDeployments: OnceStep<ClusterContext> = {
  name: "cancelDeployments",
  kind: "once",
  run: async (context, signal) => {
    if ((await managedGroupState(context, signal)) !== "ours") return;
    const group = managedGroup(context.run.cluster());
    const { deployments } = await context.azure.clients.deployments();
    const { clock, durations } = context;
    const until = clock.monotonic() + durations.deploymentLimit;
    let asked = false;
    while (clock.monotonic() <= until) {
      if (!(await isActive(context, group, signal))) return;
      if (!asked) {
        asked = true;
        try {
          await deployments.cancel(group, baseDeployment, { abortSignal: signal });
        } catch (error) {
          // It has ended meanwhile, or cannot be cancelled now: the loop waits for its end either way.
          if (signal.aborted) throw error;
          context.run.log.info("deployment could not be cancelled", { deployment: baseDeployment, error });
        }
      }
      await clock.sleep(durations.azurePoll, signal);
    }
    throw new Error(
      `deployment ${baseDeployment} in ${group} did not end within ${durations.deploymentLimit / 1000} s`,
    );
  },
};

async function isActive(context: ClusterContext, group: string, signal: AbortSignal): Promise<boolean> {
  const { deployments } = await context.azure.clients.deployments();
  try {
    const { properties } = await deployments.get(group, baseDeployment, { abortSignal: signal });
    return !/^(succeeded|failed|canceled)$/i.test(properties?.provisioningState ?? "");
  } catch (error) {
    // Without the right to look there is none to wait either; what is left over is found at the end.
    if (isFailure(error, "notFound", "resourceGroupNotFound", "authorizationFailed")) return false;
    throw error;
  }
}
