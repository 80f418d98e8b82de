import { type AccountBlobs, accountBlobs, accountSas } from "@aro/azure";
import type { ClusterContext } from "./context.ts";
import { managedGroup, propertiesOf } from "./names/cluster-facts.ts";

const dayMilliseconds = 86_400_000;

/** The cluster's own storage account: its graph, and while it is installed its ignition (spec 03 §7.3). */
function clusterAccount(context: Pick<ClusterContext, "run">): string {
  const cluster = context.run.cluster();
  const { storageSuffix } = propertiesOf(cluster);
  if (!storageSuffix) throw new Error(`cluster ${cluster.id}: the storage suffix has not been drawn`);
  return `cluster${storageSuffix}`;
}

/** The account's blobs for a day, by a token that ARM signs. `permissions` as Azure spells them, such as `rl`. */
export async function clusterBlobs(
  context: ClusterContext,
  use: { permissions: string; resourceTypes: "o" | "c" | "co" },
  signal: AbortSignal,
): Promise<AccountBlobs> {
  const account = clusterAccount(context);
  const now = context.clock.now();
  const sas = await accountSas(
    context.azure.clients,
    { resourceGroup: managedGroup(context.run.cluster()), account, ...use, from: now, until: now + dayMilliseconds },
    signal,
  );
  return accountBlobs(context.cloud, account, sas);
}
