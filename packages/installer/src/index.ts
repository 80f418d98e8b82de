export { buildGraph } from "./graph/build-graph.ts";
export { assetOf, type Graph, openGraph, sealGraph } from "./graph/graph.ts";
