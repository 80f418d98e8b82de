import assert from "node:assert/strict";
import { test } from "node:test";
import { inProcess, subscription } from "../../../tools/in-process.ts";

const network = `/subscriptions/${subscription}/resourceGroups/rg/providers/Microsoft.Network`;
const codeOf = (code: string) => (error: unknown) => {
  assert.equal((error as { code?: string }).code, code);
  return true;
};

async function fresh() {
  const arm = inProcess();
  await arm.groups.resourceGroups.createOrUpdate("rg", { location: "eastus" });
  const address = async (name: string, sku: "Standard" | "Basic" = "Standard") =>
    (
      await arm.network.publicIPAddresses.createOrUpdate("rg", name, {
        location: "eastus",
        sku: { name: sku },
        publicIPAllocationMethod: "Static",
      })
    ).id ?? "";
  const vnet = (more: object = {}) =>
    arm.network.virtualNetworks.createOrUpdate("rg", "v", {
      location: "eastus",
      addressSpace: { addressPrefixes: ["10.0.0.0/16"] },
      subnets: [{ name: "s", addressPrefix: "10.0.0.0/29", ...more }],
    });
  return Object.assign(arm, { address, vnet });
}

test("a NAT gateway holds its addresses and serves the subnets that name it, and goes only when none does", async () => {
  await using arm = await fresh();
  const { natGateways, publicIPAddresses } = arm.network;
  const id = await arm.address("p");
  const made = await natGateways.createOrUpdate("rg", "n", { location: "eastus", publicIpAddresses: [{ id }] });
  assert.deepEqual([made.sku?.name, made.idleTimeoutInMinutes], ["Standard", 4]);
  const held = await publicIPAddresses.get("rg", "p");
  assert.equal(held.natGateway?.id, made.id);
  assert.equal(
    (await publicIPAddresses.createOrUpdate("rg", "p", held)).ipAddress,
    held.ipAddress,
    "what was read may be put back",
  );
  await assert.rejects(publicIPAddresses.delete("rg", "p"), codeOf("PublicIPAddressCannotBeDeleted"));
  await assert.rejects(
    natGateways.createOrUpdate("rg", "other", { location: "eastus", publicIpAddresses: [{ id }] }),
    codeOf("PublicIPAddressInUse"),
  );
  await arm.vnet({ natGateway: { id: made.id ?? "" } });
  assert.equal((await natGateways.get("rg", "n")).subnets?.[0]?.id, `${network}/virtualNetworks/v/subnets/s`);
  await assert.rejects(natGateways.delete("rg", "n"), codeOf("InUseNatGatewayCannotBeDeleted"));
  await arm.vnet();
  await natGateways.delete("rg", "n");
  await publicIPAddresses.delete("rg", "p");
});

test("a NAT gateway's addresses are Standard, its time-out within bounds; a missing one is no subnet's", async () => {
  await using arm = await fresh();
  const { natGateways } = arm.network;
  const basic = await arm.address("b", "Basic");
  const make = (more: object) => natGateways.createOrUpdate("rg", "n", { location: "eastus", ...more });
  await assert.rejects(
    make({ publicIpAddresses: [{ id: basic }] }),
    codeOf("NatGatewayWithNonStandardPublicIPAddress"),
  );
  await assert.rejects(make({ idleTimeoutInMinutes: 3 }), codeOf("InvalidIdleTimeout"));
  await assert.rejects(make({ zones: ["1", "2"] }), codeOf("NatGatewayWithManyZones"));
  await assert.rejects(
    arm.vnet({ natGateway: { id: `${network}/natGateways/none` } }),
    codeOf("InvalidResourceReference"),
  );
});

test("application security groups are named by interfaces and rules, and stay while they are", async () => {
  await using arm = await fresh();
  const { applicationSecurityGroups, networkSecurityGroups, networkInterfaces } = arm.network;
  const group = await applicationSecurityGroups.createOrUpdate("rg", "a", { location: "eastus" });
  const id = group.id ?? "";
  await arm.vnet();
  const nic = await networkInterfaces.createOrUpdate("rg", "n", {
    location: "eastus",
    ipConfigurations: [
      { name: "c", subnet: { id: `${network}/virtualNetworks/v/subnets/s` }, applicationSecurityGroups: [{ id }] },
    ],
  });
  assert.equal(nic.ipConfigurations?.[0]?.applicationSecurityGroups?.[0]?.id, id);
  const rule = {
    name: "r",
    protocol: "Tcp",
    access: "Allow",
    priority: 100,
    direction: "Inbound",
    sourcePortRange: "*",
    destinationPortRange: "443",
    sourceApplicationSecurityGroups: [{ id }],
    destinationAddressPrefix: "*",
  };
  await networkSecurityGroups.createOrUpdate("rg", "g", { location: "eastus", securityRules: [rule] });
  await assert.rejects(
    applicationSecurityGroups.delete("rg", "a"),
    codeOf("InUseApplicationSecurityGroupCannotBeDeleted"),
  );
  await networkSecurityGroups.delete("rg", "g");
  await networkInterfaces.delete("rg", "n");
  await applicationSecurityGroups.delete("rg", "a");
});

test("a network tells which addresses are free and how many are taken", async () => {
  await using arm = await fresh();
  await arm.vnet();
  const { virtualNetworks, networkInterfaces } = arm.network;
  const subnet = { id: `${network}/virtualNetworks/v/subnets/s` };
  await networkInterfaces.createOrUpdate("rg", "n", { location: "eastus", ipConfigurations: [{ name: "c", subnet }] });
  const check = async (address: string) => {
    const { available, availableIPAddresses } = await virtualNetworks.checkIPAddressAvailability("rg", "v", address);
    return [available, availableIPAddresses];
  };
  assert.deepEqual(await check("10.0.0.4"), [false, ["10.0.0.5", "10.0.0.6"]]);
  assert.deepEqual(await check("10.0.0.5"), [true, []]);
  assert.deepEqual((await check("10.0.0.1"))[0], false, "Azure keeps the first four");
  await assert.rejects(check("10.1.0.1"), codeOf("PrivateIPAddressNotInAnySubnet"));
  for await (const one of virtualNetworks.listUsage("rg", "v")) assert.deepEqual([one.currentValue, one.limit], [1, 3]);
  const services: (string | undefined)[] = [];
  for await (const one of arm.network.availableEndpointServices.list("eastus")) services.push(one.name);
  assert.ok(services.includes("Microsoft.Storage"));
  assert.equal((await arm.network.checkDnsNameAvailability("eastus", "label")).available, true);
});
