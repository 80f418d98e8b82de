import assert from "node:assert/strict";
import { test } from "node:test";
import { inProcess, subscription } from "../../tools/in-process.ts";
import { createVersions } from "./versions.ts";

const group = `/subscriptions/${subscription}/resourceGroups/rg`;
const vnet = `${group}/providers/Microsoft.Network/virtualNetworks/v`;
const balancer = `${group}/providers/Microsoft.Network/loadBalancers/lb`;
const old = "api-version=2020-08-01";
const today = "api-version=2026-01-01";

async function fresh() {
  const arm = inProcess({ timing: { scale: Number.POSITIVE_INFINITY, holdMilliseconds: 0 } });
  await arm.plain("PUT", `${group}?api-version=2019-07-01`, { location: "eastus" });
  return arm;
}

const network = (subnet: object, more: object = {}) => ({
  location: "eastus",
  properties: {
    addressSpace: { addressPrefixes: ["10.0.0.0/16"] },
    ...more,
    subnets: [{ name: "s", properties: { addressPrefix: "10.0.0.0/24", ...subnet } }],
  },
});

test("a version lacks what the next later entry lacks, and nothing beyond the last", () => {
  const versions = createVersions([
    { version: "2020-08-01", lacks: { A: ["x", "y"] } },
    { version: "2022-07-01", lacks: { A: ["y"] } },
  ]);
  const lacks = (version: string) => [...(versions(version)?.get("A") ?? [])];
  assert.deepEqual(lacks("2019-01-01"), ["x", "y"]);
  assert.deepEqual(lacks("2020-08-01"), ["x", "y"]);
  assert.deepEqual(lacks("2022-01-01"), ["y"]);
  assert.deepEqual(lacks("2022-07-01"), ["y"]);
  assert.deepEqual(lacks("2024-05-01"), []);
});

test("a member that came later is unknown to an older version", async () => {
  await using arm = await fresh();
  const body = network({ defaultOutboundAccess: false });
  const refused = await arm.plain("PUT", `${vnet}?${old}`, body);
  assert.equal(refused.status, 400);
  assert.match(
    refused.body.error.details[0].message,
    /Could not find member 'defaultOutboundAccess' on object of type 'SubnetProperties'/,
  );
  assert.equal((await arm.plain("PUT", `${vnet}?${today}`, body)).status, 201);
});

test("an older version neither shows nor erases what only newer ones know (ARM-PUT-05, ARM-PUT-07)", async () => {
  await using arm = await fresh();
  await arm.plain("PUT", `${vnet}?${today}`, network({ defaultOutboundAccess: false }, { flowTimeoutInMinutes: 10 }));
  const read = await arm.plain("GET", `${vnet}?${old}`);
  assert.equal("defaultOutboundAccess" in read.body.properties.subnets[0].properties, false);
  assert.equal("flowTimeoutInMinutes" in read.body.properties, false);
  assert.equal((await arm.plain("PUT", `${vnet}?${old}`, read.body)).status, 200, "what was read may be put back");
  const now = await arm.plain("GET", `${vnet}?${today}`);
  assert.equal(now.body.properties.subnets[0].properties.defaultOutboundAccess, false);
  assert.equal(now.body.properties.flowTimeoutInMinutes, 10);
  await arm.plain("PUT", `${vnet}/subnets/s?${old}`, { properties: { addressPrefix: "10.0.0.0/24" } });
  const part = await arm.plain("GET", `${vnet}/subnets/s?${today}`);
  assert.equal(part.body.properties.defaultOutboundAccess, false);
  const listed = await arm.plain("GET", `${group}/providers/Microsoft.Network/virtualNetworks?${old}`);
  assert.equal("flowTimeoutInMinutes" in listed.body.value[0].properties, false);
});

test("the pool of a rule follows an older version, which knows one pool only", async () => {
  await using arm = await fresh();
  const body = (pool: string) => ({
    location: "eastus",
    sku: { name: "Standard" },
    properties: {
      backendAddressPools: [{ name: "a" }, { name: "b" }],
      frontendIPConfigurations: [
        {
          name: "f",
          properties: { publicIPAddress: { id: `${group}/providers/Microsoft.Network/publicIPAddresses/p` } },
        },
      ],
      loadBalancingRules: [
        {
          name: "r",
          properties: {
            protocol: "Tcp",
            frontendPort: 1,
            backendPort: 1,
            frontendIPConfiguration: { id: `${balancer}/frontendIPConfigurations/f` },
            backendAddressPool: { id: `${balancer}/backendAddressPools/${pool}` },
          },
        },
      ],
    },
  });
  await arm.plain("PUT", `${group}/providers/Microsoft.Network/publicIPAddresses/p?${old}`, {
    location: "eastus",
    sku: { name: "Standard" },
    properties: { publicIPAllocationMethod: "Static" },
  });
  await arm.plain("GET", `${group}?api-version=2019-07-01`);
  for (const pool of ["a", "b"]) {
    assert.ok((await arm.plain("PUT", `${balancer}?${old}`, body(pool))).status < 300);
    const read = await arm.plain("GET", `${balancer}?${today}`);
    assert.deepEqual(read.body.properties.loadBalancingRules[0].properties.backendAddressPools, [
      { id: `${balancer}/backendAddressPools/${pool}` },
    ]);
  }
});
