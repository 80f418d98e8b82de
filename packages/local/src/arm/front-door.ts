import type { Identity } from "@aro/pki";
import type { Clock, Random } from "@aro/runtime";
import type { Guard } from "../access/guard.ts";
import { authenticate, isAnswer } from "../entra/authenticate.ts";
import type { VerifiedTokens } from "../entra/verified-tokens.ts";
import { audiencesAt } from "../names/public-names.ts";
import { armError, withHeaders } from "../wall/answers.ts";
import { checkQuery } from "../wall/api-version.ts";
import type { ArmCall, ArmPart } from "../wall/arm-call.ts";
import { callKind, createPathReader, type readResourcePath } from "../wall/resource-path.ts";
import type { Wall, WallRequest, WallResponse } from "../wall/wall.ts";
import { createRoutingIds } from "./forward-headers.ts";
import type { RateLimit } from "./rate-limit.ts";
import { checkSubscription } from "./subscription-calls.ts";
import type { Subscriptions } from "./subscriptions.ts";

export interface FrontDoorDeps {
  base: string;
  tenantId: string;
  signing: Identity;
  tokens: VerifiedTokens;
  /** Region of this ARM. */
  region: string;
  subscriptions: Subscriptions;
  /** Absent: callers are not limited. */
  rateLimit: RateLimit | undefined;
  /** Whether the caller may. */
  guard: Guard;
  /** Namespaces of all providers, in lower case. */
  namespaces: ReadonlySet<string>;
  /** What ARM answers without asking who calls: its metadata. */
  open(request: WallRequest): WallResponse | undefined;
  /** The parts of ARM, asked in this order. */
  parts: readonly ArmPart[];
  clock: Clock;
  random: Random;
}

/** With what it keeps from call to call. */
interface OpenedDeps extends FrontDoorDeps {
  pathOf: typeof readResourcePath;
  routingId: ReturnType<typeof createRoutingIds>;
}

const guid = /^[\w-]{1,128}$/;

/** ARM as its callers meet it: who calls, may they, how often; then the first part whose path it is. */
export function createFrontDoor(given: FrontDoorDeps): Wall {
  const deps: OpenedDeps = { ...given, pathOf: createPathReader(), routingId: createRoutingIds(given.region) };
  return async (asCalled) => {
    const request = withSingleSlashes(asCalled);
    const requestId = deps.random.uuid();
    const asked = request.headers["x-ms-correlation-request-id"];
    const correlationId = asked !== undefined && guid.test(asked) ? asked : requestId;
    const answer = deps.open(request) ?? (await answerTo(request, requestId, correlationId, deps));
    return dress(answer, request, requestId, correlationId, deps);
  };
}

/** ARM takes many slashes for one: az leaves an empty parent between namespace and type (`az resource wait`), SDKs put one scope behind another. */
function withSingleSlashes(request: WallRequest): WallRequest {
  const given = request.url.pathname;
  if (!given.includes("//")) return request;
  const url = new URL(request.url);
  url.pathname = given.replaceAll(/\/{2,}/g, "/");
  return { ...request, url };
}

async function answerTo(
  request: WallRequest,
  requestId: string,
  correlationId: string,
  deps: OpenedDeps,
): Promise<WallResponse> {
  const { base, subscriptions, rateLimit, guard, namespaces, parts, pathOf } = deps;
  const caller = authenticate(
    request.headers["authorization"],
    audiencesAt(request.url.hostname, base, "resourceManager"),
    deps,
  );
  if (isAnswer(caller)) return caller;
  const { principal, claims } = caller;
  const path = pathOf(request.url.pathname, request.method);
  const limited = rateLimit?.admit({
    scope: path.subscriptionId ?? "tenant",
    principal: principal.objectId,
    kind: callKind(request.method),
  });
  if (limited !== undefined && !limited.admitted)
    return throttled(path.subscriptionId, principal.objectId, callKind(request.method), limited.retryAfterSeconds);
  const call: ArmCall = { request, principal, requestId, correlationId, claims };
  const answer =
    checkQuery(request.url) ??
    (path.subscriptionId === undefined
      ? undefined
      : checkSubscription(path.subscriptionId, request.method, subscriptions)) ??
    // Who may is asked of what there is: an unknown namespace is told to everybody.
    (path.namespace === undefined || namespaces.has(path.namespace.toLowerCase())
      ? undefined
      : unknownPath(request, path.namespace)) ??
    (await guard(call, () => firstAnswer(parts, call))) ??
    unknownPath(request, path.namespace);
  return limited === undefined ? answer : withHeaders(answer, remaining(path.subscriptionId, request.method, limited));
}

async function firstAnswer(parts: readonly ArmPart[], call: ArmCall): Promise<WallResponse | undefined> {
  for (const part of parts) {
    const answering = part(call);
    const answer = answering === undefined ? undefined : await answering;
    if (answer !== undefined) return answer;
  }
  return undefined;
}

function unknownPath({ method, url }: WallRequest, namespace: string | undefined): WallResponse {
  if (namespace !== undefined)
    return armError(404, "InvalidResourceNamespace", `The resource namespace '${namespace}' is invalid.`);
  return armError(404, "NotFound", `The emulated cloud serves no ${method} ${url.pathname}.`);
}

const throttled = (subscriptionId: string | undefined, actor: string, kind: string, seconds: number): WallResponse =>
  armError(
    429,
    subscriptionId === undefined ? "TenantRequestsThrottled" : "SubscriptionRequestsThrottled",
    `Number of '${kind}' requests for ${subscriptionId === undefined ? "tenant" : `subscription '${subscriptionId}'`} actor '${actor}' exceeded. Please try again after '${seconds}' seconds after additional tokens are available.`,
    { "retry-after": String(seconds) },
  );

function remaining(
  subscriptionId: string | undefined,
  method: string,
  left: { remaining: number; remainingOfSubscription: number },
): Record<string, string> {
  const kind = { read: "reads", write: "writes", delete: "deletes" }[callKind(method)];
  return subscriptionId === undefined
    ? { [`x-ms-ratelimit-remaining-tenant-${kind}`]: String(left.remaining) }
    : {
        [`x-ms-ratelimit-remaining-subscription-${kind}`]: String(left.remaining),
        [`x-ms-ratelimit-remaining-subscription-global-${kind}`]: String(left.remainingOfSubscription),
      };
}

/** The headers every answer of ARM has (spec 07 §2); the provider's own request id stays, so that its logs can be found. */
function dress(
  answer: WallResponse,
  request: WallRequest,
  requestId: string,
  correlationId: string,
  { routingId, clock }: OpenedDeps,
): WallResponse {
  const clientRequestId = request.headers["x-ms-client-request-id"];
  const wantsIt = request.headers["x-ms-return-client-request-id"]?.toLowerCase() === "true";
  return {
    ...answer,
    headers: {
      "cache-control": "no-cache",
      pragma: "no-cache",
      expires: "-1",
      "x-ms-request-id": requestId,
      ...answer.headers,
      "x-ms-correlation-request-id": correlationId,
      "x-ms-routing-request-id": routingId(requestId, clock.now()),
      "strict-transport-security": "max-age=31536000; includeSubDomains",
      "x-content-type-options": "nosniff",
      ...(wantsIt && clientRequestId !== undefined ? { "x-ms-client-request-id": clientRequestId } : {}),
    },
  };
}
