export type { OperationRun } from "./run.ts";
