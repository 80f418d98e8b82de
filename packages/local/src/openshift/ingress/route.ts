import type { KubeObject } from "@aro/control-plane";
import type { Objects } from "../cluster/objects.ts";

const routes = "route.openshift.io/v1/routes";

/** What a route says of what comes in by its host. */
export interface RouteSpec {
  host?: string;
  path?: string;
  to?: { kind?: string; name?: string };
  port?: { targetPort?: number | string };
  tls?: { termination?: "edge" | "passthrough" | "reencrypt"; insecureEdgeTerminationPolicy?: string };
}

/** Its spec, whatever of it is there. */
export const routeSpec = (route: KubeObject): RouteSpec => (route["spec"] ?? {}) as RouteSpec;

/** Whether a path lies below another: `/a/b` below `/a`, `/ab` not. */
const isBelow = (path: string, base: string): boolean =>
  path === base || path.startsWith(base.endsWith("/") ? base : `${base}/`);

/** The route of a host and path: of several, the one with the longest path. */
export function routeFor(api: Objects, host: string, path: string): KubeObject | undefined {
  return api
    .list(routes)
    .filter((one) => routeSpec(one).host === host && isBelow(path, routeSpec(one).path ?? "/"))
    .sort((a, b) => (routeSpec(b).path ?? "").length - (routeSpec(a).path ?? "").length)[0];
}

/** What a route does with a call that came without TLS. */
export function insecure(route: KubeObject): "serve" | "redirect" | "refuse" {
  const { tls } = routeSpec(route);
  if (tls === undefined) return "serve";
  switch (tls.insecureEdgeTerminationPolicy) {
    case "Allow":
      return "serve";
    case "Redirect":
      return "redirect";
    default:
      return "refuse";
  }
}
