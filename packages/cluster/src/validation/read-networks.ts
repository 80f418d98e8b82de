import { failureOf, isFailure } from "@aro/azure";
import { type ClusterSubnet, masterSubnet, workerSubnets } from "../network/cluster-subnets.ts";
import { apiVersionOf } from "../template/api-versions.ts";
import type { Validation } from "./validation.ts";

/** A subnet as Azure has it. */
export interface SubnetFacts {
  id?: string;
  properties?: {
    addressPrefix?: string;
    addressPrefixes?: string[];
    provisioningState?: string;
    networkSecurityGroup?: { id?: string };
    routeTable?: { id?: string };
    natGateway?: { id?: string };
  };
}

/** A virtual network of the cluster, and which of the cluster's subnets are in it. */
export interface ClusterNetwork {
  id: string;
  /** The first of the subnets' targets. */
  target: string;
  subnets: readonly ClusterSubnet[];
}

/** What Azure says of a network. */
export type NetworkAnswer =
  | { outcome: "found"; location: string; subnets: ReadonlyMap<string, SubnetFacts> }
  | { outcome: "missing" }
  | { outcome: "forbidden"; error: unknown };

/** The subnet's network. */
const networkOf = (subnetId: string): string => subnetId.replace(/\/subnets\/[^/]*$/i, "");

/** The cluster's networks, each once, in the order of its subnets. */
export function clusterNetworks({ cluster }: Validation): ClusterNetwork[] {
  const subnets = [masterSubnet(cluster), ...workerSubnets(cluster)];
  const byNetwork = Map.groupBy(subnets, ({ id }) => networkOf(id).toLowerCase());
  return [...byNetwork.values()].flatMap((inside) => {
    const [first] = inside;
    return first === undefined ? [] : [{ id: networkOf(first.id), target: first.target, subnets: inside }];
  });
}

/** Reads a network with its subnets. */
export async function readNetwork({ clients }: Validation, id: string, signal: AbortSignal): Promise<NetworkAnswer> {
  try {
    const apiVersion = apiVersionOf("microsoft.network/virtualnetworks") ?? "";
    const { body } = await clients.call({ method: "GET", path: id, apiVersion }, signal);
    const { location = "", properties } = body as { location?: string; properties?: { subnets?: SubnetFacts[] } };
    const subnets = new Map((properties?.subnets ?? []).map((subnet) => [subnet.id?.toLowerCase() ?? "", subnet]));
    return { outcome: "found", location, subnets };
  } catch (error) {
    if (isFailure(error, "notFound")) return { outcome: "missing" };
    if (failureOf(error).status === 403) return { outcome: "forbidden", error };
    throw error;
  }
}

/** All ranges of a subnet. */
export const prefixesOf = ({ properties }: SubnetFacts): readonly string[] => {
  const { addressPrefix, addressPrefixes = [] } = properties ?? {};
  return addressPrefix === undefined || addressPrefixes.includes(addressPrefix)
    ? addressPrefixes
    : [addressPrefix, ...addressPrefixes];
};
