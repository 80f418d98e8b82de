import type { Cloud } from "@aro/api";
import type { Graph } from "@aro/cluster/graph";
import type { ClearCluster } from "../cluster/clear-cluster.ts";
import { type AssetFile, assetOf } from "../graph/assets.ts";
import { assetNames } from "../graph/build-graph.ts";
import type { InstallConfig } from "../install-config/types.ts";
import type { MachineAssets, MachineFacts } from "./template.ts";

/** What the machines are made from, as it was decided when the assets were made: what a region offers may have changed since. */
export function machineFacts(graph: Graph, cluster: ClearCluster, cloud: Cloud): MachineFacts {
  const { config } = assetOf<{ config: InstallConfig }>(graph, assetNames.installConfig);
  const { azure } = config.controlPlane.platform;
  const { publisher, offer, sku, version } = azure.osImage;
  return {
    cluster,
    cloud,
    image: { publisher, offer, sku, version },
    controlPlane: {
      vmSize: azure.type,
      zones: azure.zones.filter((zone) => zone !== ""),
      acceleratedNetworking: azure.vmNetworkingType === "Accelerated",
    },
  };
}

export const machineAssets = (graph: Graph): MachineAssets => ({
  masterCustomData: assetOf<{ File: AssetFile }>(graph, assetNames.master).File.Data,
  password: assetOf<{ Password: string }>(graph, assetNames.machinePassword).Password,
});
