import type { ClusterContext } from "../context.ts";
import { clusterBlobs } from "../storage.ts";
import { type Graph, graphPlace, openGraph } from "./graph.ts";

const remembered = "graph";

/** The cluster's graph, read once a run. @throws CloudError when it is not there. */
export async function loadGraph(context: ClusterContext, signal: AbortSignal): Promise<Graph> {
  const known = context.run.memory.get(remembered) as Graph | undefined;
  if (known !== undefined) return known;
  const blobs = await clusterBlobs(context, { permissions: "r", resourceTypes: "o" }, signal);
  const sealed = await blobs.read(graphPlace.container, graphPlace.blob, signal);
  const graph = openGraph(sealed, context.sealer);
  context.run.memory.set(remembered, graph);
  return graph;
}
