import { isFailure, retryTransient } from "@aro/azure";
import type { ClusterContext } from "../context.ts";
import { deletionError } from "./deletion-error.ts";

/** Removes any resource and waits until it is gone; that it was gone is fine. @throws CloudError for the refusals a customer can mend. */
export async function removeById(
  context: ClusterContext,
  id: string,
  apiVersion: string,
  signal: AbortSignal,
): Promise<void> {
  const { resources } = await context.azure.clients.resources();
  try {
    await retryTransient(
      () =>
        context.azure.operations.run(
          `delete ${id.toLowerCase()}`,
          (options) => resources.deleteById(id.replace(/^\//, ""), apiVersion, options),
          signal,
        ),
      context,
      signal,
    );
  } catch (error) {
    if (isFailure(error, "notFound", "resourceGroupNotFound")) return;
    throw deletionError(error, id);
  }
}
