import type { ClusterContext } from "../context.ts";
import { clusterBlobs } from "../storage.ts";
import { type Graph, graphPlace, openGraph } from "./graph.ts";

const remembered = "graph";

/** The cluster's graph, read once a run. @throws Error when the installer has not stored it. */
export async function loadGraph(context: ClusterContext, signal: AbortSignal): Promise<Graph> {
  const known = context.run.memory.get(remembered) as Graph | undefined;
  if (known !== undefined) return known;
  const blobs = await clusterBlobs(context, { permissions: "r", resourceTypes: "o" }, signal);
  const sealed = await blobs.read(graphPlace.container, graphPlace.blob, signal);
  if (sealed === undefined)
    throw new Error(`cluster ${context.run.cluster().id}: the installer has not stored the graph`);
  const graph = openGraph(sealed, context.sealer);
  context.run.memory.set(remembered, graph);
  return graph;
}
