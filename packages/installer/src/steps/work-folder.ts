import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Graph } from "@aro/cluster/graph";
import { type InstallFacts, infraIdOf, managedGroupOf, regionOf } from "../cluster/facts.ts";
import { type AssetFile, assetOf } from "../graph/assets.ts";
import { assetNames } from "../graph/build-graph.ts";
import type { InstallConfig } from "../install-config/types.ts";

/** Assets whose file is left in the working folder. */
const assets = [
  assetNames.bootstrap,
  assetNames.master,
  assetNames.worker,
  assetNames.adminInternal,
  assetNames.password,
] as const;

/** Writes what Hive picks up after `create manifests`: ignition files, the administrator's kubeconfig and password, `metadata.json`. */
export async function writeWorkFolder(
  folder: string,
  graph: Graph,
  facts: Pick<InstallFacts, "cluster" | "documentId">,
): Promise<void> {
  const write = async (name: string, contents: string | Uint8Array) => {
    const path = join(folder, name);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, contents, { mode: 0o600 });
  };
  for (const name of assets) {
    const { File } = assetOf<{ File: AssetFile }>(graph, name);
    await write(File.Filename, Buffer.from(File.Data, "base64"));
  }
  const { config } = assetOf<{ config: InstallConfig }>(graph, assetNames.installConfig);
  const { azure } = config.platform;
  const metadata = {
    clusterName: config.metadata.name,
    clusterID: facts.documentId,
    infraID: infraIdOf(facts),
    azure: {
      ...(azure.armEndpoint === undefined ? {} : { armEndpoint: azure.armEndpoint }),
      cloudName: azure.cloudName,
      region: regionOf(facts),
      resourceGroupName: managedGroupOf(facts),
      baseDomainResourceGroupName: azure.baseDomainResourceGroupName,
    },
  };
  await write("metadata.json", `${JSON.stringify(metadata)}\n`);
}
