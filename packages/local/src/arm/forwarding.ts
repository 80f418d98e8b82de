import type { Clock, Random } from "@aro/runtime";
import type { Log } from "@aro/telemetry";
import { armError, json, readObject, withHeaders } from "../answers.ts";
import type { ArmCall, ArmPart } from "../arm-call.ts";
import { callKind, type ResourcePath, readResourcePath } from "../resource-path.ts";
import { TimeLimitPassed, timeLimit } from "../time-limit.ts";
import { ConnectionDropped, type Wall, type WallResponse } from "../wall.ts";
import { apiVersion } from "./api-version.ts";
import { backHeaders, forwardHeaders } from "./forward-headers.ts";
import { locationNames } from "./locations.ts";
import { type Manifest, redHatOpenShift } from "./manifest.ts";
import type { Notifications } from "./notifications.ts";
import { isRegistered, type Subscriptions } from "./subscriptions.ts";
import { systemData } from "./system-data.ts";
import type { TrackedResources } from "./tracked.ts";

export interface ForwardingDeps {
  /** The provider behind mutual TLS. */
  provider: Wall;
  subscriptions: Subscriptions;
  notifications: Notifications;
  tracked: TrackedResources;
  /** Region of this ARM. */
  region: string;
  /** Whether a resource group exists, by its id. */
  hasGroup(id: string): boolean;
  /** Scopes whose locks forbid an action at an id. */
  lockedScopes(id: string, action: "write" | "delete"): readonly string[];
  clock: Clock;
  random: Random;
  log: Log;
}

/** The provider has this long, then the caller gets 504 (ARM-HDR-08). */
const limitMs = 60_000;
/** ARM takes no larger answer from a provider (ARM-HDR-09). */
const largestAnswer = 8 * 1024 * 1024;
const clusters = `${redHatOpenShift.namespace}/openShiftClusters`.toLowerCase();
const retrySeconds = "5";

/** Whether calls for a namespace go to the provider. */
export const isForwarded = (namespace: string | undefined): boolean =>
  namespace?.toLowerCase() === redHatOpenShift.namespace.toLowerCase();

/** Passes calls for our namespace to the provider, as ARM does; undefined when the path is another's. */
export function createForwarding(deps: ForwardingDeps): ArmPart {
  return async (call) => {
    const path = readResourcePath(call.request.url.pathname, call.request.method);
    if (!isForwarded(path.namespace) || path.type === undefined || path.type === "Microsoft.Resources/providers")
      return undefined;
    return (
      checkType(path, apiVersion(call.request.url), deps.region) ??
      (await checkWrite(call, path, deps)) ??
      forward(call, path, deps)
    );
  };
}

/** Preflight is ARM's own call: no caller may address it, but template deployments do. */
export const isPreflight = (path: ResourcePath): boolean =>
  path.action?.toLowerCase() === "preflight" && /\/deployments$/i.test(path.type ?? "");

/** Sends a call without ARM's checks: what ARM itself asks of the provider. */
export const forwardAnyway = (call: ArmCall, deps: ForwardingDeps): Promise<WallResponse> =>
  forward(call, readResourcePath(call.request.url.pathname, call.request.method), deps);

function checkType(path: ResourcePath, version: string, region: string): WallResponse | undefined {
  const { namespace, types }: Manifest = redHatOpenShift;
  const name = path.type?.slice(path.type.indexOf("/") + 1) ?? "";
  const type = types.find((one) => one.resourceType.toLowerCase() === name.toLowerCase());
  if (type === undefined)
    return armError(
      404,
      "InvalidResourceType",
      `The resource type '${name}' could not be found in the namespace '${namespace}' for api version '${version}'.`,
    );
  if (type.apiVersions.includes(version.toLowerCase())) return undefined;
  const [versions, locations] = [type.apiVersions.join(", "), locationNames.join(", ")];
  return armError(
    400,
    "NoRegisteredProviderFound",
    `No registered resource provider found for location '${region}' and API version '${version}' for type '${type.resourceType}'. The supported api-versions are '${versions}'. The supported locations are '${locations}'.`,
  );
}

