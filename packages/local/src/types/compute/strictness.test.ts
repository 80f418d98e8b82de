import assert from "node:assert/strict";
import { test } from "node:test";
import { inProcess, subscription } from "../../../tools/in-process.ts";
import { furnish, machine } from "../../testing/furnished-network.ts";

const group = `/subscriptions/${subscription}/resourceGroups/rg`;
const compute = `${group}/providers/Microsoft.Compute`;
const provider = `/subscriptions/${subscription}/providers/Microsoft.Compute`;
const version = "api-version=2024-03-01";

async function fresh() {
  const arm = inProcess({ timing: { scale: Number.POSITIVE_INFINITY, holdMilliseconds: 0 } });
  const furnished = await furnish(arm);
  const { location, ...properties } = machine(await furnished.nic("n"));
  const body = { location, properties };
  assert.equal((await arm.plain("PUT", `${compute}/virtualMachines/m?${version}`, body)).status, 201);
  return Object.assign(arm, furnished, { body });
}

test("whatever is not known is an error that names it, never a polite answer", async () => {
  await using arm = await fresh();
  const vm = `${compute}/virtualMachines/m`;
  const calls: [method: string, path: string, body: unknown, status: number, words: RegExp][] = [
    ["GET", `${compute}/virtualMachineScaleSets/s?${version}`, undefined, 404, /virtualMachineScaleSets/],
    ["GET", `${compute}/restorePointCollections?${version}`, undefined, 404, /restorePointCollections/],
    ["GET", `${vm}/extensions?${version}`, undefined, 404, /extensions/],
    ["POST", `${vm}/runCommand?${version}`, {}, 404, /runCommand/],
    ["POST", `${vm}/explode?${version}`, undefined, 404, /explode/],
    ["GET", `${vm}/start?${version}`, undefined, 405, /'GET' is not supported for .*start/],
    ["POST", `${vm}/instanceView?${version}`, undefined, 405, /'POST'/],
    ["POST", `${vm}?${version}`, {}, 405, /'POST'/],
    ["DELETE", `${provider}/virtualMachines?${version}`, undefined, 405, /'DELETE'/],
    ["PUT", `${provider}/skus?api-version=2021-07-01`, {}, 405, /'PUT'/],
    ["GET", `${provider}/skus?${version}`, undefined, 400, /2024-03-01/],
    ["GET", `${vm}?api-version=2019-12-01`, undefined, 400, /2019-12-01/],
    ["GET", `${compute}/disks?api-version=2020-06-01`, undefined, 400, /2020-06-01/],
    ["GET", `${vm}?${version}&$expand=everything`, undefined, 400, /everything/],
    ["GET", `${vm}?${version}&forceDeletion=true`, undefined, 400, /forceDeletion/],
    ["DELETE", `${vm}?${version}&soon=true`, undefined, 400, /soon/],
    ["POST", `${vm}/start?${version}&hibernate=true`, undefined, 400, /hibernate/],
    ["POST", `${vm}/start?${version}`, { now: true }, 400, /'now'/],
    ["POST", `${vm}/deallocate?${version}&hibernate=true`, undefined, 409, /hibernat/],
    ["GET", `${provider}/virtualMachines?${version}&$filter=name eq 'm'`, undefined, 400, /name eq 'm'/],
    ["GET", `${provider}/locations/eastus/vmSizes?${version}&$top=1`, undefined, 400, /\$top/],
    [
      "GET",
      `${provider}/locations/eastus/publishers/azureopenshift/artifacttypes/vmextension/offers?${version}`,
      undefined,
      404,
      /vmextension/,
    ],
    [
      "POST",
      `${compute}/disks/d/beginGetAccess?api-version=2022-07-02`,
      { access: "Steal", durationInSeconds: 1 },
      400,
      /Steal/,
    ],
    [
      "POST",
      `${compute}/disks/d/beginGetAccess?api-version=2022-07-02`,
      { access: "Read", durationInSeconds: 1 },
      404,
      /disks\/d/,
    ],
    ["PUT", `${compute}/virtualMachines/m?${version}`, { ...arm.body, propertys: {} }, 400, /propertys/],
    [
      "PUT",
      `${compute}/virtualMachines/m?${version}`,
      { ...arm.body, properties: { ...arm.body.properties, colour: 1 } },
      400,
      /colour/,
    ],
    [
      "PUT",
      `${compute}/virtualMachines/m?${version}`,
      { ...arm.body, properties: { ...arm.body.properties, licenseType: 7 } },
      400,
      /System.String/,
    ],
    ["PATCH", `${vm}?${version}`, { location: "westus" }, 400, /location/],
    ["PUT", `${compute}/virtualMachines/-bad?${version}`, arm.body, 400, /-bad/],
    [
      "PUT",
      `${compute}/virtualMachines/x?${version}`,
      { ...arm.body, properties: { ...arm.body.properties, host: { id: "/x" } } },
      400,
      /properties.host/,
    ],
    ["PUT", `${compute}/disks/d?api-version=2022-07-02`, { location: "eastus" }, 400, /'properties'/],
    ["PUT", `${compute}/disks/d?api-version=2022-07-02`, { location: "eastus", properties: {} }, 400, /'creationData'/],
  ];
  for (const [method, path, body, status, words] of calls) {
    const answer = await arm.plain(method, path, body);
    assert.equal(answer.status, status, `${method} ${path}: ${answer.text}`);
    assert.match(answer.body.error.message, words, `${method} ${path}`);
    assert.notEqual(answer.body.error.code, "", path);
  }
});

