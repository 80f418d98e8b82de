/** A resource's address, taken apart. `key` forms are lower case. */
export interface ResourceId {
  /** As it was written, without a slash at the end. */
  id: string;
  key: string;
  /** What stands before the last `/providers/`; empty at tenant scope. */
  scope: string;
  scopeKey: string;
  /** Lower case; empty at tenant scope. */
  subscription: string;
  /** Key of the resource group; empty outside of groups. */
  group: string;
  namespace: string;
  /** `Microsoft.Network/virtualNetworks/subnets`, as written. */
  type: string;
  typeKey: string;
  types: readonly string[];
  names: readonly string[];
  /** The last name. */
  name: string;
}

/** Takes a full resource id apart; undefined when it is none. */
export function parseId(id: string): ResourceId | undefined {
  const trimmed = id.endsWith("/") ? id.slice(0, -1) : id;
  const at = trimmed.toLowerCase().lastIndexOf("/providers/");
  if (at < 0 || !trimmed.startsWith("/")) return undefined;
  const [namespace, ...rest] = trimmed.slice(at + "/providers/".length).split("/");
  if (namespace === undefined || namespace === "" || rest.length < 2 || rest.includes("")) return undefined;
  return fromSegments(trimmed.slice(0, at), namespace, rest, trimmed);
}

/** The address made of a scope, a provider and what comes after it: types and names in turn. */
export function fromSegments(scope: string, namespace: string, rest: readonly string[], id: string): ResourceId {
  const types = rest.filter((_, index) => index % 2 === 0);
  const names = rest.filter((_, index) => index % 2 === 1);
  const scopeKey = scope.toLowerCase();
  const within = /^\/subscriptions\/([^/]+)(\/resourcegroups\/[^/]+)?/.exec(scopeKey);
  const type = [namespace, ...types].join("/");
  return {
    id,
    key: id.toLowerCase(),
    scope,
    scopeKey,
    subscription: within?.[1] ?? "",
    group: within?.[2] === undefined ? "" : within[0],
    namespace,
    type,
    typeKey: type.toLowerCase(),
    types,
    names,
    name: names.at(-1) ?? "",
  };
}
