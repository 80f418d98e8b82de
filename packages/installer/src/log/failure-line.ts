import { CloudError, type CloudErrorBody } from "@aro/api";
import { failureOf } from "@aro/azure";

/** The step whose refusals are ARM's of a template. */
const deploymentStep = "deployResources";

/**
 * The line by which a failure is found (spec 03 §7.6): for a deployment that ARM refused the form that the service's and Hive's expressions
 * read, ARM's own error as JSON at its end; for anything else its message.
 */
export function failureLine(error: unknown, step: string): string {
  if (step === deploymentStep) {
    const refused = error instanceof CloudError ? error.body.details?.[0] : failureOf(error).body;
    if (refused !== undefined) return deploymentFailed(refused);
  }
  if (error instanceof CloudError) return error.body.message;
  return error instanceof Error ? error.message : String(error);
}

const deploymentFailed = (service: CloudErrorBody): string =>
  `400: DeploymentFailed: : Deployment failed. Details: : : ${JSON.stringify(service)}`;
