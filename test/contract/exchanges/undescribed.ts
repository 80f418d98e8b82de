import type { Exchange } from "./exchange.ts";

/** What is served and no published description has: why it is right all the same. */
interface Undescribed {
  what: string;
  method: string;
  path: RegExp;
  /** Absent: any. */
  version?: string;
}

const location = "^/subscriptions/[^/]+/providers/[^/]+/locations/[^/]+";

/** Routes that answer with success though the description of the version does not have them; everything else is to be found there. */
const undescribed: readonly Undescribed[] = [
  {
    what: "where an operation stands: ARM's, in any version (ARM-ASY-04)",
    method: "GET",
    path: new RegExp(`${location}/operationsstatus/[^/]+$`, "i"),
  },
  {
    what: "what an operation came to (ARM-ASY-09)",
    method: "GET",
    path: new RegExp(`${location}/operationresults/[^/]+$`, "i"),
  },
  {
    what: "one OpenShift version: served wherever the list is, described since 2024-08-12-preview (spec 01 §1.1)",
    method: "GET",
    path: new RegExp(`${location}/openshiftversions/[^/]+$`, "i"),
  },
  {
    what: "the state of a subscription: ARM's own call (ARM-SUB-01)",
    method: "PUT",
    path: /^\/subscriptions\/[^/]+$/i,
  },
  {
    what: "what is asked of us before a template is deployed: ARM's own call (ARM-PRE-01)",
    method: "POST",
    path: /\/preflight$/i,
  },
  {
    what: "operations: asked for in versions that nobody described, since ARM fans the call out",
    method: "GET",
    path: /^\/providers\/[^/]+\/operations$/i,
  },
  {
    what: "a cluster in the administrators' version, which is never published (spec 01 §1.1)",
    method: "GET",
    path: /\/openshiftclusters\/[^/]+$/i,
    version: "admin",
  },
  { what: "readiness: asked by load balancers", method: "GET", path: /^\/healthz\/ready$/i },
];

/** Whether the exchange's route is one of those, in the version that was asked for. */
export const isUndescribed = ({ method }: Exchange, { pathname, searchParams }: URL): boolean =>
  undescribed.some(
    ({ version, ...one }) =>
      one.method === method &&
      one.path.test(pathname.replace(/\/+$/, "")) &&
      (version === undefined || version === searchParams.get("api-version")),
  );
