export { createResources, type Resources, type ResourcesDeps } from "./create.ts";
export type { ExternalResource, ExternalResources, Suffixes, Timing } from "./engine.ts";
export type { LimitName } from "./limits.ts";
