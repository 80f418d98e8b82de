/** What a customer can do about an error of Azure, by its code: the last sentence of the message. First match wins. */
const advice: readonly { code: RegExp; sentence: string }[] = [
  {
    code: /^RequestDisallowedByPolicy$/,
    sentence: "Ask the owner of the policy assignment to exempt the cluster's resources, then send the request again.",
  },
  { code: /^ScopeLocked$/, sentence: "Remove the lock, then send the request again." },
  {
    code: /Quota|^OperationNotAllowed$|LimitReached|LimitExceeded|CountIsNotValid/,
    sentence: "Ask for more quota in this region, or free some, then send the request again.",
  },
  {
    code: /^(SkuNotAvailable|NotAvailableForSubscription|ZonalAllocationFailed|AllocationFailed|OverconstrainedAllocationRequest)$/,
    sentence: "Choose another VM size or region, or try again later.",
  },
  {
    code: /^(Linked)?AuthorizationFailed$/,
    sentence: "Check the role assignments and deny assignments on the scope named above, then send the request again.",
  },
  {
    code: /^(SubscriptionNotRegistered|MissingSubscriptionRegistration)$/,
    sentence: "Register the resource provider named above in the subscription, then send the request again.",
  },
  {
    code: /^(ReadOnlyDisabledSubscription|SubscriptionNotFound|DisallowedOperation)$/,
    sentence: "Check that the subscription is enabled, then send the request again.",
  },
  {
    code: /^InUseSubnetCannotBeDeleted$/,
    sentence: "Remove what still uses the subnet, then send the request again.",
  },
  {
    code: /^CannotDeleteLoadBalancerWithPrivateLinkService$/,
    sentence: "Remove the private link service that uses the load balancer, then send the request again.",
  },
  {
    code: /^(ResourceGroupNotFound|ResourceNotFound|NotFound|InvalidResourceReference|NetcfgInvalidSubnet)$/,
    sentence: "Restore the resource named above or correct the request, then send it again.",
  },
  { code: /^TooManyRequests$/, sentence: "Azure limits the calls of this subscription; send the request again later." },
];

/** The sentence for the first of `codes` that the table knows, or `otherwise`. */
export const adviceFor = (
  codes: Iterable<string>,
  otherwise = "Correct what is named in 'details', then send the request again.",
): string => {
  for (const code of codes) {
    const row = advice.find((candidate) => candidate.code.test(code));
    if (row !== undefined) return row.sentence;
  }
  return otherwise;
};
