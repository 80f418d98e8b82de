import { type Failure, failureOf } from "./failure.ts";

/** A step throws this to be run again with fresh credentials although Azure's answer does not ask for it (spec 03 §2.1). */
export class FreshCredentialsWanted extends Error {
  constructor(message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = "FreshCredentialsWanted";
  }
}

const says = (...parts: string[]) => {
  return ({ text }: Failure) => parts.some((part) => text.includes(part));
};
const coded = (code: string) => {
  return ({ codes }: Failure) => codes.has(code);
};

/** How failures are told apart (spec 03 §2.4): the table is the definition. */
export const failureKinds = {
  /** The application is not in the tenant. */
  unauthorizedClient: says("AADSTS700016"),
  invalidSecret: says("AADSTS7000215"),
  expiredSecret: says("AADSTS7000222"),
  authorizationFailed: coded("AuthorizationFailed"),
  linkedAuthorizationFailed: coded("LinkedAuthorizationFailed"),
  deploymentMissingPermissions: (failure: Failure) =>
    failure.codes.has("InvalidTemplateDeployment") &&
    failure.text.includes("Authorization failed for template resource"),
  deploymentActive: coded("DeploymentActive"),
  resourceGroupNotFound: coded("ResourceGroupNotFound"),
  notFound: (failure: Failure) => failure.status === 404,
  forbidden: (failure: Failure) => failure.status === 403,
  policyDenied: coded("RequestDisallowedByPolicy"),
  locked: coded("ScopeLocked"),
  /** Besides the codes of spec 03 §2.4, those of networks, storage and so on for the same thing: a limit of the customer's subscription. */
  skuOrQuota: (failure: Failure) =>
    says("SkuNotAvailable", "NotAvailableForSubscription", "QuotaExceeded")(failure) ||
    (failure.status !== 429 &&
      [...failure.codes].some((code) => /(Limit(Reached|Exceeded)|CountIsNotValid)$/.test(code))) ||
    (failure.text.includes("OperationNotAllowed") &&
      /quota|cores|current limit|new limit required/i.test(failure.text)),
  /** Passes by itself: the same call may be made again. */
  transient: (failure: Failure) =>
    failure.status === 429 ||
    (failure.status === 409 &&
      (failure.retryAfterSeconds !== undefined || failure.text.includes("Please retry later"))) ||
    says("AADSTS7000215", "AADSTS7000216", "RetryableError")(failure),
  throttled: (failure: Failure) => failure.status === 429 || failure.codes.has("TooManyRequests"),
  conflict: (failure: Failure) => failure.status === 409,
  preconditionFailed: (failure: Failure) => failure.status === 412,
} as const satisfies Record<string, (failure: Failure) => boolean>;

export type FailureKind = keyof typeof failureKinds;

/** Whether `error` is of one of the kinds. */
export function isFailure(error: unknown, ...kinds: readonly FailureKind[]): boolean {
  const failure = failureOf(error);
  return kinds.some((kind) => failureKinds[kind](failure));
}

/** Whether Azure understood and said no: 401 is of our own token, 408 and 429 pass by themselves, 5xx are its own faults. */
export const isRefusalStatus = (status: number): boolean =>
  status >= 400 && status < 500 && ![401, 408, 429].includes(status);

/** What a step with `retryAuthorization` is run again for, while roles and secrets spread (spec 03 §2.4, last line). */
export const isAuthorizationFailure = (error: unknown): boolean =>
  error instanceof FreshCredentialsWanted ||
  isFailure(
    error,
    "unauthorizedClient",
    "authorizationFailed",
    "linkedAuthorizationFailed",
    "invalidSecret",
    "deploymentMissingPermissions",
  );

/** Whether the call that failed, or else the error's text, names the resource group `name` (spec 03 §2.4 "refers to managed RG"). */
export function refersToResourceGroup(error: unknown, name: string): boolean {
  const { url, text } = failureOf(error);
  const pattern = /\/subscriptions\/[^/'"\s]+\/resourceGroups\/([^/'"\s?]+)/gi;
  const named = (where: string) => [...where.matchAll(pattern)].map((match) => match[1]?.toLowerCase());
  const fromUrl = named(url ?? "");
  return (fromUrl.length > 0 ? fromUrl : named(text)).includes(name.toLowerCase());
}
