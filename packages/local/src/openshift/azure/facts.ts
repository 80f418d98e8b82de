import { type Doc, find, isDoc, record, records, text, valueAt } from "../../documents/document.ts";
import type { Row } from "../../documents/rows.ts";
import { customDataOf, type Power, powerOf } from "../../types/compute/power.ts";
import { type IgnitionPointer, readPointer } from "./ignition-pointer.ts";

/** A virtual machine as its cluster sees it. Keys are lower-case ids. */
export interface Machine {
  key: string;
  id: string;
  name: string;
  /** Key of its resource group. */
  group: string;
  subscription: string;
  location: string;
  zone: string | undefined;
  size: string;
  vmId: string;
  /** Whether it has been made and runs. */
  running: boolean;
  power: Power;
  state: string;
  interfaces: readonly string[];
  /** What its first start was given; absent when that was no Ignition configuration. */
  pointer: IgnitionPointer | undefined;
  bornAt: number;
}

/** An interface: what of it leads to a machine. */
export interface Interface {
  key: string;
  address: string;
  /** Key of its network. */
  network: string;
  pools: readonly string[];
  /** The endpoint whose own it is. */
  endpoint: string | undefined;
}

/** A balancer's rule, with the frontend and pools that it joins. */
export interface Rule {
  frontend: string;
  frontendPort: number;
  backendPort: number;
  pools: readonly string[];
}

export interface Frontend {
  key: string;
  /** Of a private one. */
  address: string | undefined;
  network: string | undefined;
  /** Id of the public address of another. */
  publicAddress: string | undefined;
}

export interface Balancer {
  key: string;
  name: string;
  group: string;
  frontends: readonly Frontend[];
  rules: readonly Rule[];
}

/** A private endpoint: to which services its approved connections lead. */
export interface Endpoint {
  key: string;
  services: readonly string[];
}

const idOf = (value: unknown): string => (isDoc(value) ? text(value["id"]).toLowerCase() : "");
const networkOf = (subnet: string): string => subnet.slice(0, Math.max(0, subnet.indexOf("/subnets/")));
const ids = (doc: Doc, path: string): string[] => find(doc, path).map(({ value }) => idOf(value));

/** States of a machine that is there: it is being made in others. */
const made = new Set(["Succeeded", "Updating"]);

export function machineOf(row: Row): Machine {
  const data = customDataOf(row.body);
  const power = powerOf(row.body);
  return {
    key: row.key,
    id: row.id,
    name: row.name,
    group: row.group,
    subscription: row.subscription,
    location: row.location,
    zone: text(Array.isArray(row.body["zones"]) ? row.body["zones"][0] : undefined) || undefined,
    size: text(valueAt(row.body, "properties.hardwareProfile.vmSize")),
    vmId: text(valueAt(row.body, "properties.vmId")),
    running: made.has(row.state) && power === "running",
    power,
    state: row.state,
    interfaces: ids(row.body, "properties.networkProfile.networkInterfaces[]"),
    pointer: data === undefined ? undefined : readPointer(data),
    bornAt: row.createdAt,
  };
}

export function interfaceOf(row: Row): Interface {
  const properties = record(row.body["properties"]);
  const configurations = records(properties["ipConfigurations"]).map((one) => record(one["properties"]));
  const primary = configurations.find((one) => one["primary"] === true) ?? configurations[0] ?? {};
  const endpoint = idOf(properties["privateEndpoint"]);
  return {
    key: row.key,
    address: text(primary["privateIPAddress"]),
    network: networkOf(idOf(primary["subnet"])),
    pools: configurations.flatMap((one) => records(one["loadBalancerBackendAddressPools"]).map(idOf)),
    endpoint: endpoint === "" ? undefined : endpoint,
  };
}

export function balancerOf(row: Row): Balancer {
  const properties = record(row.body["properties"]);
  return {
    key: row.key,
    name: row.name,
    group: row.group,
    frontends: records(properties["frontendIPConfigurations"]).map((one): Frontend => {
      const inner = record(one["properties"]);
      const subnet = idOf(inner["subnet"]);
      const publicAddress = idOf(inner["publicIPAddress"]);
      return {
        key: `${row.key}/frontendipconfigurations/${text(one["name"]).toLowerCase()}`,
        address: text(inner["privateIPAddress"]) || undefined,
        network: subnet === "" ? undefined : networkOf(subnet),
        publicAddress: publicAddress === "" ? undefined : publicAddress,
      };
    }),
    rules: records(properties["loadBalancingRules"]).map((one): Rule => {
      const inner = record(one["properties"]);
      const single = idOf(inner["backendAddressPool"]);
      const several = records(inner["backendAddressPools"]).map(idOf);
      return {
        frontend: idOf(inner["frontendIPConfiguration"]),
        frontendPort: Number(inner["frontendPort"]),
        backendPort: Number(inner["backendPort"]),
        pools: [...new Set([...(single === "" ? [] : [single]), ...several])],
      };
    }),
  };
}

export const publicAddressOf = (row: Row): string => text(valueAt(row.body, "properties.ipAddress"));

export function endpointOf(row: Row): Endpoint {
  const properties = record(row.body["properties"]);
  const connections = [
    ...records(properties["privateLinkServiceConnections"]),
    ...records(properties["manualPrivateLinkServiceConnections"]),
  ].map((one) => record(one["properties"]));
  return {
    key: row.key,
    services: connections
      .filter((one) => record(one["privateLinkServiceConnectionState"])["status"] === "Approved")
      .map((one) => text(one["privateLinkServiceId"]).toLowerCase()),
  };
}

/** The frontends behind a private link service. */
export const linkedFrontends = (row: Row): readonly string[] =>
  ids(row.body, "properties.loadBalancerFrontendIpConfigurations[]");
