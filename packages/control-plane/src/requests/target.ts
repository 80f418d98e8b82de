import type { Attributes } from "../access/access.ts";

/** What a request is about, read out of its path and method. */
export interface RequestTarget {
  group: string;
  version: string;
  namespace?: string;
  plural: string;
  name?: string;
  subresource?: string;
  /** What follows the subresource: the path behind `proxy`. */
  rest?: string;
  verb: string;
}

const verbs: Readonly<Record<string, readonly [one: string, many: string]>> = {
  GET: ["get", "list"],
  POST: ["create", "create"],
  PUT: ["update", "update"],
  PATCH: ["patch", "patch"],
  DELETE: ["delete", "deletecollection"],
};

/** Reads `/api/v1/…` and `/apis/GROUP/VERSION/…`; undefined when the path names no resource. */
export function readTarget(method: string, url: URL): RequestTarget | undefined {
  const segments = url.pathname.split("/").slice(1).map(decode);
  if (segments.at(-1) === "") segments.pop();
  const core = segments[0] === "api";
  if (!core && segments[0] !== "apis") return undefined;
  const [group, version, ...path] = core ? ["", ...segments.slice(1)] : segments.slice(1);
  if (group === undefined || version === undefined || path.length === 0) return undefined;
  // `/watch/` before the resource is the old way to ask for a watch.
  const watchPath = path[0] === "watch" && path.length > 1;
  if (watchPath) path.shift();
  const scoped = path[0] === "namespaces" && path.length > 2 && !isNamespaceSubresource(path);
  const namespace = scoped ? path[1] : undefined;
  const [plural = "", name, subresource, ...rest] = scoped ? path.slice(2) : path;
  const [one, many] = verbs[method] ?? ["", ""];
  let verb = name === undefined ? many : one;
  if (verb === "list" && isTrue(url.searchParams.get("watch"))) verb = "watch";
  if (watchPath && (verb === "list" || verb === "get") && subresource === undefined) verb = "watch";
  return {
    group,
    version,
    plural,
    verb,
    ...(namespace === undefined ? {} : { namespace }),
    ...(name === undefined ? {} : { name }),
    ...(subresource === undefined ? {} : { subresource }),
    ...(rest.length === 0 ? {} : { rest: rest.join("/") }),
  };
}

const isNamespaceSubresource = (path: readonly string[]): boolean =>
  path.length === 3 && (path[2] === "status" || path[2] === "finalize");

const decode = (segment: string): string => {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
};

/** Booleans of query parameters, as Go reads them. */
export const isTrue = (text: string | null): boolean => text !== null && text !== "0" && text !== "false";

/** What access control is asked. */
export function attributesOf(target: RequestTarget | undefined, method: string, url: URL): Attributes {
  if (target === undefined) return { kind: "path", verb: method.toLowerCase(), path: url.pathname };
  const { verb, group, version, plural, subresource, namespace, name } = target;
  const within = namespace ?? (plural === "namespaces" && group === "" ? name : undefined);
  return {
    kind: "resource",
    verb,
    group,
    version,
    resource: plural,
    ...(subresource === undefined ? {} : { subresource }),
    ...(within === undefined ? {} : { namespace: within }),
    ...(name === undefined ? {} : { name }),
  };
}
