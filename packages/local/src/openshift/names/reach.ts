import type { Frontend, Machine } from "../azure/facts.ts";
import type { AzureView } from "../azure/view.ts";

/** Machines that a connection to an address and port may end at, with the port that they are asked at; or why there are none. */
export type Reached = { machines: readonly { machine: Machine; port: number }[] } | { reason: string };

/** The machines that run behind a frontend's port: by a rule, its pools, and interfaces in them. */
export function behindFrontend(view: AzureView, frontend: string, port: number): Reached {
  for (const balancer of view.balancers()) {
    if (!frontend.startsWith(`${balancer.key}/`)) continue;
    const rule = balancer.rules.find((one) => one.frontend === frontend && one.frontendPort === port);
    if (rule === undefined) return { reason: `load balancer '${balancer.name}' has no rule for port ${port}` };
    const machines = inPools(view, rule.pools).map((machine) => ({ machine, port: rule.backendPort }));
    return machines.length === 0
      ? { reason: `no machine runs behind port ${port} of load balancer '${balancer.name}'` }
      : { machines };
  }
  return { reason: "its load balancer is gone" };
}

function inPools(view: AzureView, pools: readonly string[]): Machine[] {
  return [...view.machines()].filter(
    (machine) =>
      machine.running &&
      machine.interfaces.some((key) => view.interface(key)?.pools.some((pool) => pools.includes(pool)) === true),
  );
}

/** All frontends and machines that have an address, in whichever network. A private address may be several networks'. */
export interface Bearers {
  /** Keys of frontends. */
  frontends: readonly string[];
  machines: readonly Machine[];
}

/** Who bears an address; `network` narrows it down to those who are reached from inside of one. */
function bearersOf(view: AzureView, address: string, network?: string): Bearers {
  const frontends: string[] = [];
  for (const balancer of view.balancers())
    for (const frontend of balancer.frontends)
      if (
        hasAddress(view, frontend, address) &&
        (network === undefined || frontend.network === undefined || frontend.network === network)
      )
        frontends.push(frontend.key);
  const machines: Machine[] = [];
  const owners = new Map([...view.machines()].flatMap((machine) => machine.interfaces.map((key) => [key, machine])));
  for (const one of view.interfaces()) {
    if (one.address !== address || (network !== undefined && one.network !== network)) continue;
    const machine = owners.get(one.key);
    if (machine !== undefined) machines.push(machine);
    if (one.endpoint !== undefined)
      for (const service of view.endpoint(one.endpoint)?.services ?? []) frontends.push(...view.linked(service));
  }
  return { frontends, machines };
}

const hasAddress = (view: AzureView, frontend: Frontend, address: string): boolean =>
  frontend.address === address ||
  (frontend.publicAddress !== undefined && view.publicAddress(frontend.publicAddress) === address);

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

const groupOf = (key: string): string => key.split("/").slice(0, 5).join("/");

/**
 * Frontends behind endpoints with this address that stand in another group than what they lead to. Who asks without a network stands where the
 * service does: its endpoints come first, whatever customers have at the same address of their own networks.
 */
function endpointsFromOutside(view: AzureView, address: string): string[] {
  const found: string[] = [];
  for (const { address: own, endpoint } of view.interfaces()) {
    if (own !== address || endpoint === undefined) continue;
    for (const service of view.endpoint(endpoint)?.services ?? [])
      if (groupOf(service) !== groupOf(endpoint)) found.push(...view.linked(service));
  }
  return found;
}
