import type { Row, Rows } from "../../documents/rows.ts";
import { machineType } from "../../types/compute/base.ts";
import { addressType, endpointType, interfaceType, linkServiceType } from "../../types/network/base.ts";
import {
  type Balancer,
  balancerOf,
  type Endpoint,
  endpointOf,
  type Interface,
  interfaceOf,
  linkedFrontends,
  type Machine,
  machineOf,
  publicAddressOf,
} from "./facts.ts";

const balancerType = "microsoft.network/loadbalancers";

/** What of the emulated ARM clusters look at, taken apart once and kept until it changes. */
export interface AzureView extends Disposable {
  machines(): Iterable<Machine>;
  machine(key: string): Machine | undefined;
  interface(key: string): Interface | undefined;
  interfaces(): Iterable<Interface>;
  balancers(): Iterable<Balancer>;
  endpoint(key: string): Endpoint | undefined;
  /** The frontends behind a private link service. */
  linked(service: string): readonly string[];
  publicAddress(key: string): string | undefined;
  /**
   * Called with the key of what has been written, of those below `scope` when it is given (a group's key); what was written in a transaction
   * that was undone is told too.
   */
  watch(changed: (key: string) => void, scope?: string): () => void;
}

/** A shelf of facts of one type, read anew where rows were written. */
function shelf<Fact>(rows: Rows, type: string, read: (row: Row) => Fact) {
  const facts = new Map<string, Fact>(rows.ofType(type).map((row) => [row.key, read(row)]));
  const stale = new Set<string>();
  const fresh = (): Map<string, Fact> => {
    for (const key of stale) {
      const row = rows.get(key);
      if (row === undefined) facts.delete(key);
      else facts.set(key, read(row));
    }
    stale.clear();
    return facts;
  };
  return { segment: `/providers/${type}/`, stale, fresh };
}

/** Follows the rows of the emulated ARM. */
export function openAzureView(rows: Rows): AzureView {
  const machines = shelf(rows, machineType, machineOf);
  const interfaces = shelf(rows, interfaceType, interfaceOf);
  const balancers = shelf(rows, balancerType, balancerOf);
  const endpoints = shelf(rows, endpointType, endpointOf);
  const services = shelf(rows, linkServiceType, linkedFrontends);
  const addresses = shelf(rows, addressType, publicAddressOf);
  const shelves = [machines, interfaces, balancers, endpoints, services, addresses];
  const watchers = new Set<(key: string) => void>();
  const stop = rows.watch((key) => {
    const found = shelves.find(
      ({ segment }) => key.includes(segment) && !key.slice(key.indexOf(segment) + segment.length).includes("/"),
    );
    if (found === undefined) return;
    found.stale.add(key);
    for (const changed of watchers) changed(key);
  });
  return {
    machines: () => machines.fresh().values(),
    machine: (key) => machines.fresh().get(key),
    interface: (key) => interfaces.fresh().get(key),
    interfaces: () => interfaces.fresh().values(),
    balancers: () => balancers.fresh().values(),
    endpoint: (key) => endpoints.fresh().get(key),
    linked: (service) => services.fresh().get(service) ?? [],
    publicAddress: (key) => addresses.fresh().get(key),
    watch: (changed, scope) => {
      const heard = (key: string) => {
        if (scope === undefined || key.startsWith(`${scope}/`)) changed(key);
      };
      watchers.add(heard);
      return () => watchers.delete(heard);
    },
    [Symbol.dispose]: stop,
  };
}
