import { isFailure, retryTransient } from "@aro/azure";
import type { ClusterContext } from "../context.ts";
import { deletionError } from "./deletion-error.ts";

/** How often a removal is begun whose operation gets lost. */
const attempts = 20;

/**
 * Removes any resource and waits until it is gone; that it was gone is fine.
 * @throws CloudError for the refusals a customer can mend, Error when Azure loses every removal and the resource is still there.
 */
export async function removeById(
  context: ClusterContext,
  id: string,
  apiVersion: string,
  signal: AbortSignal,
): Promise<void> {
  const { resources } = await context.azure.clients.resources();
  const path = id.replace(/^\//, "");
  const isAbsent = (error: unknown): true => {
    if (isFailure(error, "notFound", "resourceGroupNotFound")) return true;
    throw deletionError(error, id);
  };
  for (let attempt = 1; ; attempt++) {
    const wasAbsent = await retryTransient(
      () =>
        context.azure.operations.run(
          `delete ${id.toLowerCase()}`,
          (options) => resources.deleteById(path, apiVersion, options),
          signal,
        ),
      context,
      signal,
    ).then(() => false, isAbsent);
    if (!wasAbsent) return;
    // It may be the operation that Azure knows nothing of any more, and not the resource: what others hold as long as it is there would fail next.
    const isGone = await resources.getById(path, apiVersion, { abortSignal: signal }).then(() => false, isAbsent);
    if (isGone) return;
    if (attempt === attempts) throw new Error(`${id} is still there after ${attempts} removals that Azure lost`);
    await context.clock.sleep(context.durations.azurePoll, signal);
  }
}
