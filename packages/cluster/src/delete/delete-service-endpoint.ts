import { isFailure, retryTransient } from "@aro/azure";
import type { OnceStep } from "@aro/steps";
import type { ClusterContext } from "../context.ts";
import { serviceEndpointName } from "../names/resource-names.ts";

/** Removes the service's own endpoint to the API server. That it is gone is fine (ARM-DEL-06). */
export async function removeServiceEndpoint(context: ClusterContext, signal: AbortSignal): Promise<void> {
  const { service, settings, run } = context;
  const name = serviceEndpointName(run.cluster());
  const { privateEndpoints } = await service.clients.network();
  try {
    await retryTransient(
      () =>
        service.operations.run(
          `${name} remove`,
          (options) => privateEndpoints.delete(settings.resourceGroup, name, options),
          signal,
        ),
      context,
      signal,
    );
  } catch (error) {
    if (!isFailure(error, "notFound")) throw error;
  }
}

/** The service's endpoint goes before the link service it is connected to. */
export const deletePrivateEndpoint: OnceStep<ClusterContext> = {
  name: "deletePrivateEndpoint",
  kind: "once",
  run: removeServiceEndpoint,
};
