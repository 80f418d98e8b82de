import { CloudError } from "@aro/api";
import type { Subnet } from "@aro/azure";
import type { OnceStep } from "@aro/steps";
import { type ClusterContext, patchProperties } from "../context.ts";
import { leadAppsTo } from "../dns.ts";
import { hasPublicIngress, infraIdOf, managedGroup, propertiesOf } from "../names/cluster-facts.ts";
import { resourceNames } from "../names/resource-names.ts";
import { readNeededSubnet } from "../network/change-subnet.ts";
import { firstWorkerSubnet } from "../network/cluster-subnets.ts";
import { highestFreeAddress, isWithin } from "../network/highest-free-address.ts";
import { readPublicAddress } from "../network/read-public-address.ts";

/** Writes down where the cluster's applications will be reached, before the cluster has a router. */
export const createOrUpdateRouterIPEarly: OnceStep<ClusterContext> = {
  name: "createOrUpdateRouterIPEarly",
  kind: "once",
  retryAuthorization: true,
  run: async (context, signal) => {
    const cluster = context.run.cluster();
    const ip = hasPublicIngress(cluster)
      ? await readPublicAddress(context, resourceNames(infraIdOf(cluster)).ingressAddress, signal)
      : await privateAddress(context, signal);
    await leadAppsTo(context, ip, signal);
    await patchProperties(context, ({ ingressProfiles: [first, ...others] }) =>
      first === undefined ? {} : { ingressProfiles: [{ ...first, ip }, ...others] },
    );
  },
};

/** The highest free address of the workers' subnet. One that was chosen before is kept unless somebody else has it by now. */
async function privateAddress(context: ClusterContext, signal: AbortSignal): Promise<string> {
  const cluster = context.run.cluster();
  const workers = firstWorkerSubnet(cluster);
  const { id, target } = workers;
  const subnet = await readNeededSubnet(context, workers, signal, "ipConfigurations");
  const prefix = subnet.addressPrefix || subnet.addressPrefixes?.[0];
  if (!prefix) throw new Error(`subnet ${id} has no address range`);
  const chosen = propertiesOf(cluster).ingressProfiles[0]?.ip;
  if (chosen && isWithin(chosen, prefix) && !takenByOthers(subnet, chosen, managedGroup(cluster))) return chosen;
  const taken = (subnet.ipConfigurations ?? []).flatMap(({ privateIPAddress }) => privateIPAddress || []);
  const free = highestFreeAddress(prefix, taken);
  if (free === undefined)
    throw new CloudError({
      code: "InvalidLinkedVNet",
      target,
      message: `The workers' subnet '${id}' has no free address for the private ingress. Use a larger subnet or free an address, then send the request again.`,
    });
  return free;
}

const takenByOthers = (subnet: Subnet, address: string, group: string): boolean =>
  (subnet.ipConfigurations ?? []).some(
    ({ id, privateIPAddress }) =>
      privateIPAddress === address && !id?.toLowerCase().includes(`/resourcegroups/${group.toLowerCase()}/`),
  );
