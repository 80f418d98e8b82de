import { CloudError, type Json, type JsonObject } from "@aro/api";
import { adviceFor } from "./advice.ts";
import type { AzureClients } from "./clients.ts";
import { innermost } from "./cloud-error.ts";
import { failureOf } from "./failure.ts";
import { failureKinds, isAuthorizationFailure, isFailure, isRefusalStatus } from "./failure-kinds.ts";
import type { LongRunning } from "./long-running.ts";
import { retryTransient, type Waits } from "./retry-transient.ts";

/** An ARM template. Names, locations and ids in it are literal or ARM's template expressions. */
export interface Template extends JsonObject {
  $schema: string;
  contentVersion: string;
  /** By name, what type each is of. */
  parameters?: { [name: string]: { type: "string" | "secureString" | "object" | "array" } };
  resources: JsonObject[];
}

/** A template around `resources` (spec 03 §2.6). */
export const templateOf = (resources: JsonObject[], parameters?: Template["parameters"]): Template => ({
  $schema: "https://schema.management.azure.com/schemas/2015-01-01/deploymentTemplate.json#",
  contentVersion: "1.0.0.0",
  ...(parameters === undefined ? {} : { parameters }),
  resources,
});

/** A template for a resource group. */
export interface Deployment {
  resourceGroup: string;
  name: string;
  template: Template;
  /** Values of the template's parameters. */
  parameters?: { [name: string]: { value: Json } };
}

/**
 * Deploys a template incrementally and waits for it (spec 03 §2.6). While another deployment of that name is active its end is waited for, and
 * then this one goes out all the same: the other may have been of another template, and what stands already is left as it is.
 * @throws authorization errors as they come, for the step that is retried on them; any other refusal as CloudError `DeploymentFailed`
 * with ARM's error tree as details.
 */
export async function deployTemplate(
  clients: AzureClients,
  operations: LongRunning,
  { resourceGroup, name, template, parameters }: Deployment,
  waits: Waits,
  signal: AbortSignal,
): Promise<void> {
  const { deployments } = await clients.deployments();
  const until = waits.clock.monotonic() + waits.durations.deploymentLimit;
  for (;;) {
    try {
      return await retryTransient(
        () =>
          operations.run(
            `deployment ${resourceGroup}/${name}`,
            (options) =>
              deployments.createOrUpdate(
                resourceGroup,
                name,
                {
                  properties: {
                    mode: "Incremental",
                    template,
                    ...(parameters === undefined ? {} : { parameters }),
                  },
                },
                options,
              ),
            signal,
          ),
        waits,
        signal,
      );
    } catch (error) {
      if (!isFailure(error, "deploymentActive")) throw deploymentError(error);
      if (waits.clock.monotonic() > until) throw deploymentError(error);
    }
    await activeEnds(clients, resourceGroup, name, until, waits, signal);
  }
}

async function activeEnds(
  clients: AzureClients,
  resourceGroup: string,
  name: string,
  until: number,
  { clock, durations }: Waits,
  signal: AbortSignal,
): Promise<void> {
  const { deployments } = await clients.deployments();
  while (clock.monotonic() <= until) {
    await clock.sleep(durations.azurePoll, signal);
    try {
      const { properties } = await deployments.get(resourceGroup, name, { abortSignal: signal });
      if (/^(succeeded|failed|canceled)$/i.test(properties?.provisioningState ?? "")) return;
    } catch (error) {
      if (isFailure(error, "notFound")) return;
      throw error;
    }
  }
}

function deploymentError(error: unknown): unknown {
  const failure = failureOf(error);
  const { body, status } = failure;
  const azureFault = status !== undefined && !isRefusalStatus(status);
  if (error instanceof CloudError || body === undefined || azureFault || isAuthorizationFailure(error)) return error;
  if (failureKinds.expiredSecret(failure)) return error;
  const inner = innermost(body);
  const reason = `${inner.code}: ${inner.message}`.replace(/\.?\s*$/, ".");
  return new CloudError(
    {
      code: "DeploymentFailed",
      message: `Deployment failed. ${reason} ${adviceFor([...failure.codes].reverse())}`,
      details: [body],
    },
    { cause: error },
  );
}
