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
  const path = pathname.replace(/\/+$/, "");
  const subscriptionId = /^\/subscriptions\/([^/]+)/i.exec(path)?.[1];
  const resourceGroup = /^\/subscriptions\/[^/]+\/resourcegroups\/([^/]+)/i.exec(path)?.[1];
  const scope = {
    ...(subscriptionId === undefined ? {} : { subscriptionId }),
    ...(resourceGroup === undefined ? {} : { resourceGroup }),
  };
  const last = path.toLowerCase().lastIndexOf("/providers/");
  // Features are addressed below the provider that has them: …/providers/Microsoft.Features/providers/NAMESPACE/features.
  const features = "/providers/microsoft.features";
  const at = path.slice(0, Math.max(0, last)).toLowerCase().endsWith(features) ? last - features.length : last;
  const simple = own.find(([pattern]) => pattern.test(path));
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

/** What a call does, as throttling and registration count it. */
export const callKind = (method: string): "read" | "write" | "delete" =>
  method === "GET" || method === "HEAD" ? "read" : method === "DELETE" ? "delete" : "write";
