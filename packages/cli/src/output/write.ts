import type { Cluster } from "@aro/client";
import type { World } from "../world.ts";
import { clusterColumns } from "./cluster-table.ts";
import { jsonText } from "./json.ts";
import { tableText } from "./table.ts";

/** How results are printed. */
export type OutputFormat = "json" | "table";

/** Prints one cluster on stdout. */
export const writeCluster = (world: World, cluster: Cluster, format: OutputFormat): void =>
  world.stdout.write(format === "json" ? jsonText(cluster) : tableText(clusterColumns, [cluster], world.stdout));

/** Prints clusters on stdout. */
export const writeClusters = (world: World, clusters: readonly Cluster[], format: OutputFormat): void =>
  world.stdout.write(format === "json" ? jsonText(clusters) : tableText(clusterColumns, clusters, world.stdout));
