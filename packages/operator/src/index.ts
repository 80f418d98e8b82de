export { reachBy } from "./controllers/internet/reach.ts";
export { controllersOf } from "./controllers/table.ts";
export { type OperatorOptions, runOperator } from "./run-operator.ts";
export type { Controller, Looked, OperatorContext, Watch } from "./runtime/controller.ts";
export type { ListenAddress } from "./runtime/listeners.ts";
