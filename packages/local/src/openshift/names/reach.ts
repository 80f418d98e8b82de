import type { Machine } from "../azure/facts.ts";
import { type AzureView, groupOf } from "../azure/view.ts";

/** Machines that a connection to an address and port may end at, with the port that they are asked at; or why there are none. */
export type Reached = { machines: readonly { machine: Machine; port: number }[] } | { reason: string };

/** The machines that run behind a frontend's port: by a rule, its pools, and interfaces in them. */
export function behindFrontend(view: AzureView, frontend: string, port: number): Reached {
  const balancer = view.balancer(frontend.slice(0, Math.max(0, frontend.lastIndexOf(frontendSegment))));
  if (balancer === undefined) return { reason: "its load balancer is gone" };
  const rule = balancer.rules.find((one) => one.frontend === frontend && one.frontendPort === port);
  if (rule === undefined) return { reason: `load balancer '${balancer.name}' has no rule for port ${port}` };
  const machines = inPools(view, rule.pools).map((machine) => ({ machine, port: rule.backendPort }));
  return machines.length === 0
    ? { reason: `no machine runs behind port ${port} of load balancer '${balancer.name}'` }
    : { machines };
}

const frontendSegment = "/frontendipconfigurations/";

function inPools(view: AzureView, pools: readonly string[]): Machine[] {
  const machines = pools
    .flatMap((pool) => [...view.interfacesIn(pool)])
    .flatMap(({ key }) => view.machineWith(key) ?? [])
    .filter(({ running }) => running);
  return [...new Set(machines)];
}

/** All frontends and machines that have an address, in whichever network. A private address may be several networks'. */
export interface Bearers {
  /** Keys of frontends. */
  frontends: readonly string[];
  machines: readonly Machine[];
}

/** Who bears an address; `network` narrows it down to those who are reached from inside of one. */
function bearersOf(view: AzureView, address: string, network?: string): Bearers {
  const isIn = (own: string | undefined) => network === undefined || own === undefined || own === network;
  const frontends = [...view.frontendsAt(address)].filter((one) => isIn(one.network)).map(({ key }) => key);
  const machines: Machine[] = [];
  for (const one of view.interfacesAt(address)) {
    if (!isIn(one.network)) continue;
    const machine = view.machineWith(one.key);
    if (machine !== undefined) machines.push(machine);
    if (one.endpoint !== undefined)
      for (const service of view.endpoint(one.endpoint)?.services ?? []) frontends.push(...view.linked(service));
  }
  return { frontends, machines };
}

/** The machines that answer at an address and port. */
export function reach(view: AzureView, address: string, port: number, network?: string): Reached | undefined {
  const { frontends, machines } = bearersOf(view, address, network);
  if (frontends.length === 0 && machines.length === 0) return undefined;
  const outside = network === undefined ? endpointsFromOutside(view, address) : [];
  if (outside.length > 0) return throughFrontends(view, outside, port);
  const direct = machines.filter(({ running }) => running).map((machine) => ({ machine, port }));
  const found = throughFrontends(view, frontends, port);
  const all = [...direct, ...("machines" in found ? found.machines : [])];
  if (all.length > 0) return { machines: all };
  return frontends.length > 0 ? found : { reason: `machine '${machines[0]?.name}' does not run` };
}

function throughFrontends(view: AzureView, frontends: readonly string[], port: number): Reached {
  const found = frontends.map((frontend) => behindFrontend(view, frontend, port));
  const machines = found.flatMap((one) => ("machines" in one ? one.machines : []));
  const [reason = "nothing is behind it"] = found.flatMap((one) => ("reason" in one ? [one.reason] : []));
  return machines.length > 0 ? { machines } : { reason };
}

/**
 * Frontends behind endpoints with this address that stand in another group than what they lead to. Who asks without a network stands where the
 * service does: its endpoints come first, whatever customers have at the same address of their own networks.
 */
function endpointsFromOutside(view: AzureView, address: string): string[] {
  const found: string[] = [];
  for (const { endpoint } of view.interfacesAt(address)) {
    if (endpoint === undefined) continue;
    for (const service of view.endpoint(endpoint)?.services ?? [])
      if (groupOf(service) !== groupOf(endpoint)) found.push(...view.linked(service));
  }
  return found;
}