async function checkWrite(call: ArmCall, path: ResourcePath, deps: ForwardingDeps): Promise<WallResponse | undefined> {
  const { subscriptions, notifications } = deps;
  const { namespace } = redHatOpenShift;
  const { subscriptionId, resourceGroup } = path;
  const kind = callKind(call.request.method);
  if (kind === "read" || subscriptionId === undefined) return undefined;
  if (kind === "delete") return checkLocks(resourceId(call, path), kind, deps);
  if (!isRegistered(subscriptions.registration(subscriptionId, namespace))) {
    const code = "MissingSubscriptionRegistration";
    const message = `The subscription is not registered to use namespace '${namespace}'. See https://aka.ms/rps-not-found for how to register subscriptions.`;
    return json(409, { error: { code, message, details: [{ code, target: namespace, message }] } });
  }
  if (resourceGroup !== undefined && !deps.hasGroup(`/subscriptions/${subscriptionId}/resourceGroups/${resourceGroup}`))
    return armError(404, "ResourceGroupNotFound", `Resource group '${resourceGroup}' could not be found.`);
  const locked = checkLocks(resourceId(call, path), kind, deps);
  if (locked !== undefined) return locked;
  // The provider refuses writes for a subscription it was not told of: what waits to be said is said first.
  if (notifications.pending().some((one) => one.toLowerCase() === subscriptionId.toLowerCase()))
    await notifications.flush(subscriptionId);
  return undefined;
}

function checkLocks(id: string, action: "write" | "delete", deps: ForwardingDeps): WallResponse | undefined {
  const scopes = deps.lockedScopes(id, action);
  if (scopes.length === 0) return undefined;
  const message = `The scope '${id}' cannot perform ${action} operation because following scope(s) are locked: '${scopes.join("', '")}'. Please remove the lock and try again.`;
  return armError(409, "ScopeLocked", message);
}

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
      headers["x-ms-arm-resource-system-data"] = JSON.stringify(systemData(call.principal, clock.now(), exists));
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
    if (error instanceof ConnectionDropped || request.signal.aborted) throw error;
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

/** Whether a write changes a resource that exists; where ARM's index is unsure, the provider knows. */
async function isThere(
  call: ArmCall,
  path: ResourcePath,
  headers: Readonly<Record<string, string>>,
  signal: AbortSignal,
  { tracked, provider }: ForwardingDeps,
): Promise<boolean> {
  const known = tracked.find(resourceId(call, path));
  if (known === undefined || !known.unsure || call.request.method !== "PUT") return known !== undefined;
  const { "content-type": _, ...reading } = headers;
  const answer = await provider({ ...call.request, method: "GET", headers: reading, body: new Uint8Array(0), signal });
  if (answer.status === 404) tracked.remove(known.id);
  return answer.status !== 404;
}

/** Notes a cluster that is about to be made. */
function expectCluster(call: ArmCall, path: ResourcePath, { tracked, region }: ForwardingDeps): void {
  if (!isCluster(path) || path.name === undefined || call.request.method !== "PUT") return;
  tracked.expect({ id: resourceId(call, path), type: path.type ?? "", name: path.name, location: region, tags: {} });
}

const isCluster = (path: ResourcePath): boolean => path.type?.toLowerCase() === clusters && path.action === undefined;

/** Keeps ARM's index: what the provider confirmed exists, what it said is gone. */
function remember(call: ArmCall, path: ResourcePath, answer: WallResponse, tracked: TrackedResources): void {
  if (!isCluster(path) || path.name === undefined) return;
  const id = resourceId(call, path);
  const { method } = call.request;
  if (method === "DELETE") {
    if (answer.status === 202) tracked.doubt(id);
    if (answer.status === 200 || answer.status === 204) tracked.remove(id);
  } else if (answer.status === 404) tracked.remove(id);
  else if (answer.status === 200 || answer.status === 201) {
    const body = readObject(answer.body);
    const [shown, location] = [body?.["id"], body?.["location"]];
    if (typeof shown !== "string" || typeof location !== "string") return;
    const tags = (body?.["tags"] ?? {}) as Record<string, string>;
    tracked.put({ id: shown, type: path.type ?? "", name: path.name, location, tags });
  }
}

/** Path of the resource that a call addresses, without its action and a slash at the end. */
function resourceId({ request }: ArmCall, path: ResourcePath): string {
  const whole = request.url.pathname.replace(/\/+$/, "");
  return path.action === undefined ? whole : whole.slice(0, -path.action.length - 1);
}
