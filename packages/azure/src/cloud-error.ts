import { CloudError, type CloudErrorBody, type ErrorCode } from "@aro/api";
import { adviceFor } from "./advice.ts";
import { type Failure, failureOf } from "./failure.ts";
import { failureKinds, isRefusalStatus, refersToResourceGroup } from "./failure-kinds.ts";

/** Where an error was met. */
export interface FailureContext {
  /** Name of the group the service owns: what fails there for want of rights is not the customer's doing. */
  managedResourceGroup?: string;
  /** JSON path in the request of what was being acted for; used where the error itself points nowhere. */
  target?: string;
}

type Row = {
  when: (failure: Failure, context: { managed: boolean }) => boolean;
  becomes: (failure: Failure) => { code: ErrorCode; message: string; target?: string; status?: number };
};

const credentials = (message: string) => ({
  code: "InvalidServicePrincipalCredentials" as const,
  target: "properties.servicePrincipalProfile",
  message,
});

/** The most telling error inside: the first leaf, depth first. */
export function innermost(body: CloudErrorBody): CloudErrorBody {
  const first = body.details?.[0];
  return first === undefined ? body : innermost(first);
}

const quoted = (failure: Failure): string => {
  // A library's words for an answer it could not read say nothing; those for none at all, what happened.
  if (failure.body === undefined) return failure.unanswered ? `${failure.text.split("\n", 1)[0] ?? ""}.` : "";
  const inner = innermost(failure.body);
  return `${inner.code}: ${inner.message}`.replace(/\.?\s*$/, ".");
};
const deepestFirst = (failure: Failure): string[] => [...failure.codes].reverse();
const because = (opening: string, failure: Failure, otherwise?: string): string =>
  [opening, quoted(failure), adviceFor(deepestFirst(failure), otherwise)].filter((part) => part !== "").join(" ");

/**
 * Errors of a run in the customer's words (spec 03 §§2.3, 2.5), first match wins. Two things differ from those tables: a precise
 * error is never hidden behind a 500 because it names the managed group (§15.3), and Azure's own error is always in `details` (ARM-ERR-05).
 */
const rows: readonly Row[] = [
  {
    when: failureKinds.unauthorizedClient,
    becomes: () =>
      credentials(
        "The application of 'clientId' was not found in the subscription's tenant. Check the client ID and the client secret of the service principal.",
      ),
  },
  {
    when: failureKinds.expiredSecret,
    becomes: () =>
      credentials(
        "The client secret of the service principal has expired. Create a new one and update the cluster with it.",
      ),
  },
  {
    when: failureKinds.invalidSecret,
    becomes: () =>
      credentials(
        "Authorization with the credentials of the service principal failed. Check the client ID and the client secret.",
      ),
  },
  {
    when: failureKinds.policyDenied,
    becomes: (failure) => ({
      code: "RequestDisallowedByPolicy",
      message: because(
        `A policy of the subscription does not allow the cluster's resources.${policyNames(failure)}`,
        failure,
      ),
    }),
  },
  {
    when: failureKinds.locked,
    becomes: (failure) => ({ code: "ScopeLocked", message: because("A lock forbids the change.", failure) }),
  },
  {
    when: (failure) => failureKinds.skuOrQuota(failure),
    becomes: (failure) => ({
      code: "DeploymentFailed",
      message: because("Azure has no room for the cluster's resources.", failure),
    }),
  },
  {
    when: (failure, { managed }) => managed && (isUnauthorized(failure) || isRefusal(failure)),
    becomes: (failure) => ({
      code: "InternalServerError",
      message: because(
        "The service could not change the cluster's managed resource group.",
        failure,
        "Send the request again. If it fails again, open an Azure support request.",
      ),
    }),
  },
  {
    when: isUnauthorized,
    becomes: (failure) =>
      credentials(because("The cluster's resources may not be changed with the rights that were granted.", failure)),
  },
  {
    when: failureKinds.throttled,
    becomes: (failure) => ({
      code: "TooManyRequests",
      message: because("Azure limits the calls of this subscription.", failure, "Send the request again later."),
    }),
  },
  {
    when: failureKinds.resourceGroupNotFound,
    becomes: (failure) => ({
      code: "ResourceGroupNotFound",
      message: because("A resource group is missing.", failure),
    }),
  },
  {
    when: isRefusal,
    becomes: (failure) => ({ code: "DeploymentFailed", message: because("Azure refused a change.", failure) }),
  },
  {
    when: ({ unanswered }) => unanswered,
    becomes: (failure) => ({
      code: "ServiceUnavailable",
      message: because(
        "Azure did not answer what the cluster needs:",
        failure,
        "Send the request again later. If it fails again, open an Azure support request.",
      ),
    }),
  },
  {
    when: ({ body, status }) => body !== undefined || (status !== undefined && status >= 500),
    becomes: (failure) => ({
      code: "ServiceUnavailable",
      message: because(
        "Azure could not do what the cluster needs.",
        failure,
        "Send the request again later. If it fails again, open an Azure support request.",
      ),
    }),
  },
];

function isUnauthorized(failure: Failure): boolean {
  return (
    failureKinds.authorizationFailed(failure) ||
    failureKinds.linkedAuthorizationFailed(failure) ||
    failureKinds.deploymentMissingPermissions(failure)
  );
}

/** Azure understood and said no; its own faults and what passes by itself are not refusals. */
function isRefusal({ status, body, codes }: Failure): boolean {
  if (body === undefined) return false;
  if (status !== undefined) return isRefusalStatus(status);
  return ![...codes].some((code) =>
    /^(InternalServerError|InternalError|InternalExecutionError|ServiceUnavailable|GatewayTimeout|Timeout)$/.test(code),
  );
}

/** Which policy forbids, from `additionalInfo` (spec 03 §8.3 `setMasterSubnetPolicies`). */
function policyNames(failure: Failure): string {
  const walk = (body: CloudErrorBody): CloudErrorBody[] => [body, ...(body.details ?? []).flatMap(walk)];
  for (const { additionalInfo } of failure.body === undefined ? [] : walk(failure.body))
    for (const { type, info } of additionalInfo ?? []) {
      if (type !== "PolicyViolation" || typeof info !== "object" || info === null || Array.isArray(info)) continue;
      const definition = info["policyDefinitionDisplayName"] ?? info["policyDefinitionName"];
      const assignment = info["policyAssignmentDisplayName"] ?? info["policyAssignmentName"];
      return ` Policy definition ${JSON.stringify(definition)}, assignment ${JSON.stringify(assignment)}.`;
    }
  return "";
}

/**
 * What the customer reads of `error`: a CloudError stays as it is; Azure's refusals keep code, message and additionalInfo in `details`,
 * under one of our codes with a sentence of what to do; anything else is our fault and says so without detail.
 */
export function toCloudError(error: unknown, context: FailureContext = {}): CloudError {
  if (error instanceof CloudError) return error;
  const failure = failureOf(error);
  const managed =
    context.managedResourceGroup !== undefined && refersToResourceGroup(error, context.managedResourceGroup);
  const row = rows.find((candidate) => candidate.when(failure, { managed }));
  if (row === undefined)
    return new CloudError(
      {
        code: "InternalServerError",
        message: "Internal server error. Send the request again. If it fails again, open an Azure support request.",
      },
      { cause: error },
    );
  const { status, ...body } = row.becomes(failure);
  return new CloudError(
    {
      ...(context.target === undefined ? {} : { target: context.target }),
      ...body,
      ...(failure.body === undefined ? {} : { details: [failure.body] }),
    },
    { cause: error, ...(status === undefined ? {} : { status }) },
  );
}
