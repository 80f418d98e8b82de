import type { OnceStep } from "@aro/steps";
import { type ClusterContext, patchProperties } from "../context.ts";
import { leadApiTo } from "../dns.ts";
import { hasPublicApi, infraIdOf, managedGroup } from "../names/cluster-facts.ts";
import { resourceNames } from "../names/resource-names.ts";
import { readPublicAddress } from "../network/read-public-address.ts";

/** Writes down where the API server is reached: inside by the internal load balancer, outside by its own address when it is public. */
export const updateAPIIPEarly: OnceStep<ClusterContext> = {
  name: "updateAPIIPEarly",
  kind: "once",
  retryAuthorization: true,
  run: async (context, signal) => {
    const cluster = context.run.cluster();
    const names = resourceNames(infraIdOf(cluster));
    const { loadBalancers } = await context.azure.clients.network();
    const balancer = await loadBalancers.get(managedGroup(cluster), names.internalLoadBalancer, {
      abortSignal: signal,
    });
    const intIp = balancer.frontendIPConfigurations?.[0]?.privateIPAddress;
    if (!intIp) throw new Error(`load balancer ${names.internalLoadBalancer} has no private address`);
    const ip = hasPublicApi(cluster) ? await readPublicAddress(context, names.apiAddress, signal) : intIp;
    await leadApiTo(context, ip, signal);
    await patchProperties(context, ({ apiserverProfile }) => ({
      apiserverProfile: { ...apiserverProfile, ip, intIp },
    }));
  },
};
