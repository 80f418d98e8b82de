import { lastSegment } from "@aro/api";
import type { FrontendIPConfiguration, LoadBalancer } from "@aro/azure";
import { outboundRule } from "../template/load-balancers.ts";

const same = (a: string | undefined, b: string | undefined): boolean => a?.toLowerCase() === b?.toLowerCase();

/** Frontends that the outbound rule names, in its order. */
function ruleFrontends(balancer: LoadBalancer): FrontendIPConfiguration[] {
  const rule = balancer.outboundRules?.find(({ name }) => name === outboundRule);
  return (rule?.frontendIPConfigurations ?? []).flatMap(
    (reference) => balancer.frontendIPConfigurations?.find(({ id }) => same(id, reference.id)) ?? [],
  );
}

/** Ids of the addresses that outgoing traffic leaves by now. */
export const currentOutbound = (balancer: LoadBalancer): string[] =>
  ruleFrontends(balancer).flatMap(({ publicIPAddress }) => publicIPAddress?.id ?? []);

/** Whether two lists hold the same ids, in whatever order and case. */
export function sameIds(a: readonly string[], b: readonly string[]): boolean {
  const key = (ids: readonly string[]) => [...new Set(ids.map((id) => id.toLowerCase()))].sort().join("\n");
  return a.length === b.length && key(a) === key(b);
}

/**
 * Which of the managed addresses outgoing traffic shall leave by: the API server's own first, then those in use, then any others, up to `count`
 * (spec 03 §9.5). Keeping those in use spares open connections.
 */
export function desiredOutbound(options: {
  managed: readonly string[];
  current: readonly string[];
  apiAddress: string;
  count: number;
}): string[] {
  const rank = (id: string): number => {
    if (same(lastSegment(id), options.apiAddress)) return 0;
    return options.current.some((used) => same(used, id)) ? 1 : 2;
  };
  return [...options.managed]
    .sort((a, b) => rank(a) - rank(b) || (a.toLowerCase() < b.toLowerCase() ? -1 : 1))
    .slice(0, options.count);
}

/**
 * The load balancer with outgoing traffic over `addresses`: frontends that only the outbound rule used go, those with rules of their own stay,
 * an address that has a frontend keeps it, another gets one named after it (spec 03 §9.5).
 */
export function withOutbound(balancer: LoadBalancer, addresses: readonly string[]): LoadBalancer {
  const used = (frontend: FrontendIPConfiguration) =>
    [...(balancer.loadBalancingRules ?? []), ...(balancer.inboundNatRules ?? [])].some((rule) =>
      same(rule.frontendIPConfiguration?.id, frontend.id),
    );
  const dropped = new Set(
    ruleFrontends(balancer).filter(
      (frontend) => !used(frontend) && !addresses.some((id) => same(id, frontend.publicIPAddress?.id)),
    ),
  );
  const kept = (balancer.frontendIPConfigurations ?? []).filter((frontend) => !dropped.has(frontend));
  const frontends = [...kept];
  const references = addresses.map((address) => {
    const present = kept.find(({ publicIPAddress }) => same(publicIPAddress?.id, address));
    if (present?.id !== undefined) return { id: present.id };
    const name = lastSegment(address);
    const id = `${balancer.id}/frontendIPConfigurations/${name}`;
    frontends.push({ id, name, publicIPAddress: { id: address } });
    return { id };
  });
  return {
    ...balancer,
    frontendIPConfigurations: frontends,
    outboundRules: (balancer.outboundRules ?? []).map((rule) =>
      rule.name === outboundRule ? { ...rule, frontendIPConfigurations: references } : rule,
    ),
  };
}
