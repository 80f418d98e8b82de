import type { Log } from "@aro/telemetry";
import { type AccessControl, anonymous, type User } from "../access/access.ts";
import { discovery } from "../discovery/discovery.ts";
import type { Flow, Flows } from "../flow-control/flows.ts";
import { ApiStatus, isTooDeep } from "../status/status.ts";
import { type ApiAnswer, type ApiRequest, json } from "./request.ts";
import { type ResourceDeps, resourceCall } from "./resource-calls.ts";
import { attributesOf, type RequestTarget, readTarget } from "./target.ts";

/** Paths besides objects and discovery: `/version`, `/openapi/v3`. Undefined: not its own. */
export type PathCall = (request: ApiRequest) => ApiAnswer | undefined;

/** Looks at a request before anybody knows who calls; an answer is given instead of all others. */
export type Gate = (request: ApiRequest) => Promise<ApiAnswer | undefined>;

/** Answers for a caller who is known and may: `users/~`, projects. Undefined: not its own. */
export type UserCall = (request: ApiRequest, user: User) => Promise<ApiAnswer> | undefined;

export interface HandleDeps extends ResourceDeps {
  access: AccessControl;
  flows: Flows;
  paths: readonly PathCall[];
  answers?: readonly UserCall[];
  gate?: Gate;
  /** Sees to it that what is acknowledged, and all that it was made of, is on disk. */
  settle(): void;
  log: Log;
}

/** What has become known of a request on its way. */
interface Course {
  flow?: Flow | undefined;
}

/** Answers a request, whatever it is: who calls, may he, then what it is about. Never throws. */
export async function handle(deps: HandleDeps, request: ApiRequest): Promise<ApiAnswer> {
  const course: Course = {};
  try {
    const made = await answer(deps, request, course);
    deps.settle();
    return flowed(made, course);
  } catch (error) {
    if (error instanceof ApiStatus) return flowed(statusAnswer(error), course);
    // What is kept is not that deep, so nothing has been kept by then.
    if (isTooDeep(error)) return flowed(statusAnswer(new ApiStatus("BadRequest", "json: exceeded max depth")), course);
    deps.log.error("request failed", { method: request.method, path: request.url.pathname, error });
    const failure = new ApiStatus("InternalError", `Internal error occurred: ${(error as Error).message}`);
    return flowed(statusAnswer(failure), course);
  } finally {
    course.flow?.done();
  }
}

/** Who was told apart is told by which schema and level he was served. */
const flowed = (answered: ApiAnswer, { flow }: Course): ApiAnswer =>
  flow === undefined || answered.status === 101
    ? answered
    : { ...answered, headers: { ...answered.headers, ...flow.headers } };

/** A refusal as it is sent. */
export const statusAnswer = (status: ApiStatus): ApiAnswer =>
  json(
    status.code,
    status,
    status.details?.retryAfterSeconds === undefined ? {} : { "retry-after": String(status.details.retryAfterSeconds) },
  );

async function answer(deps: HandleDeps, request: ApiRequest, course: Course): Promise<ApiAnswer> {
  const { url, method } = request;
  const gated = await deps.gate?.(request);
  if (gated !== undefined) return gated;
  const target = readTarget(method, url);
  const user = await authorised(deps, request, target, course);
  for (const call of deps.answers ?? []) {
    const one = call(request, user);
    if (one !== undefined) return one;
  }
  if (target !== undefined) return resourceCall(deps, request, target, user);
  const found = discovery(deps.kinds, url.pathname, request.headers["accept"]);
  if (found !== undefined) return found;
  for (const path of deps.paths) {
    const one = path(request);
    if (one !== undefined) return one;
  }
  throw new ApiStatus("NotFound", "the server could not find the requested resource");
}

