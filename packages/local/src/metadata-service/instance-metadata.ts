import { json } from "../wall/answers.ts";
import { decoded } from "../wall/decoded.ts";
import type { WallRequest, WallResponse } from "../wall/wall.ts";
import { computeDocument, imdsVersions, networkDocument, type Value } from "./compute-document.ts";
import type { MetadataServiceDeps } from "./deps.ts";
import { type Machine, usualMachine } from "./machines.ts";
import { managedToken } from "./managed-token.ts";

const refused = (status: number, error: string, more: object = {}): WallResponse => json(status, { error, ...more });
const newest = { "newest-versions": imdsVersions.slice(-3).toReversed() };

/** Answers `/metadata/instance…`, `/metadata/identity…` and `/metadata/versions`, also below `/machines/NAME`; undefined when the path is another. */
export function instanceMetadata(request: WallRequest, deps: MetadataServiceDeps): WallResponse | undefined {
  const { pathname } = request.url;
  const match = /^(?:\/machines\/([^/]+))?\/metadata\/(instance|identity|versions)(\/.*)?$/i.exec(pathname);
  if (match === null) return undefined;
  const [, name, part = "", rest = ""] = match;
  const isToken = /^identity\/oauth2\/token\/?$/i.test(`${part}${rest}`);
  const wrong = checkTransport(request, isToken);
  if (wrong !== undefined) return wrong;
  const machine = deps.machines.find(name === undefined ? usualMachine : (decoded(name) ?? name));
  if (machine === undefined) return refused(404, `Not found: there is no machine '${name ?? usualMachine}'.`);
  if (part.toLowerCase() === "versions") return json(200, { apiVersions: imdsVersions });
  const version = request.url.searchParams.get("api-version");
  if (version === null)
    return isToken
      ? json(400, { error: "invalid_request", error_description: "Required query variable 'api-version' is missing" })
      : refused(400, "Bad request. api-version was not specified in the request", newest);
  if (!(imdsVersions as readonly string[]).includes(version))
    return isToken
      ? json(400, { error: "invalid_request", error_description: `api-version '${version}' is not supported` })
      : refused(400, "Bad request. api-version is invalid or was not specified in the request.", newest);
  if (part.toLowerCase() === "instance") return instance(request, rest, machine, version, deps);
  if (isToken) return managedToken(request, machine, deps);
  return /^\/info\/?$/i.test(rest) ? json(200, { tenantId: deps.tenantId }) : refused(404, "Not found");
}

/** The service answers only who is on the machine: requests that came through somebody else are refused. */
function checkTransport({ method, headers }: WallRequest, isToken: boolean): WallResponse | undefined {
  const bad = (text: string) =>
    isToken ? json(400, { error: "invalid_request", error_description: text }) : refused(400, `Bad request. ${text}`);
  if (headers["x-forwarded-for"] !== undefined) return bad("Requests with the X-Forwarded-For header are not served");
  if (headers["metadata"]?.toLowerCase() !== "true") return bad("Required metadata header not specified");
  return method === "GET" || method === "HEAD"
    ? undefined
    : json(405, { error: "Method not allowed" }, { allow: "GET" });
}

function instance(
  { url }: WallRequest,
  rest: string,
  machine: Machine,
  version: string,
  { cloudName }: MetadataServiceDeps,
): WallResponse {
  const whole = { compute: computeDocument(machine, cloudName, version), network: networkDocument };
  const value = walk(
    whole,
    rest.split("/").filter((one) => one !== ""),
  );
  if (value === undefined) return refused(404, "Not found");
  const isLeaf = typeof value === "string" || typeof value === "boolean";
  const format = url.searchParams.get("format") ?? (isLeaf ? "text" : "json");
  if (format === "json") return json(200, value);
  if (format !== "text") return refused(400, `Bad request. '${format}' is no format; formats are json and text`);
  return {
    status: 200,
    headers: { "content-type": "text/plain; charset=utf-8" },
    body: new TextEncoder().encode(isLeaf ? String(value) : listing(value)),
  };
}

/** In text, what has parts is listed by them. */
const listing = (value: Exclude<Value, string | boolean>): string =>
  Object.entries(value)
    .map(([name, part]) => (typeof part === "object" ? `${name}/` : name))
    .join("\n");

function walk(value: Value, segments: readonly string[]): Value | undefined {
  let at: Value | undefined = value;
  for (const segment of segments) {
    if (typeof at !== "object") return undefined;
    at = Object.entries(at).find(([name]) => name.toLowerCase() === segment.toLowerCase())?.[1] as Value | undefined;
  }
  return at;
}
