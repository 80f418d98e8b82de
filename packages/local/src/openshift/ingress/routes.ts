import type { KubeObject } from "@aro/control-plane";
import type { Objects } from "../cluster/objects.ts";
import { conditionOf } from "../nodes/ready.ts";

const routes = "route.openshift.io/v1/routes";

/** Routes of the platform: namespace, name, service, how TLS ends. */
const platform = [
  ["openshift-authentication", "oauth-openshift", "oauth-openshift", "passthrough"],
  ["openshift-console", "console", "console", "reencrypt"],
  ["openshift-console", "downloads", "downloads", "edge"],
  ["openshift-ingress-canary", "canary", "ingress-canary", "edge"],
] as const;

const registry = { configs: "imageregistry.operator.openshift.io/v1/configs", namespace: "openshift-image-registry" };
const registryRoute = "default-route";

/** The host of a route that names none itself. */
const hostOf = (name: string, namespace: string, domain: string): string =>
  name === "oauth-openshift" ? `oauth-openshift.apps.${domain}` : `${name}-${namespace}.apps.${domain}`;

/** The registry has a name outside of the cluster when its configuration says so. */
function keepRegistryRoute(api: Objects, domain: string): void {
  const { defaultRoute } = (api.get(registry.configs, "cluster")?.["spec"] ?? {}) as { defaultRoute?: boolean };
  const held = api.get(routes, registryRoute, registry.namespace);
  if (defaultRoute !== true) {
    if (held !== undefined) api.remove(routes, registryRoute, registry.namespace);
    return;
  }
  api.ensure({
    apiVersion: "route.openshift.io/v1",
    kind: "Route",
    metadata: { name: registryRoute, namespace: registry.namespace },
    spec: {
      host: hostOf(registryRoute, registry.namespace, domain),
      to: { kind: "Service", name: "image-registry", weight: 100 },
      tls: { termination: "reencrypt" },
      wildcardPolicy: "None",
    },
  });
}

/** Makes the routes of the platform, each when its namespace is there. */
export function ensureRoutes(api: Objects, domain: string): void {
  for (const [namespace, name, service, termination] of platform)
    if (api.get("v1/namespaces", namespace) !== undefined)
      api.ensure({
        apiVersion: "route.openshift.io/v1",
        kind: "Route",
        metadata: { name, namespace },
        spec: {
          host: hostOf(name, namespace, domain),
          to: { kind: "Service", name: service, weight: 100 },
          port: { targetPort: "https" },
          tls: { termination, insecureEdgeTerminationPolicy: "Redirect" },
          wildcardPolicy: "None",
        },
      });
  keepRegistryRoute(api, domain);
}

/** Says that the default router has taken each route, and gives those a host that name none. */
export function admitRoutes(api: Objects, domain: string, now: string): void {
  for (const route of api.list(routes)) {
    const { name, namespace = "" } = route.metadata;
    const spec = (route["spec"] ?? {}) as { host?: string };
    const host = spec.host || hostOf(name, namespace, domain);
    if (spec.host !== host)
      api.change(routes, name, namespace, (held) => ({ ...held, spec: { ...(held["spec"] as object), host } }));
    if (isAdmitted(route)) continue;
    api.setStatus(routes, name, namespace, {
      ingress: [
        {
          host,
          routerCanonicalHostname: `router-default.apps.${domain}`,
          routerName: "default",
          wildcardPolicy: "None",
          conditions: [{ type: "Admitted", status: "True", lastTransitionTime: now }],
        },
      ],
    });
  }
}

const isAdmitted = (route: KubeObject): boolean => {
  const [first] = ((route["status"] ?? {}) as { ingress?: readonly object[] }).ingress ?? [];
  return first !== undefined && conditionOf({ ...route, status: first }, "Admitted") === "True";
};