/** The caller, when he may do what he asks. @throws ApiStatus Unauthorized or Forbidden */
async function authorised(
  { access, flows }: HandleDeps,
  request: ApiRequest,
  target: RequestTarget | undefined,
  course: Course,
): Promise<User> {
  const caller = await access.authenticate(request.proof);
  if (caller === undefined) throw new ApiStatus("Unauthorized", "Unauthorized");
  const user = impersonated(access, caller, request.headers);
  const attributes = attributesOf(target, request.method, request.url);
  course.flow = flows.serve(user, attributes);
  const decision = access.authorize(user, attributes);
  if (decision.allowed) return user;
  if (attributes.kind === "path")
    throw new ApiStatus(
      "Forbidden",
      `forbidden: User ${JSON.stringify(user.name)} cannot ${attributes.verb} path ${JSON.stringify(attributes.path)}${because(decision.reason)}`,
      {},
    );
  const { verb, group, resource, subresource, namespace, name } = attributes;
  const qualified = `${resource}${group === "" ? "" : `.${group}`}`;
  const what = subresource === undefined ? resource : `${resource}/${subresource}`;
  const where =
    namespace === undefined || resource === "namespaces"
      ? "at the cluster scope"
      : `in the namespace ${JSON.stringify(namespace)}`;
  throw new ApiStatus(
    "Forbidden",
    `${qualified}${name === undefined ? "" : ` ${JSON.stringify(name)}`} is forbidden: User ${JSON.stringify(user.name)} cannot ${verb} resource ${JSON.stringify(what)} in API group ${JSON.stringify(group)} ${where}${because(decision.reason)}`,
    { ...(name === undefined ? {} : { name }), ...(group === "" ? {} : { group }), kind: resource },
  );
}

const because = (reason: string): string => (reason === "" ? "" : `: ${reason}`);

/** Who is acted for by `Impersonate-User`, when the caller may. */
function impersonated(access: AccessControl, caller: User, headers: Readonly<Record<string, string>>): User {
  const name = headers["impersonate-user"];
  if (name === undefined) {
    if (Object.keys(headers).some((header) => header.startsWith("impersonate-")))
      throw new ApiStatus("BadRequest", "requested impersonation without impersonating a user name");
    return caller;
  }
  const groups = (headers["impersonate-group"] ?? "")
    .split(",")
    .map((one) => one.trim())
    .filter((one) => one !== "");
  const [, namespace, account] = /^system:serviceaccount:([^:]+):([^:]+)$/.exec(name) ?? [];
  const uid = headers["impersonate-uid"];
  const extra = extraOf(headers);
  const asked: Asked[] = [
    account === undefined || namespace === undefined
      ? { group: "", resource: "users", name }
      : { group: "", resource: "serviceaccounts", name: account, namespace },
    ...groups.map((group) => ({ group: "", resource: "groups", name: group })),
    ...(uid === undefined ? [] : [{ group: "authentication.k8s.io", resource: "uids", name: uid }]),
    ...Object.entries(extra).flatMap(([key, values]) =>
      values.map((value) => ({
        group: "authentication.k8s.io",
        resource: "userextras",
        subresource: key,
        name: value,
      })),
    ),
  ];
  for (const one of asked) {
    const decision = access.authorize(caller, { kind: "resource", verb: "impersonate", version: "v1", ...one });
    if (!decision.allowed)
      throw new ApiStatus(
        "Forbidden",
        `${one.resource} ${JSON.stringify(one.name)} is forbidden: User ${JSON.stringify(caller.name)} cannot impersonate resource ${JSON.stringify(one.subresource === undefined ? one.resource : `${one.resource}/${one.subresource}`)} in API group ${JSON.stringify(one.group)} ${one.namespace === undefined ? "at the cluster scope" : `in the namespace ${JSON.stringify(one.namespace)}`}`,
        { name: one.name, kind: one.resource },
      );
  }
  if (account !== undefined && groups.length === 0)
    groups.push("system:serviceaccounts", `system:serviceaccounts:${namespace}`);
  const authenticated = name === anonymous.name ? "system:unauthenticated" : "system:authenticated";
  return {
    name,
    groups: groups.includes(authenticated) ? groups : [...groups, authenticated],
    ...(uid === undefined ? {} : { uid }),
    ...(Object.keys(extra).length === 0 ? {} : { extra }),
  };
}

/** A right that somebody needs who acts for another. */
interface Asked {
  group: string;
  resource: string;
  subresource?: string;
  name: string;
  namespace?: string;
}

/** What `Impersonate-Extra-KEY` headers say, by key. */
function extraOf(headers: Readonly<Record<string, string>>): Record<string, string[]> {
  const prefix = "impersonate-extra-";
  const found: Record<string, string[]> = {};
  for (const [header, value] of Object.entries(headers))
    if (header.startsWith(prefix))
      found[decodeURIComponent(header.slice(prefix.length))] = value.split(",").map((one) => one.trim());
  return found;
}
