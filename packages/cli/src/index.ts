export { exitStatus } from "./exit.ts";
export { type FailureReport, reportOf } from "./failure.ts";
export { Problem } from "./problem.ts";
export { runCluster } from "./program.ts";
export type { LocalInstance, Output, World } from "./world.ts";
