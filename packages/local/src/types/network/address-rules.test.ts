import assert from "node:assert/strict";
import { test } from "node:test";
import { inProcess, subscription } from "../../../tools/in-process.ts";

const group = `/subscriptions/${subscription}/resourceGroups/rg`;
const vnet = `${group}/providers/Microsoft.Network/virtualNetworks/v`;
const version = "api-version=2020-08-01";

async function fresh() {
  const arm = inProcess({ timing: { scale: Number.POSITIVE_INFINITY, holdMilliseconds: 0 } });
  await arm.plain("PUT", `${group}?api-version=2019-07-01`, { location: "eastus" });
  return arm;
}

const network = (space: string[], subnets: [string, string][] = [], more: object = {}) => ({
  location: "eastus",
  properties: {
    addressSpace: { addressPrefixes: space },
    subnets: subnets.map(([name, addressPrefix]) => ({ name, properties: { addressPrefix, ...more } })),
  },
});

test("addresses of networks and subnets are checked as Azure checks them", async () => {
  await using arm = await fresh();
  const cases: [object, string, RegExp][] = [
    [network([]), "VnetAddressSpaceIsEmpty", /no address prefix/],
    [network(["10.0.0.0"]), "InvalidAddressPrefixFormat", /10\.0\.0\.0 .*CIDR/],
    [network(["10.0.0.1/16"]), "InvalidCIDRNotation", /should be 10\.0\.0\.0\/16/],
    [network(["10.0.0.0/16", "10.0.1.0/24"]), "VnetAddressSpaceOverlaps", /overlap/],
    [network(["10.0.0.0/16"], [["s", "10.1.0.0/24"]]), "NetcfgSubnetRangeOutsideVnet", /'s'.*outside.*'v'/],
    [
      network(
        ["10.0.0.0/16"],
        [
          ["a", "10.0.0.0/24"],
          ["b", "10.0.0.128/25"],
        ],
      ),
      "NetcfgSubnetRangesOverlap",
      /'b'.*overlaps/,
    ],
    [network(["10.0.0.0/16"], [["s", "10.0.0.0/30"]]), "NetcfgInvalidSubnet", /smallest/],
    [
      network(
        ["10.0.0.0/16"],
        [
          ["s", "10.0.0.0/24"],
          ["S", "10.0.1.0/24"],
        ],
      ),
      "DuplicateResourceName",
      /same name/,
    ],
    [network(["10.0.0.0/16"], [["", "10.0.0.0/24"]]), "InvalidRequestFormat", /parse/],
    [
      network(["10.0.0.0/16"], [["s", "10.0.0.0/24"]], { ipAllocations: [{ id: "/x" }] }),
      "NotSupportedByEmulatedAzure",
      /ipAllocations/,
    ],
    [
      network(["10.0.0.0/16"], [["s", "10.0.0.0/24"]], { serviceEndpoints: [{ service: "A" }, { service: "a" }] }),
      "SubnetWithDuplicateServiceEndpoints",
      /'a'/,
    ],
  ];
  for (const [body, code, message] of cases) {
    const answer = await arm.plain("PUT", `${vnet}?${version}`, body);
    assert.equal(answer.status, 400, answer.text);
    assert.equal(answer.body.error.code, code);
    assert.match(answer.body.error.message, message);
  }
  assert.equal((await arm.plain("GET", `${vnet}?${version}`)).status, 404, "a refused PUT leaves nothing");
});

test("a subnet that is full, or whose range is in use, says so", async () => {
  await using arm = await fresh();
  await arm.plain("PUT", `${vnet}?${version}`, network(["10.0.0.0/16"], [["s", "10.0.0.0/29"]]));
  const nic = (name: string) =>
    arm.plain("PUT", `${group}/providers/Microsoft.Network/networkInterfaces/${name}?${version}`, {
      location: "eastus",
      properties: { ipConfigurations: [{ name: "c", properties: { subnet: { id: `${vnet}/subnets/s` } } }] },
    });
  for (const name of ["a", "b", "c"]) {
    await arm.plain("GET", `${vnet}?${version}`);
    assert.equal((await nic(name)).status, 201);
  }
  assert.equal((await nic("d")).body.error.code, "SubnetIsFull");
  const moved = await arm.plain("PUT", `${vnet}/subnets/s?${version}`, {
    properties: { addressPrefix: "10.0.1.0/29" },
  });
  assert.equal(moved.body.error.code, "InUsePrefixCannotBeDeleted");
});

test("a reference must be well formed, there, and in the same region", async () => {
  await using arm = await fresh();
  await arm.plain("PUT", `${vnet}?${version}`, network(["10.0.0.0/16"], [["s", "10.0.0.0/24"]]));
  await arm.plain("GET", `${vnet}?${version}`);
  const nic = (subnet: unknown, location = "eastus") =>
    arm.plain("PUT", `${group}/providers/Microsoft.Network/networkInterfaces/n?${version}`, {
      location,
      properties: { ipConfigurations: [{ name: "c", properties: { subnet } }] },
    });
  const format = await nic({ id: `${group}/providers/Microsoft.Network/routeTables/x` });
  assert.deepEqual(format.body.error.details, [
    {
      code: "InvalidJsonReferenceFormat",
      message: `Reference Id ${group}/providers/Microsoft.Network/routeTables/x is not formatted correctly. The Id is expected to reference resources of type virtualnetworks/subnets. Path properties.ipConfigurations[0].properties.subnet.`,
    },
  ]);
  assert.equal((await nic({})).body.error.details[0].code, "MissingJsonReferenceId");
  const missing = await nic({ id: `${vnet}/subnets/none` });
  assert.equal(missing.body.error.code, "InvalidResourceReference");
  assert.match(
    missing.body.error.message,
    /subnets\/none referenced by resource .*\/ipConfigurations\/c was not found/,
  );
  assert.equal((await nic({ id: `${vnet}/subnets/s` }, "westus")).body.error.code, "InvalidResourceReference");
  assert.equal((await nic(undefined)).body.error.code, "SubnetIsRequired");
  const inlined = await nic({ id: `${vnet}/subnets/S`, properties: { addressPrefix: "1.2.3.0/24" } });
  assert.equal(inlined.status, 201);
  assert.deepEqual(inlined.body.properties.ipConfigurations[0].properties.subnet, { id: `${vnet}/subnets/S` });
});
