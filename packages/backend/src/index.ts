export { createBackend } from "./backend.ts";
export type { Backend, BackendDeps, BoundaryEvent, Failures, Flows } from "./deps.ts";
