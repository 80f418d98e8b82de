import type { Destination, Names } from "../../names/names.ts";
import type { RecordLookup } from "../../types/dns/lookup.ts";
import { parseAddress } from "../../types/network/addresses.ts";
import type { Machine } from "../azure/facts.ts";
import type { AzureView } from "../azure/view.ts";
import { behindFrontend, type Reached, reach } from "./reach.ts";

/** A cluster as names lead to it. */
export interface NamedCluster {
  infraId: string;
  domain: string;
  /** Key of the group with its machines. */
  group: string;
  /** Where one of its machines answers on this machine when it is asked at a port; a text says why it does not. */
  portOf(machine: Machine, port: number): number | string;
  /** The address that its ingress has; undefined before it has one. */
  ingressAddress(): string | undefined;
}

export interface ClusterNamesDeps {
  view: AzureView;
  clusters(): Iterable<NamedCluster>;
  /** What the emulated cloud's zones say of a name. */
  lookup: RecordLookup;
}

const nothing = (reason: string): Destination => ({ kind: "nowhere", reason });

/**
 * The names and addresses of clusters. An address leads where balancers, link services and interfaces in ARM lead; a name to its
 * address: by the cloud's zones, or, for what only the cluster's own resolver knows, to its internal balancer.
 */
export function clusterNames({ view, clusters, lookup }: ClusterNamesDeps): Names {
  const clusterOf = (machine: Machine): NamedCluster | undefined => {
    for (const cluster of clusters())
      if (cluster.group === machine.group && machine.name.startsWith(`${cluster.infraId}-`)) return cluster;
    return undefined;
  };

  /** The first machine that answers; `of`: of that cluster only, since private addresses are several networks'. */
  const destination = (reached: Reached | undefined, of: NamedCluster | undefined): Destination | undefined => {
    if (reached === undefined) return undefined;
    if ("reason" in reached) return nothing(reached.reason);
    const answers = reached.machines.flatMap(({ machine, port }) => {
      const cluster = clusterOf(machine);
      return cluster === undefined || (of !== undefined && of !== cluster)
        ? []
        : [{ cluster, at: cluster.portOf(machine, port) }];
    });
    const found = answers.filter((one): one is { cluster: NamedCluster; at: number } => typeof one.at === "number");
    const bearers = new Set(found.map(({ cluster }) => cluster.infraId));
    const [first] = found;
    if (first === undefined)
      return nothing(
        answers.map(({ at }) => at).find((at) => typeof at === "string") ?? "its machines belong to no cluster",
      );
    if (bearers.size > 1) return nothing(`several networks have this address: of clusters ${[...bearers].join(", ")}`);
    return { kind: "loopback", port: first.at };
  };

  const atAddresses = (
    addresses: readonly string[],
    port: number,
    of: NamedCluster | undefined,
  ): Destination | undefined => {
    const all = addresses.map((address) => destination(reach(view, address, port), of));
    return all.find((one) => one?.kind === "loopback") ?? all.find((one) => one !== undefined);
  };

  /** Through the balancers of the cluster's own group: what its machines resolve themselves. */
  const throughOwn = (cluster: NamedCluster, port: number, internal: boolean): Destination => {
    const all = [...view.balancersIn(cluster.group)]
      .flatMap(({ frontends }) => frontends)
      .filter((frontend) => !internal || frontend.address !== undefined)
      .map((frontend) => destination(behindFrontend(view, frontend.key, port), cluster));
    return (
      all.find((one) => one?.kind === "loopback") ??
      all.find((one) => one !== undefined) ??
      nothing(`cluster '${cluster.infraId}' has no load balancer`)
    );
  };

  const byName = (host: string, port: number): Destination | undefined => {
    for (const cluster of clusters()) {
      if (!host.endsWith(cluster.domain) || host.at(-cluster.domain.length - 1) !== ".") continue;
      const name = host.slice(0, -cluster.domain.length - 1);
      if (name === "api-int") return throughOwn(cluster, port, true);
      const isApps = name === "apps" || name.endsWith(".apps");
      if (name !== "api" && !isApps) return undefined;
      const known = lookup(host);
      if (known !== undefined)
        return (
          atAddresses(known.addresses, port, cluster) ??
          nothing(`'${host}' is ${known.addresses.join(", ") || "no address"}, which leads nowhere`)
        );
      if (!isApps) return throughOwn(cluster, port, false);
      const address = cluster.ingressAddress();
      return (
        (address === undefined ? undefined : atAddresses([address], port, cluster)) ??
        nothing("the ingress has no address yet")
      );
    }
    return undefined;
  };

  return {
    find: (host, port) =>
      parseAddress(host) === undefined ? byName(host, port) : atAddresses([host], port, undefined),
  };
}
