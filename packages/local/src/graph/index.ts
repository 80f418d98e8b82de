export type { GraphDeps } from "./deps.ts";
export { graph } from "./graph.ts";
