import type { AzureClients } from "@aro/azure";

/** Hyper-V generations that a size supports. */
export type Generations = readonly ("V1" | "V2")[];

/** What a region offers of a size. */
export interface MachineSize {
  name: string;
  zones: readonly string[];
  acceleratedNetworking: boolean;
  generations: Generations;
  /** The family whose cores are counted, as usages name it: `standardDSv5Family`. */
  family: string;
  cores: number;
  encryptionAtHost: boolean;
  /** Why the subscription may not have it in the region, as Azure says it (`NotAvailableForSubscription`); undefined when it may. */
  restriction: string | undefined;
}

interface Sku {
  resourceType?: string;
  name?: string;
  family?: string;
  locationInfo?: { zones?: string[] }[];
  capabilities?: { name?: string; value?: string }[];
  restrictions?: { type?: string; values?: string[]; reasonCode?: string }[];
}

const version = "2021-07-01";

/** The sizes by name, as the region offers them to the subscription; one that it does not offer is not among them. */
export async function offeredSizes(
  clients: Pick<AzureClients, "subscriptionId" | "call">,
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
      if (sku.resourceType?.toLowerCase() === "virtualmachines" && name !== undefined)
        found.set(name, size(name, region, sku));
    }
    path = page.nextLink ?? undefined;
    query = {};
  }
  return found;
}

/** As {@link offeredSizes}. @throws Error naming one that the region does not offer. */
export async function machineSizes(
  clients: AzureClients,
  region: string,
  names: readonly string[],
  signal: AbortSignal,
): Promise<ReadonlyMap<string, MachineSize>> {
  const found = await offeredSizes(clients, region, names, signal);
  const missing = names.find((name) => !found.has(name));
  if (missing !== undefined)
    throw new Error(
      `the machine size ${missing} is not offered to subscription ${clients.subscriptionId} in ${region}: choose another size or ask for access to it`,
    );
  return found;
}

function size(name: string, region: string, sku: Sku): MachineSize {
  const { family = "", locationInfo, capabilities = [], restrictions = [] } = sku;
  const capability = (of: string) => capabilities.find((one) => one.name === of)?.value ?? "";
  const generations = capability("HyperVGenerations").split(",");
  const restriction = restrictions.find(
    ({ type, values }) =>
      type?.toLowerCase() === "location" && values?.some((value) => value.toLowerCase() === region.toLowerCase()),
  );
  return {
    name,
    zones: locationInfo?.[0]?.zones ?? [],
    acceleratedNetworking: capability("AcceleratedNetworkingEnabled").toLowerCase() === "true",
    generations: (["V1", "V2"] as const).filter((one) => generations.includes(one)),
    family,
    cores: Number(capability("vCPUs")) || 0,
    encryptionAtHost: capability("EncryptionAtHostSupported").toLowerCase() === "true",
    restriction: restriction === undefined ? undefined : (restriction.reasonCode ?? "restricted"),
  };
}
