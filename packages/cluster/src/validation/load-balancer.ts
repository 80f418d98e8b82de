import type { Finding } from "@aro/api";
import { isFailure } from "@aro/azure";
import { hasPublicIngress, infraIdOf, leavesByLoadBalancer, propertiesOf, regionOf } from "../names/cluster-facts.ts";
import { managedResourceId, resourceNames } from "../names/resource-names.ts";
import { apiVersionOf } from "../template/api-versions.ts";
import { usagesOf } from "./usages.ts";
import type { Validation } from "./validation.ts";

const target = "properties.networkProfile.loadBalancerProfile";
/** Ports that an address has for outgoing connections, and how many of them each machine is given (spec 03 §11.5). */
const portsOfAddress = 63_992;
const portsOfMachine = 1_024;

/** Whether the addresses that the customer asks for can be had, and serve all machines. */
export async function loadBalancerFindings(validation: Validation, signal: AbortSignal): Promise<Finding[]> {
  if (!leavesByLoadBalancer(validation.cluster)) return [];
  const found = await Promise.all([addressFindings(validation, signal), portFindings(validation, signal)]);
  return found.flat();
}

async function addressFindings({ cluster, creating, clients }: Validation, signal: AbortSignal): Promise<Finding[]> {
  const profile = propertiesOf(cluster).networkProfile.loadBalancerProfile;
  const count = profile?.managedOutboundIps?.count ?? 0;
  const effective = profile?.effectiveOutboundIps?.length ?? 0;
  // Of a cluster that stands only what is added counts, or an unchanged one would need as many again (spec 03 §11.5).
  const more = creating ? count + (hasPublicIngress(cluster) ? 1 : 0) : count - effective;
  if (count === 0 || more <= 0) return [];
  const region = regionOf(cluster);
  const usage = (await usagesOf(clients, "Microsoft.Network", region, signal)).get("publicipaddresses");
  if (usage === undefined || usage.limit - usage.used >= more) return [];
  return [
    {
      code: "ResourceQuotaExceeded",
      target: `${target}.ManagedOutboundIPs.Count`,
      message: `The cluster needs ${more} public IP addresses in '${region}', and the subscription may have ${Math.max(0, usage.limit - usage.used)} more of its ${usage.limit}. Ask for more quota of '${usage.shown}', free some, or ask for fewer addresses.`,
    },
  ];
}

async function portFindings({ cluster, creating, clients }: Validation, signal: AbortSignal): Promise<Finding[]> {
  if (creating) return [];
  const name = resourceNames(infraIdOf(cluster)).publicLoadBalancer;
  const id = managedResourceId(cluster, "Microsoft.Network/loadBalancers", name);
  const apiVersion = apiVersionOf("microsoft.network/loadbalancers") ?? "";
  let balancer: Balancer;
  try {
    balancer = (await clients.call({ method: "GET", path: id, apiVersion }, signal)).body as Balancer;
  } catch (error) {
    // The step that changes it says so.
    if (isFailure(error, "notFound")) return [];
    throw error;
  }
  const pools = balancer.properties?.backendAddressPools ?? [];
  const pool = pools.find((one) => one.name?.toLowerCase() === name.toLowerCase());
  const machines = pool?.properties?.backendIPConfigurations?.length ?? 0;
  const count = propertiesOf(cluster).networkProfile.loadBalancerProfile?.managedOutboundIps?.count ?? 0;
  const most = Math.floor((count * portsOfAddress) / portsOfMachine);
  if (machines <= most) return [];
  const needed = Math.ceil((machines * portsOfMachine) / portsOfAddress);
  return [
    {
      code: "InvalidParameter",
      target,
      message: `${count} outbound addresses serve ${most} machines, and the cluster has ${machines}. Ask for at least ${needed} addresses.`,
    },
  ];
}

interface Balancer {
  properties?: {
    backendAddressPools?: { name?: string; properties?: { backendIPConfigurations?: unknown[] } }[];
  };
}
