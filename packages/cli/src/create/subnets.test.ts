import assert from "node:assert/strict";
import { test } from "node:test";
import { resolveSubnets } from "./subnets.ts";

const where = { subscriptionId: "S", resourceGroup: "g" };
const vnet = (group: string, name: string, subscription = "S") =>
  `/subscriptions/${subscription}/resourceGroups/${group}/providers/Microsoft.Network/virtualNetworks/${name}`;

test("names are looked for in the virtual network, in the cluster's group unless another is named", () => {
  const names = { vnet: "v", masterSubnet: "m", workerSubnet: "w" };
  assert.deepEqual(resolveSubnets(names, where), {
    vnetId: vnet("g", "v"),
    masterSubnetId: `${vnet("g", "v")}/subnets/m`,
    workerSubnetId: `${vnet("g", "v")}/subnets/w`,
  });
  assert.equal(resolveSubnets({ ...names, vnetResourceGroup: "n" }, where).vnetId, vnet("n", "v"));
  assert.equal(resolveSubnets({ ...names, vnet: vnet("x", "y") }, where).vnetId, vnet("x", "y"));
});

test("ids need no virtual network, and may differ in case", () => {
  const given = {
    masterSubnet: `${vnet("g", "v")}/subnets/m`,
    workerSubnet: `${vnet("G", "V", "s")}/SUBNETS/w`.replace("Microsoft.Network", "microsoft.network"),
  };
  assert.equal(resolveSubnets(given, where).masterSubnetId, given.masterSubnet);
});

const id = (name: string) => `${vnet("g", "v")}/subnets/${name}`;
const refusals: readonly [{ vnet?: string; masterSubnet: string; workerSubnet: string }, RegExp][] = [
  [{ masterSubnet: "m", workerSubnet: id("w") }, /--master-subnet: "m" is a name, so --vnet is needed/],
  [{ masterSubnet: id("m"), workerSubnet: "w" }, /--worker-subnet: "w" is a name, so --vnet is needed/],
  [{ masterSubnet: vnet("g", "v"), workerSubnet: id("w") }, /--master-subnet: .* is not the id of a subnet/],
  [{ masterSubnet: `${id("m")}/more/x`, workerSubnet: id("w") }, /is not the id of a subnet/],
  [
    { masterSubnet: `${vnet("g", "v", "T")}/subnets/m`, workerSubnet: id("w") },
    /is in subscription T, the cluster in S/,
  ],
  [
    { masterSubnet: id("m"), workerSubnet: `${vnet("g", "other")}/subnets/w` },
    /different virtual networks \(v and other\)/,
  ],
  [{ masterSubnet: id("m"), workerSubnet: `${vnet("h", "v")}/subnets/w` }, /different virtual networks/],
  [{ vnet: "v", masterSubnet: "a", workerSubnet: "A" }, /are both "a"/],
];

test("what cannot be a pair of subnets is refused (spec 06 §7.4)", () => {
  for (const [given, message] of refusals) assert.throws(() => resolveSubnets(given, where), message);
});
