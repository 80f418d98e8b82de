import type { Clock } from "@aro/runtime";

/** What the metadata service says of the machine we run on: a node of Hive's cluster (spec 03 §7.2). */
export interface MachineMetadata {
  cloud: string;
  subscriptionId: string;
  /** Group of the nodes. */
  resourceGroup: string;
}

const version = "2021-02-01";
const attempts = 5;
const pauseMilliseconds = 500;

/** @throws Error saying what to look after when the service does not answer. */
export async function machineMetadata(
  address: string,
  { fetch, clock }: { fetch: typeof globalThis.fetch; clock: Clock },
  signal: AbortSignal,
): Promise<MachineMetadata> {
  const url = `${address}/metadata/instance/compute?api-version=${version}&format=json`;
  for (let attempt = 1; ; attempt++) {
    try {
      const answer = await fetch(url, { headers: { metadata: "true" }, signal });
      if (!answer.ok) throw new Error(`it answered ${answer.status} ${await answer.text()}`);
      const compute = (await answer.json()) as Record<string, string | undefined>;
      const { azEnvironment: cloud, subscriptionId, resourceGroupName: resourceGroup } = compute;
      if (!cloud || !subscriptionId || !resourceGroup) throw new Error("it told no cloud, subscription or group");
      return { cloud, subscriptionId, resourceGroup };
    } catch (error) {
      signal.throwIfAborted();
      if (attempt === attempts)
        throw new Error(
          `the metadata service at ${address} cannot be used: ${reason(error)}. The installer runs on a node of Hive's cluster, or with AZURE_POD_IDENTITY_AUTHORITY_HOST set.`,
          { cause: error },
        );
    }
    await clock.sleep(pauseMilliseconds, signal);
  }
}

/** What went wrong; that nothing was there says `fetch` only in the cause. */
const reason = (error: unknown): string => {
  const { message, cause } = error as Error;
  return cause instanceof Error ? `${message}: ${cause.message}` : message;
};

/** The identity of the nodes' pool, by which the installer reads the service's vault. */
export const agentPoolIdentity = ({ subscriptionId, resourceGroup }: MachineMetadata, shard: number): string =>
  `/subscriptions/${subscriptionId}/resourcegroups/${resourceGroup}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/aro-aks-cluster-${String(shard).padStart(3, "0")}-agentpool`;
