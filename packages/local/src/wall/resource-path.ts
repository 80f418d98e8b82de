import { remembered } from "./remembered.ts";

/** What a path of ARM addresses. Nothing is decoded or re-cased. */
export interface ResourcePath {
  subscriptionId?: string;
  resourceGroup?: string;
  /** Namespace of the last `/providers/`. */
  namespace?: string;
  /** `namespace/type[/type…]`; for what has no provider, the type Azure gives it, e.g. `Microsoft.Resources/resourceGroups`. */
  type?: string;
  /** Name of the resource; absent for collections and actions on them. */
  name?: string;
  /** Last segment of a POST on a resource. */
  action?: string;
}

/** None of these has more segments than five. */
const own = [
  [/^\/subscriptions$/i, "Microsoft.Resources/subscriptions"],
  [/^\/tenants$/i, "Microsoft.Resources/tenants"],
  [/^\/subscriptions\/[^/]+$/i, "Microsoft.Resources/subscriptions"],
  [/^\/subscriptions\/[^/]+\/locations$/i, "Microsoft.Resources/locations"],
  [/^\/subscriptions\/[^/]+\/resourcegroups(\/[^/]+(\/[^/]+)?)?$/i, "Microsoft.Resources/resourceGroups"],
  [/^\/subscriptions\/[^/]+\/resources$/i, "Microsoft.Resources/resources"],
  [/^(\/subscriptions\/[^/]+)?\/providers(\/[^/]+(\/(un)?register)?)?$/i, "Microsoft.Resources/providers"],
] as const;

/** Reads a path; what it does not recognise is left out. */
export function readResourcePath(pathname: string, method: string): ResourcePath {
  const path = pathname.endsWith("/") ? pathname.replace(/\/+$/, "") : pathname;
  const lower = path.toLowerCase();
  const [, first, subscriptionId, third, resourceGroup, , more] = path.split("/", 7);
  const scope: ResourcePath = {};
  if (first?.toLowerCase() === "subscriptions" && subscriptionId !== undefined && subscriptionId !== "") {
    scope.subscriptionId = subscriptionId;
    if (third?.toLowerCase() === "resourcegroups" && resourceGroup !== undefined && resourceGroup !== "")
      scope.resourceGroup = resourceGroup;
  }
  const last = lower.lastIndexOf("/providers/");
  // Features are addressed below the provider that has them: …/providers/Microsoft.Features/providers/NAMESPACE/features.
  const features = "/providers/microsoft.features";
  const at = last > 0 && lower.endsWith(features, last) ? last - features.length : last;
  const simple = more === undefined ? own.find(([pattern]) => pattern.test(path)) : undefined;
  if (simple !== undefined) {
    const namespace = at < 0 ? undefined : path.slice(at + 11).split("/")[0];
    return { ...scope, ...(namespace === undefined ? {} : { namespace }), type: simple[1] };
  }
  if (at < 0) return scope;
  const [namespace = "", ...rest] = path.slice(at + "/providers/".length).split("/");
  const action = method === "POST" && rest.length % 2 === 1 && rest.length > 1 ? rest.pop() : undefined;
  const types = rest.filter((_, index) => index % 2 === 0);
  const name = rest.length > 0 && rest.length % 2 === 0 ? rest.at(-1) : undefined;
  return {
    ...scope,
    namespace,
    ...(types.length === 0 ? {} : { type: [namespace, ...types].join("/") }),
    ...(name === undefined ? {} : { name }),
    ...(action === undefined ? {} : { action }),
  };
}

/** {@link readResourcePath}, with what paths came to remembered. */
export function createPathReader(): typeof readResourcePath {
  const read = remembered((method) => remembered((pathname) => readResourcePath(pathname, method)));
  return (pathname, method) => read(method)(pathname);
}

/** What a call does, as throttling and registration count it. */
export const callKind = (method: string): "read" | "write" | "delete" =>
  method === "GET" || method === "HEAD" ? "read" : method === "DELETE" ? "delete" : "write";
