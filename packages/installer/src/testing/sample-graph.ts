import type { Graph } from "@aro/cluster/graph";
import { systemRandom } from "@aro/runtime";
import type { InstallFacts } from "../cluster/facts.ts";
import { type AssetFile, assetOf, textOf } from "../graph/assets.ts";
import { assetNames, buildGraph } from "../graph/build-graph.ts";
import type { IgnitionConfig } from "../ignition/config.ts";
import { sampleFacts } from "./sample.ts";

/** All assets of the sample cluster, with fresh keys. */
export const sampleGraph = (change: Partial<InstallFacts> = {}): Promise<Graph> =>
  buildGraph(sampleFacts(change), { random: systemRandom });

/** The Ignition config of the sample cluster's bootstrap machine, for who boots such machines. */
export const sampleBootstrapIgnition = async (change: Partial<InstallFacts> = {}): Promise<IgnitionConfig> =>
  JSON.parse(
    textOf(assetOf<{ File: AssetFile }>(await sampleGraph(change), assetNames.bootstrap).File),
  ) as IgnitionConfig;
