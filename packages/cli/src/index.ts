export { exitStatus } from "./exit.ts";
export { type FailureReport, reportOf } from "./failure.ts";
export { jsonText } from "./output/json.ts";
export { type Column, tableText } from "./output/table.ts";
export { Problem } from "./problem.ts";
export { runCluster } from "./program.ts";
export { elapsedText } from "./progress/elapsed.ts";
export { type Session, type SignInFlags, signIn } from "./sign-in.ts";
export type { Directory, LocalInstance, Output, World } from "./world.ts";
