export { createResources, type Resources, type ResourcesDeps } from "./create.ts";
export type { ClusterAccess, ExternalResource, ExternalResources, KubeconfigOf, Suffixes, Timing } from "./engine.ts";
export type { LimitName } from "./limits.ts";
