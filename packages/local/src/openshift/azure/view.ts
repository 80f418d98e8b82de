import type { Rows } from "../../documents/rows.ts";
import { Shelf } from "../../documents/shelf.ts";
import { machineType } from "../../types/compute/base.ts";
import { addressType, endpointType, interfaceType, linkServiceType } from "../../types/network/base.ts";
import {
  type Balancer,
  balancerOf,
  type Endpoint,
  endpointOf,
  type Frontend,
  type Interface,
  interfaceOf,
  linkedFrontends,
  type Machine,
  machineOf,
  publicAddressOf,
} from "./facts.ts";

const balancerType = "microsoft.network/loadbalancers";

/** What of the emulated ARM clusters look at, taken apart once and kept until it changes; found without a look at what other clusters have. */
export interface AzureView extends Disposable {
  machines(): Iterable<Machine>;
  /** Those of a group, by its key. */
  machinesIn(group: string): Iterable<Machine>;
  machine(key: string): Machine | undefined;
  /** The machine that has this interface. */
  machineWith(interfaceKey: string): Machine | undefined;
  interface(key: string): Interface | undefined;
  interfacesAt(address: string): Iterable<Interface>;
  /** Those in a balancer's pool. */
  interfacesIn(pool: string): Iterable<Interface>;
  balancer(key: string): Balancer | undefined;
  balancersIn(group: string): Iterable<Balancer>;
  /** Frontends with a private or public address. */
  frontendsAt(address: string): Iterable<Frontend>;
  endpoint(key: string): Endpoint | undefined;
  /** The frontends behind a private link service. */
  linked(service: string): readonly string[];
  /**
   * Called with the key of what has been written, of those below `scope` when it is given (a group's key); what was written in a transaction
   * that was undone is told too.
   */
  watch(changed: (key: string) => void, scope?: string): () => void;
}

/** Key of the group that something stands in. */
export const groupOf = (key: string): string => key.split("/", 5).join("/");

/** Follows the rows of the emulated ARM. */
export function openAzureView(rows: Rows): AzureView {
  const machines = new Shelf(rows, machineType, machineOf, {
    group: ({ group }) => [group],
    interface: ({ interfaces: own }) => own,
  });
  const interfaces = new Shelf(rows, interfaceType, interfaceOf, {
    address: ({ address }) => [address],
    pool: ({ pools }) => pools,
  });
  const balancers = new Shelf(rows, balancerType, balancerOf, {
    group: ({ group }) => [group],
    address: ({ frontends }) => frontends.flatMap(({ address }) => address ?? []),
    publicAddress: ({ frontends }) => frontends.flatMap(({ publicAddress }) => publicAddress ?? []),
  });
  const endpoints = new Shelf(rows, endpointType, endpointOf, {});
  const services = new Shelf(rows, linkServiceType, linkedFrontends, {});
  const addresses = new Shelf(rows, addressType, publicAddressOf, { address: (address) => [address] });
  const shelves = [machines, interfaces, balancers, endpoints, services, addresses];
  /** By their scope; "" without one. */
  const watchers = new Map<string, Set<(key: string) => void>>();
  const tell = (key: string, scope: string): void => {
    for (const changed of watchers.get(scope) ?? []) changed(key);
  };
  const stop = rows.watch((key) => {
    if (!shelves.some((shelf) => shelf.written(key))) return;
    tell(key, "");
    tell(key, groupOf(key));
  });
  return {
    machines: () => machines.all(),
    machinesIn: (group) => machines.by("group", group),
    machine: (key) => machines.get(key),
    machineWith: (key) => machines.by("interface", key)[0],
    interface: (key) => interfaces.get(key),
    interfacesAt: (address) => interfaces.by("address", address),
    interfacesIn: (pool) => interfaces.by("pool", pool),
    balancer: (key) => balancers.get(key),
    balancersIn: (group) => balancers.by("group", group),
    frontendsAt: (address) => [
      ...balancers
        .by("address", address)
        .flatMap(({ frontends }) => frontends.filter((one) => one.address === address)),
      ...addresses
        .keysBy("address", address)
        .flatMap((key) =>
          balancers
            .by("publicAddress", key)
            .flatMap(({ frontends }) => frontends.filter((one) => one.publicAddress === key)),
        ),
    ],
    endpoint: (key) => endpoints.get(key),
    linked: (service) => services.get(service) ?? [],
    watch: (changed, scope = "") => {
      const held = watchers.get(scope) ?? new Set();
      watchers.set(scope, held);
      // The same function may watch twice.
      const heard = (key: string) => changed(key);
      held.add(heard);
      return () => {
        held.delete(heard);
        if (held.size === 0 && watchers.get(scope) === held) watchers.delete(scope);
      };
    },
    [Symbol.dispose]: stop,
  };
}
