export { buildGraph } from "./graph/build-graph.ts";
