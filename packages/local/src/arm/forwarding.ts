import { armError, withHeaders } from "../wall/answers.ts";
import { apiVersion } from "../wall/api-version.ts";
import type { ArmCall, ArmPart } from "../wall/arm-call.ts";
import { callKind, createPathReader, type ResourcePath, readResourcePath } from "../wall/resource-path.ts";
import { TimeLimitPassed, timeLimit } from "../wall/time-limit.ts";
import type { WallResponse } from "../wall/wall.ts";
import { expectCluster, isThere, remember, resourceId } from "./cluster-index.ts";
import { checkCall, checkType } from "./forward-checks.ts";
import { backHeaders, forwardHeaders } from "./forward-headers.ts";
import type { ForwardingDeps } from "./forwarding-deps.ts";
import { redHatOpenShift } from "./manifest.ts";
import { systemData } from "./system-data.ts";

/** The provider has this long, then the caller gets 504 (ARM-HDR-08). */
const limitMs = 60_000;
/** ARM takes no larger answer from a provider (ARM-HDR-09). */
const largestAnswer = 8 * 1024 * 1024;
const retrySeconds = "5";

/** Whether calls for a namespace go to the provider. */
export const isForwarded = (namespace: string | undefined): boolean =>
  namespace?.toLowerCase() === redHatOpenShift.namespace.toLowerCase();

/** Passes calls for our namespace to the provider, as ARM does; undefined when the path is another's. */
export function createForwarding(deps: ForwardingDeps): ArmPart {
  const pathOf = createPathReader();
  return (call) => {
    const path = pathOf(call.request.url.pathname, call.request.method);
    if (!isForwarded(path.namespace) || path.type === undefined || path.type === "Microsoft.Resources/providers")
      return undefined;
    return checkType(path, apiVersion(call.request.url), deps.region) ?? checkedAndForwarded(call, path, deps);
  };
}

const checkedAndForwarded = async (call: ArmCall, path: ResourcePath, deps: ForwardingDeps): Promise<WallResponse> =>
  (await checkCall(call, path, deps)) ?? forward(call, path, deps);

/** Preflight is ARM's own call: no caller may address it, but template deployments do. */
export const isPreflight = (path: ResourcePath): boolean =>
  path.action?.toLowerCase() === "preflight" && /\/deployments$/i.test(path.type ?? "");

/** Sends a call without ARM's checks: what ARM itself asks of the provider. */
export const forwardAnyway = (call: ArmCall, deps: ForwardingDeps): Promise<WallResponse> =>
  forward(call, readResourcePath(call.request.url.pathname, call.request.method), deps);

async function forward(call: ArmCall, path: ResourcePath, deps: ForwardingDeps): Promise<WallResponse> {
  const { clock, log, region, subscriptions } = deps;
  const { request } = call;
  const homeTenantId =
    path.subscriptionId === undefined ? undefined : subscriptions.find(path.subscriptionId)?.tenantId;
  const entry = { region, now: clock.now(), ...(homeTenantId === undefined ? {} : { homeTenantId }) };
  const headers = forwardHeaders(call, entry);
  using limit = timeLimit(clock, limitMs, request.signal);
  try {
    let exists = true;
    if (callKind(request.method) === "write" && path.name !== undefined) {
      exists = await isThere(call, path, headers, limit.signal, deps);
      headers["x-ms-arm-resource-system-data"] = JSON.stringify(systemData(call, clock.now(), exists));
      if (!exists) expectCluster(call, path, deps);
    }
    const answer = await deps.provider({ ...request, headers, signal: limit.signal });
    if (!exists && answer.status >= 400 && answer.status < 500) deps.tracked.remove(resourceId(call, path));
    if (answer.body.byteLength > largestAnswer) {
      log.error("provider.answer.toolarge", { bytes: answer.body.byteLength, path: request.url.pathname });
      return armError(
        500,
        "ResponseTooLarge",
        `The response of '${redHatOpenShift.namespace}' exceeds the maximum size of 8 MB.`,
      );
    }
    remember(call, path, answer, deps.tracked);
    return { ...answer, headers: backHeaders(answer.headers) };
  } catch (error) {
    if (request.signal.aborted) throw error;
    if (error instanceof TimeLimitPassed || limit.signal.aborted)
      return armError(
        504,
        "GatewayTimeout",
        `The gateway did not receive a response from '${redHatOpenShift.namespace}' within the specified time period.`,
      );
    log.warn("provider.unreachable", { method: request.method, path: request.url.pathname, error });
    return withHeaders(
      armError(
        503,
        "ServiceUnavailable",
        `The resource provider '${redHatOpenShift.namespace}' cannot be reached for now. Please try again.`,
      ),
      { "retry-after": retrySeconds },
    );
  }
}
