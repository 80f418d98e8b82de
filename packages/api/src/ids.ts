declare const brand: unique symbol;

/** An ARM resource id as somebody wrote it. Compare ignoring case, or by {@link resourceKey}. */
export type ResourceId = string & { readonly [brand]?: "ResourceId" };

/** The parts of an ARM id `/subscriptions/S[/resourceGroups/G[/providers/N/T/name[/T/name…]]]`. */
export interface ResourceIdParts {
  subscriptionId: string;
  resourceGroup: string;
  namespace: string;
  /** `namespace/type[/type…]`. */
  type: string;
  name: string;
  /** Names from the outermost type inwards. */
  names: string[];
}

const pattern = /^\/subscriptions\/([^/]+)\/resourceGroups\/([^/]+)\/providers\/([^/]+)\/(.+)$/i;

/** The parts, or undefined when `id` is not the id of a resource in a group. */
export function parseResourceId(id: string): ResourceIdParts | undefined {
  const match = pattern.exec(id);
  if (match === null) return undefined;
  const [, subscriptionId = "", resourceGroup = "", namespace = "", rest = ""] = match;
  const segments = rest.split("/");
  if (segments.length % 2 !== 0 || segments.some((segment) => segment === "")) return undefined;
  const types = segments.filter((_, index) => index % 2 === 0);
  const names = segments.filter((_, index) => index % 2 === 1);
  return {
    subscriptionId,
    resourceGroup,
    namespace,
    type: [namespace, ...types].join("/"),
    name: names.at(-1) ?? "",
    names,
  };
}

/** How ids are compared and stored as keys. */
export const resourceKey = (id: string): string => id.toLowerCase();

/** The last segment: a resource's own name. */
export const lastSegment = (id: string): string => id.slice(id.lastIndexOf("/") + 1);

/** The cluster type as ARM shows it. */
export const clusterType = "Microsoft.RedHatOpenShift/openShiftClusters";
export const providerNamespace = "Microsoft.RedHatOpenShift";