test("what a client read of a machine, a disk, a set it may PUT back (ARM-PUT-05)", async () => {
  await using arm = await fresh();
  const vm = `${compute}/virtualMachines/m?${version}`;
  const read = await arm.plain("GET", vm);
  const put = await arm.plain("PUT", vm, read.body);
  assert.equal(put.status, 200, put.text);
  const again = await arm.plain("GET", vm);
  assert.deepEqual(again.body, read.body);
  const [disk] = (await arm.plain("GET", `${compute}/disks?api-version=2022-07-02`)).body.value;
  const path = `${disk.id}?api-version=2022-07-02`;
  assert.equal((await arm.plain("PUT", path, disk)).status, 202);
  assert.deepEqual((await arm.plain("GET", path)).body, disk);
});

test("locks and preconditions hold for machines, and for what is done to them", async () => {
  await using arm = await fresh();
  await arm.locks.managementLocks.createOrUpdateAtResourceGroupLevel("rg", "l", { level: "ReadOnly" });
  const vm = `${compute}/virtualMachines/m`;
  for (const [method, path, body] of [
    ["PUT", `${vm}?${version}`, arm.body],
    ["DELETE", `${vm}?${version}`, undefined],
    ["POST", `${vm}/deallocate?${version}`, undefined],
  ] as const)
    assert.equal((await arm.plain(method, path, body)).body.error.code, "ScopeLocked", path);
  assert.equal((await arm.plain("GET", `${vm}/instanceView?${version}`)).status, 200);
});

test("a machine at work refuses other work (Conflict), but not its own deletion", async () => {
  await using arm = inProcess({ timing: { scale: 1, holdMilliseconds: 0 } });
  await arm.plain("PUT", `${group}?api-version=2019-07-01`, { location: "eastus" });
  const properties = { creationData: { createOption: "Empty" }, diskSizeGB: 4 };
  const disk = `${compute}/disks/d?api-version=2022-07-02`;
  assert.equal((await arm.plain("PUT", disk, { location: "eastus", properties })).status, 202);
  const refused = await arm.plain("PUT", disk, { location: "eastus", properties });
  assert.deepEqual([refused.status, refused.body.error.code], [409, "Conflict"]);
  assert.ok(refused.headers["retry-after"]);
  assert.equal((await arm.plain("DELETE", disk)).status, 202);
});

test("a member that came later is unknown to an older version, which neither shows nor erases it (ARM-PUT-05, ARM-PUT-07)", async () => {
  await using arm = await fresh();
  const disk = `${compute}/disks/d`;
  const properties = { creationData: { createOption: "Empty" }, diskSizeGB: 4, publicNetworkAccess: "Disabled" };
  const refused = await arm.plain("PUT", `${disk}?api-version=2019-03-01`, { location: "eastus", properties });
  assert.equal(refused.status, 400);
  assert.match(refused.body.error.message, /Could not find member 'publicNetworkAccess'/);
  assert.equal(
    (await arm.plain("PUT", `${disk}?api-version=2022-07-02`, { location: "eastus", properties })).status,
    202,
  );
  const old = await arm.plain("GET", `${disk}?api-version=2019-03-01`);
  for (const member of ["publicNetworkAccess", "networkAccessPolicy", "encryption"])
    assert.equal(member in old.body.properties, false, member);
  assert.equal((await arm.plain("PUT", `${disk}?api-version=2019-03-01`, old.body)).status, 202);
  const now = await arm.plain("GET", `${disk}?api-version=2022-07-02`);
  assert.equal(now.body.properties.publicNetworkAccess, "Disabled");
  const machine = await arm.plain("GET", `${compute}/virtualMachines/m?api-version=2020-12-01`);
  assert.equal("deleteOption" in machine.body.properties.storageProfile.osDisk, false);
  assert.equal("timeCreated" in machine.body.properties, false);
});
