import assert from "node:assert/strict";
import { test } from "node:test";
import type { Balancer, Interface, Machine } from "../azure/facts.ts";
import type { AzureView } from "../azure/view.ts";
import { reach } from "./reach.ts";

const group = (name: string) => `/subscriptions/s/resourcegroups/${name}`;
const machine = (name: string, of: string, running = true): Machine => ({
  key: `${group(of)}/machines/${name}`,
  id: "",
  name,
  group: group(of),
  subscription: "s",
  location: "eastus",
  zone: undefined,
  size: "",
  vmId: "",
  running,
  power: running ? "running" : "stopped",
  state: "Succeeded",
  interfaces: [`${group(of)}/nics/${name}`],
  pointer: undefined,
  bornAt: 0,
});
const nic = (name: string, of: string, more: Partial<Interface>): Interface => ({
  key: `${group(of)}/nics/${name}`,
  address: "",
  network: "/vnet",
  pools: [],
  endpoint: undefined,
  ...more,
});
const balancer = (of: string, address: string, network: string): Balancer => ({
  key: `${group(of)}/lb`,
  name: "lb",
  group: group(of),
  frontends: [{ key: `${group(of)}/lb/frontendipconfigurations/f`, address, network, publicAddress: undefined }],
  rules: [
    {
      frontend: `${group(of)}/lb/frontendipconfigurations/f`,
      frontendPort: 6443,
      backendPort: 16_443,
      pools: [`${group(of)}/lb/p`],
    },
  ],
});

function view({
  machines,
  interfaces,
  balancers,
}: {
  machines: Machine[];
  interfaces: Interface[];
  balancers: Balancer[];
}): AzureView {
  return {
    machines: () => machines,
    machinesIn: (of) => machines.filter((one) => one.group === of),
    machine: (key) => machines.find((one) => one.key === key),
    machineWith: (key) => machines.find((one) => one.interfaces.includes(key)),
    interface: (key) => interfaces.find((one) => one.key === key),
    interfacesAt: (address) => interfaces.filter((one) => one.address === address),
    interfacesIn: (pool) => interfaces.filter(({ pools }) => pools.includes(pool)),
    balancer: (key) => balancers.find((one) => one.key === key),
    balancersIn: (of) => balancers.filter((one) => one.group === of),
    frontendsAt: (address) => balancers.flatMap(({ frontends }) => frontends.filter((one) => one.address === address)),
    endpoint: (key) => ({ key, services: [`${group("a")}/pls`] }),
    linked: () => [`${group("a")}/lb/frontendipconfigurations/f`],
    watch: () => () => {},
    [Symbol.dispose]: () => {},
  };
}

const two = () =>
  view({
    machines: [machine("a-master-0", "a"), machine("b-master-0", "b")],
    interfaces: [
      nic("a-master-0", "a", { address: "10.0.0.5", network: "/a", pools: [`${group("a")}/lb/p`] }),
      nic("b-master-0", "b", { address: "10.2.0.4", network: "/b", pools: [`${group("b")}/lb/p`] }),
      nic("pe", "service", { address: "10.2.0.4", network: "/service", endpoint: `${group("service")}/pe` }),
    ],
    balancers: [balancer("a", "10.0.0.4", "/a"), balancer("b", "10.0.0.4", "/b")],
  });
const namesAt = (address: string, port: number, network?: string) => {
  const reached = reach(two(), address, port, network);
  return reached === undefined
    ? undefined
    : "machines" in reached
      ? reached.machines.map((one) => `${one.machine.name}:${one.port}`)
      : reached.reason;
};

test("a balancer's address leads to the machines of its rule's pool, at the rule's port", () => {
  assert.deepEqual(namesAt("10.0.0.4", 6443, "/a"), ["a-master-0:16443"]);
  assert.deepEqual(namesAt("10.0.0.4", 6443), ["a-master-0:16443", "b-master-0:16443"], "two networks have it");
  assert.equal(namesAt("10.0.0.4", 80, "/a"), "load balancer 'lb' has no rule for port 80");
  assert.equal(namesAt("10.9.9.9", 80), undefined);
});

test("the service's own endpoint comes before what customers have at the same address", () => {
  assert.deepEqual(namesAt("10.2.0.4", 6443), ["a-master-0:16443"]);
  assert.deepEqual(
    namesAt("10.2.0.4", 6443, "/b"),
    ["b-master-0:6443"],
    "from inside the customer's network it is the machine",
  );
});

test("machines that do not run are not behind anything", () => {
  const stopped = view({
    machines: [machine("a-master-0", "a", false)],
    interfaces: [nic("a-master-0", "a", { address: "10.0.0.5", pools: [`${group("a")}/lb/p`] })],
    balancers: [balancer("a", "10.0.0.4", "/a")],
  });
  assert.deepEqual(reach(stopped, "10.0.0.4", 6443), {
    reason: "no machine runs behind port 6443 of load balancer 'lb'",
  });
  assert.deepEqual(reach(stopped, "10.0.0.5", 22), { reason: "machine 'a-master-0' does not run" });
});
