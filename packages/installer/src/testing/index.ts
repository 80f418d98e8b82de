export { sampleCluster, sampleFacts } from "./sample.ts";
export { sampleBootstrapIgnition, sampleGraph } from "./sample-graph.ts";
