import type { ClusterContext } from "../context.ts";
import { managedGroup } from "../names/cluster-facts.ts";

/** The IPv4 address behind a public address of the managed group. @throws Error when Azure has not given it one. */
export async function readPublicAddress(context: ClusterContext, name: string, signal: AbortSignal): Promise<string> {
  const { publicIPAddresses } = await context.azure.clients.network();
  const { ipAddress } = await publicIPAddresses.get(managedGroup(context.run.cluster()), name, { abortSignal: signal });
  if (!ipAddress) throw new Error(`public address ${name} has no address yet`);
  return ipAddress;
}
