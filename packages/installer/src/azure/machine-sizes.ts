import type { AzureClients } from "@aro/azure";
import type { Generations } from "../cluster/os-image.ts";

/** What a region offers of a size. */
export interface MachineSize {
  name: string;
  zones: readonly string[];
  acceleratedNetworking: boolean;
  generations: Generations;
}

interface Sku {
  resourceType?: string;
  name?: string;
  locationInfo?: { zones?: string[] }[];
  capabilities?: { name?: string; value?: string }[];
}

const version = "2021-07-01";

/** The sizes by name, as the region offers them to the subscription. @throws Error naming one that it does not offer. */
export async function machineSizes(
  clients: AzureClients,
  region: string,
  names: readonly string[],
  signal: AbortSignal,
): Promise<ReadonlyMap<string, MachineSize>> {
  const wanted = new Set(names.map((name) => name.toLowerCase()));
  const found = new Map<string, MachineSize>();
  let path: string | undefined = `/subscriptions/${clients.subscriptionId}/providers/Microsoft.Compute/skus`;
  let query: Record<string, string> = { $filter: `location eq '${region}'` };
  while (path !== undefined && found.size < wanted.size) {
    const { body } = await clients.call({ method: "GET", path, apiVersion: version, query }, signal);
    const page = body as { value?: Sku[]; nextLink?: string | null };
    for (const sku of page.value ?? []) {
      const name = names.find((one) => one.toLowerCase() === sku.name?.toLowerCase());
      if (sku.resourceType?.toLowerCase() === "virtualmachines" && name !== undefined) found.set(name, size(name, sku));
    }
    path = page.nextLink ?? undefined;
    query = {};
  }
  const missing = names.find((name) => !found.has(name));
  if (missing !== undefined)
    throw new Error(
      `the machine size ${missing} is not offered to subscription ${clients.subscriptionId} in ${region}: choose another size or ask for access to it`,
    );
  return found;
}

function size(name: string, { locationInfo, capabilities = [] }: Sku): MachineSize {
  const capability = (of: string) => capabilities.find((one) => one.name === of)?.value ?? "";
  const generations = capability("HyperVGenerations").split(",");
  return {
    name,
    zones: locationInfo?.[0]?.zones ?? [],
    acceleratedNetworking: capability("AcceleratedNetworkingEnabled").toLowerCase() === "true",
    generations: (["V1", "V2"] as const).filter((one) => generations.includes(one)),
  };
}
