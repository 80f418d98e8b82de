import { withHeaders } from "../wall/answers.ts";
import type { WallRequest, WallResponse } from "../wall/wall.ts";
import { readCaller } from "./caller.ts";
import type { GraphDeps } from "./deps.ts";
import { GraphRefusal, type GraphTrace, graphError, unknownSegment } from "./refusal.ts";
import { type Route, routes } from "./routes.ts";

/** Answers `/graph/v1.0/…`, and `/v1.0/…` for clients that take the cloud's host for Graph's; undefined when the path is another. */
export function graph(request: WallRequest, deps: GraphDeps): WallResponse | undefined {
  const match = /^\/(?:graph\/)?(v1\.0|beta)(\/.*)?$/i.exec(request.url.pathname.replace(/^\/+/, "/"));
  if (match === null && !/^\/graph(\/|$)/i.test(request.url.pathname)) return undefined;
  const asked = request.headers["client-request-id"];
  const requestId = deps.random.uuid();
  const clientRequestId = asked !== undefined && /^[\w-]{1,64}$/.test(asked) ? asked : requestId;
  const trace: GraphTrace = { requestId, clientRequestId, now: deps.clock.now() };
  return withHeaders(answered(request, match?.[1], match?.[2] ?? "", trace, deps), {
    "cache-control": "no-cache",
    "odata-version": "4.0",
    "request-id": requestId,
    "client-request-id": clientRequestId,
  });
}

function answered(
  request: WallRequest,
  version: string | undefined,
  path: string,
  trace: GraphTrace,
  deps: GraphDeps,
): WallResponse {
  try {
    if (version?.toLowerCase() !== "v1.0")
      throw new GraphRefusal(400, "BadRequest", `Invalid version: ${version ?? "none"}. Served is v1.0.`);
    const caller = readCaller(request, deps);
    const { handler, parts } = findRoute(request.method, segments(path, deps.tenantId));
    return handler({ request, caller, parts, deps });
  } catch (error) {
    if (!(error instanceof GraphRefusal)) throw error;
    const headers: Record<string, string> =
      error.status === 401
        ? {
            "www-authenticate": `Bearer realm="", authorization_uri="${deps.base}/common/oauth2/authorize", client_id="00000003-0000-0000-c000-000000000000"`,
          }
        : {};
    return graphError(error, trace, headers);
  }
}

/** The segments of an address, keys in parentheses as segments of their own, without a tenant that stands first. */
function segments(path: string, tenantId: string): string[] {
  const list = path
    .split("/")
    .filter((one) => one !== "")
    .map(decoded)
    .flatMap((one) => {
      const key = /^([A-Za-z]+)\((.+)\)$/.exec(one);
      return key?.[1] === undefined || key[2] === undefined ? [one] : [key[1], key[2]];
    });
  const [first] = list;
  return first?.toLowerCase() === tenantId.toLowerCase() || first === "myorganization" ? list.slice(1) : list;
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    throw new GraphRefusal(400, "BadRequest", `The segment '${segment}' cannot be decoded.`);
  }
}

interface Found {
  handler: Route[2];
  parts: Readonly<Record<string, string>>;
}

const patterns = routes.map(([method, path, handler]) => ({ method, handler, wanted: path.split("/").slice(1) }));

function findRoute(method: string, given: readonly string[]): Found {
  const here = patterns.flatMap(({ method: one, handler, wanted }) => {
    const parts = matchSegments(wanted, given);
    return parts === undefined ? [] : [{ method: one, handler, parts }];
  });
  const [first] = here;
  if (first === undefined) throw unknownSegment(firstAstray(given));
  const route = here.find((one) => one.method === (method === "HEAD" ? "GET" : method));
  if (route === undefined)
    throw new GraphRefusal(
      405,
      "Request_BadRequest",
      `Specified HTTP method is not allowed for the request target: ${[...new Set(here.map((one) => one.method))].join(", ")} are.`,
    );
  return route;
}

/** The first segment after which no address goes on. */
function firstAstray(given: readonly string[]): string {
  const leads = (length: number) =>
    patterns.some(({ wanted }) => matchSegments(wanted.slice(0, length), given.slice(0, length)) !== undefined);
  const index = given.findIndex((_, at) => !leads(at + 1));
  return given[index] ?? given.at(-1) ?? "";
}

function matchSegments(wanted: readonly string[], given: readonly string[]): Record<string, string> | undefined {
  if (wanted.length !== given.length) return undefined;
  const parts: Record<string, string> = {};
  for (const [index, part] of wanted.entries()) {
    const value = given[index] ?? "";
    if (part.startsWith("{")) parts[part.slice(1, -1)] = value;
    else if (part.toLowerCase() !== value.toLowerCase()) return undefined;
  }
  return parts;
}
