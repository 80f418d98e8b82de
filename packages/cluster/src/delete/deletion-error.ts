import { CloudError, type ErrorCode } from "@aro/api";
import { failureOf, toCloudError } from "@aro/azure";

/** Refusals of a delete that a customer can do something about (spec 03 §6): by a word in Azure's error; first match wins. */
const refusals: readonly { word: string; code: ErrorCode }[] = [
  {
    word: "CannotDeleteLoadBalancerWithPrivateLinkService",
    code: "CannotDeleteLoadBalancerWithPrivateLinkService",
  },
  { word: "AuthorizationFailed", code: "Forbidden" },
  { word: "InUseSubnetCannotBeDeleted", code: "InUseSubnetCannotBeDeleted" },
  { word: "ScopeLocked", code: "ScopeLocked" },
];

/** A refused delete in the customer's words; other errors as they are. */
export function deletionError(error: unknown, resourceId: string): unknown {
  const { text, body } = failureOf(error);
  const refusal = refusals.find(({ word }) => text.includes(word));
  if (error instanceof CloudError || refusal === undefined) return error;
  return new CloudError(
    {
      code: refusal.code,
      target: "features.ResourcesClient#DeleteByID",
      message: `'${resourceId}' could not be deleted. ${toCloudError(error).body.message}`,
      ...(body === undefined ? {} : { details: [body] }),
    },
    { cause: error },
  );
}
