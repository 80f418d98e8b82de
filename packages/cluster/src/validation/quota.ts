import type { Finding } from "@aro/api";
import type { MachineSize } from "../machines/index.ts";
import { regionOf } from "../names/cluster-facts.ts";
import { machineKinds } from "./sizes.ts";
import { usagesOf } from "./usages.ts";
import type { Validation } from "./validation.ts";

/** Public addresses of a cluster: API server, ingress, and one for its making (spec 03 §11.7). */
const publicAddresses = 3;

interface Need {
  /** As the provider names what it counts. */
  name: string;
  amount: number;
  target: string;
}

/** What the machines of a cluster use of what is limited. */
function machineNeeds({ cluster }: Pick<Validation, "cluster">, sizes: ReadonlyMap<string, MachineSize>): Need[] {
  const needs = new Map<string, Need>();
  const need = (name: string, amount: number, target: string) => {
    const former = needs.get(name.toLowerCase());
    needs.set(name.toLowerCase(), { name, target: former?.target ?? target, amount: (former?.amount ?? 0) + amount });
  };
  for (const { vmSize, count, profile } of machineKinds(cluster)) {
    const size = sizes.get(vmSize);
    const target = `${profile}.VMSize`;
    need("virtualMachines", count, target);
    need("PremiumDiskCount", count, target);
    if (size === undefined) continue;
    need("cores", size.cores * count, target);
    if (size.family !== "") need(size.family, size.cores * count, target);
  }
  return [...needs.values()];
}

/** Whether the subscription may have the machines and addresses of a new cluster besides what it has (spec 03 §11.7). Only what the providers list has a limit. */
export async function quotaFindings(
  validation: Pick<Validation, "cluster" | "clients">,
  sizes: ReadonlyMap<string, MachineSize>,
  signal: AbortSignal,
): Promise<Finding[]> {
  const { clients, cluster } = validation;
  const region = regionOf(cluster);
  const [compute, network] = await Promise.all([
    usagesOf(clients, "Microsoft.Compute", region, signal),
    usagesOf(clients, "Microsoft.Network", region, signal),
  ]);
  const addresses: Need = {
    name: "PublicIPAddresses",
    amount: publicAddresses,
    target: "properties.networkProfile",
  };
  const asked = [
    ...machineNeeds(validation, sizes).map((need) => ({ need, usage: compute.get(need.name.toLowerCase()) })),
    { need: addresses, usage: network.get(addresses.name.toLowerCase()) },
  ];
  return asked.flatMap(({ need: { amount, target }, usage }): Finding[] => {
    if (usage === undefined || usage.limit - usage.used >= amount) return [];
    const left = Math.max(0, usage.limit - usage.used);
    const message = `The cluster needs ${amount} of '${usage.shown}' (${usage.name}) in '${region}', and of the subscription's ${usage.limit} are ${left} left. Ask for more quota in this region, free some, or choose another size or region.`;
    return [{ code: "ResourceQuotaExceeded", target, message }];
  });
}
