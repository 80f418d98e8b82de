import { parseResourceId } from "@aro/api";
import { Problem } from "../problem.ts";
import type { CreateArguments } from "./flags.ts";

/** The two subnets of a cluster and their virtual network, as ids. */
export interface Subnets {
  vnetId: string;
  masterSubnetId: string;
  workerSubnetId: string;
}

/**
 * The subnets that the flags name, by id or by name in `--vnet` (spec 06 §7.4).
 * @throws Problem for the first rule that is broken.
 */
export function resolveSubnets(
  given: Pick<CreateArguments, "vnet" | "vnetResourceGroup" | "masterSubnet" | "workerSubnet">,
  where: { subscriptionId: string; resourceGroup: string },
): Subnets {
  const vnetId = vnetIdOf(given, where);
  const masterSubnetId = subnetId("--master-subnet", given.masterSubnet, vnetId, where.subscriptionId);
  const workerSubnetId = subnetId("--worker-subnet", given.workerSubnet, vnetId, where.subscriptionId);
  const [master, worker] = [parseResourceId(masterSubnetId), parseResourceId(workerSubnetId)];
  if (!same(master?.resourceGroup, worker?.resourceGroup) || !same(master?.names[0], worker?.names[0]))
    throw Problem.usage(
      `--master-subnet and --worker-subnet lie in different virtual networks (${master?.names[0]} and ${worker?.names[0]}); choose two subnets of one`,
    );
  if (same(master?.name, worker?.name))
    throw Problem.usage(
      `--master-subnet and --worker-subnet are both "${master?.name}"; masters and workers need a subnet each`,
    );
  return { vnetId: masterSubnetId.replace(/\/subnets\/[^/]+$/i, ""), masterSubnetId, workerSubnetId };
}

function vnetIdOf(
  given: Pick<CreateArguments, "vnet" | "vnetResourceGroup">,
  where: { subscriptionId: string; resourceGroup: string },
): string | undefined {
  if (given.vnet === undefined || given.vnet.includes("/")) return given.vnet;
  const group = given.vnetResourceGroup ?? where.resourceGroup;
  return `/subscriptions/${where.subscriptionId}/resourceGroups/${group}/providers/Microsoft.Network/virtualNetworks/${given.vnet}`;
}

function subnetId(flag: string, given: string, vnetId: string | undefined, subscriptionId: string): string {
  if (!given.includes("/") && vnetId === undefined)
    throw Problem.usage(`${flag}: "${given}" is a name, so --vnet is needed; or give the subnet's id`);
  const id = given.includes("/") ? given : `${vnetId}/subnets/${given}`;
  const parts = parseResourceId(id);
  if (parts === undefined || !same(parts.type, "Microsoft.Network/virtualNetworks/subnets"))
    throw Problem.usage(
      `${flag}: "${id}" is not the id of a subnet (/subscriptions/…/resourceGroups/…/providers/Microsoft.Network/virtualNetworks/…/subnets/…)`,
    );
  if (!same(parts.subscriptionId, subscriptionId))
    throw Problem.usage(
      `${flag}: "${id}" is in subscription ${parts.subscriptionId}, the cluster in ${subscriptionId}; they must be the same`,
    );
  return id;
}

const same = (a: string | undefined, b: string | undefined): boolean => a?.toLowerCase() === b?.toLowerCase();
