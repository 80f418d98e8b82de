import { type Graph, graphPlace, ignitionPlace, openGraph, sealGraph } from "@aro/cluster/graph";
import { type AssetFile, assetOf } from "../graph/assets.ts";
import { assetNames } from "../graph/build-graph.ts";
import type { InstallerContext } from "./context.ts";

/** The graph that an earlier run stored; undefined when none did. */
export async function readGraph({ blobs, sealer }: InstallerContext, signal: AbortSignal): Promise<Graph | undefined> {
  const sealed = await (await blobs(signal)).read(graphPlace.container, graphPlace.blob, signal);
  return sealed === undefined ? undefined : openGraph(sealed, sealer);
}

/**
 * Stores the bootstrap machine's ignition, then the graph: who finds a graph finds the ignition that goes with it (spec 03 §7.3). A container that
 * went with an earlier bootstrap is made again.
 */
export async function storeGraph(
  { blobs, sealer }: InstallerContext,
  graph: Graph,
  signal: AbortSignal,
): Promise<void> {
  const account = await blobs(signal);
  for (const { container } of [ignitionPlace, graphPlace]) await account.createContainer(container, signal);
  await account.write(ignitionPlace.container, ignitionPlace.blob, ignitionOf(graph), signal);
  await account.write(graphPlace.container, graphPlace.blob, sealGraph(graph, sealer), signal);
}

/** Puts the ignition of a stored graph back where the bootstrap machine looks for it, should it be gone. */
export async function restoreIgnition(
  { blobs }: InstallerContext,
  graph: Graph,
  signal: AbortSignal,
): Promise<boolean> {
  const account = await blobs(signal);
  if ((await account.read(ignitionPlace.container, ignitionPlace.blob, signal)) !== undefined) return false;
  await account.createContainer(ignitionPlace.container, signal);
  await account.write(ignitionPlace.container, ignitionPlace.blob, ignitionOf(graph), signal);
  return true;
}

const ignitionOf = (graph: Graph): Buffer =>
  Buffer.from(assetOf<{ File: AssetFile }>(graph, assetNames.bootstrap).File.Data, "base64");
