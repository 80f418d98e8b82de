import type { LoadBalancer } from "@aro/azure";
import type { ClusterContext } from "../context.ts";
import { infraIdOf, managedGroup } from "../names/cluster-facts.ts";
import { resourceNames } from "../names/resource-names.ts";
import { writeUnderEtag } from "../network/write-under-etag.ts";
import { bootstrapSsh } from "../template/load-balancers.ts";

/**
 * Leads a port of the internal load balancer to the bootstrap machine's SSH: probe, pool, rule, and its interface in the pool (spec 03 §2.8).
 * They are left in place. @throws AzureError when there is no such machine, or no such balancer.
 */
export async function leadToBootstrap(context: ClusterContext, signal: AbortSignal): Promise<void> {
  const cluster = context.run.cluster();
  const infraId = infraIdOf(cluster);
  const group = managedGroup(cluster);
  const { operations, clients } = context.azure;
  const { loadBalancers, networkInterfaces } = await clients.network();
  const nicName = `${infraId}-bootstrap-nic`;
  // Asked for first: without the machine there is nothing to lead to, and nothing is changed.
  await networkInterfaces.get(group, nicName, { abortSignal: signal });
  const name = resourceNames(infraId).internalLoadBalancer;
  const poolId = await writeUnderEtag(
    async () => {
      const balancer = await loadBalancers.get(group, name, { abortSignal: signal });
      const headers = balancer.etag === undefined ? {} : { "If-Match": balancer.etag };
      const changed = withBootstrapSsh(balancer);
      if (changed !== undefined)
        await operations.run(
          "diagnostics: load balancer",
          (options) => loadBalancers.createOrUpdate(group, name, changed, { ...options, requestOptions: { headers } }),
          signal,
        );
      return `${balancer.id}/backendAddressPools/${bootstrapSsh.pool}`;
    },
    context,
    signal,
  );
  await writeUnderEtag(
    async () => {
      const nic = await networkInterfaces.get(group, nicName, { abortSignal: signal });
      const [first, ...others] = nic.ipConfigurations ?? [];
      const pools = first?.loadBalancerBackendAddressPools ?? [];
      if (first === undefined || pools.some(({ id }) => id?.toLowerCase() === poolId.toLowerCase())) return;
      const ipConfigurations = [{ ...first, loadBalancerBackendAddressPools: [...pools, { id: poolId }] }, ...others];
      const headers = nic.etag === undefined ? {} : { "If-Match": nic.etag };
      await operations.run(
        "diagnostics: bootstrap interface",
        (options) =>
          networkInterfaces.createOrUpdate(
            group,
            nicName,
            { ...nic, ipConfigurations },
            { ...options, requestOptions: { headers } },
          ),
        signal,
      );
    },
    context,
    signal,
  );
}

/** Whether a balancer leads to the bootstrap machine's SSH. */
export const hasBootstrapSsh = ({ backendAddressPools = [] }: LoadBalancer): boolean =>
  backendAddressPools.some(({ name }) => name === bootstrapSsh.pool);

/** The balancer with the way to the bootstrap machine; undefined when it has it. */
function withBootstrapSsh(balancer: LoadBalancer): LoadBalancer | undefined {
  if (hasBootstrapSsh(balancer)) return undefined;
  const { name, pool, probe, probes, ...rule } = bootstrapSsh;
  const within = (kind: string, one: string) => ({ id: `${balancer.id}/${kind}/${one}` });
  const frontend = balancer.frontendIPConfigurations?.[0]?.id;
  return {
    ...balancer,
    backendAddressPools: [...(balancer.backendAddressPools ?? []), { name: pool }],
    probes: [...(balancer.probes ?? []), { name: probe, ...probes }],
    loadBalancingRules: [
      ...(balancer.loadBalancingRules ?? []),
      {
        name,
        protocol: "Tcp",
        loadDistribution: "Default",
        ...rule,
        ...(frontend === undefined ? {} : { frontendIPConfiguration: { id: frontend } }),
        backendAddressPool: within("backendAddressPools", pool),
        probe: within("probes", probe),
      },
    ],
  };
}
