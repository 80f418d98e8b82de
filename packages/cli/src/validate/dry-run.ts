import type { CloudErrorBody, Json, JsonObject } from "@aro/api";
import { ApiError, apiVersion, type Cluster, type ClusterAddress, type Connection } from "@aro/client";

/** One thing that stands in the way of a cluster. */
export interface DryRunFinding {
  code: string;
  /** Where in the request. */
  target: string;
  message: string;
}

const deploymentsVersion = "2021-04-01";
const type = "Microsoft.RedHatOpenShift/openShiftClusters";
/** A deployment has no longer name. */
const longestName = 64;

/** Stands for what is made together with the cluster: to ARM a text, to the provider a value that is not known yet (ARM-PRE-03). */
export const madeLater = "[made with the cluster]";

/**
 * Asks ARM what stands in the way of a cluster: validates a deployment that is never made. Its name tells the service to look at everything that the
 * create itself would look at (spec 07 §14). Nothing is created by it.
 * @throws ApiError when ARM cannot say.
 */
export async function dryRun(
  connection: Connection,
  { subscriptionId, resourceGroup, name }: ClusterAddress,
  body: Cluster,
): Promise<DryRunFinding[]> {
  const group = `/subscriptions/${subscriptionId}/resourcegroups/${encodeURIComponent(resourceGroup)}`;
  const deployment = `aro-validate-${name}`.slice(0, longestName).replace(/[^\w.()-]/g, "-");
  const resource = { type, apiVersion, name, ...(escaped(body as unknown as JsonObject) as JsonObject) };
  const template = {
    $schema: "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#",
    contentVersion: "1.0.0.0",
    resources: [resource],
  };
  try {
    await connection.call({
      method: "POST",
      path: `${group}/providers/Microsoft.Resources/deployments/${encodeURIComponent(deployment)}/validate`,
      apiVersion: deploymentsVersion,
      body: { properties: { mode: "Incremental", template } },
    });
    return [];
  } catch (error) {
    if (!(error instanceof ApiError) || error.body.code !== "InvalidTemplateDeployment") throw error;
    return findingsIn(error.body);
  }
}

/** In a template a text that begins with a bracket is an expression, unless it begins with two. */
function escaped(value: Json | undefined): Json | undefined {
  if (typeof value === "string") return value.startsWith("[") ? `[${value}` : value;
  if (Array.isArray(value)) return value.map((inner) => escaped(inner) ?? null);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, escaped(inner)]));
}

/** What an error tells, its innermost details one by one; what Azure said to the service about a finding belongs to the finding. */
export function findingsIn(error: CloudErrorBody, depth = 0): DryRunFinding[] {
  const { code, message, target = "", details = [] } = error;
  const isFinding = depth > 0 && !target.startsWith("/subscriptions/");
  if (details.length === 0 || isFinding) return [{ code, target, message }];
  return details.flatMap((detail) => findingsIn(detail, depth + 1));
}
