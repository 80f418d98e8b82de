import assert from "node:assert/strict";
import { test } from "node:test";
import { inProcess, subscription } from "../../../tools/in-process.ts";
import { furnish, machine } from "../../testing/furnished-network.ts";
import { refused } from "../../testing/refused.ts";

const wait = { updateIntervalInMs: 1 };
const group = `/subscriptions/${subscription}/resourceGroups/rg`;
const compute = `${group}/providers/Microsoft.Compute`;
const empty = { location: "eastus", creationData: { createOption: "Empty" }, diskSizeGB: 64 } as const;

async function fresh(scale = Number.POSITIVE_INFINITY) {
  const arm = inProcess({ timing: { scale, holdMilliseconds: scale === Number.POSITIVE_INFINITY ? 0 : 1_000 } });
  await arm.groups.resourceGroups.createOrUpdate("rg", { location: "eastus" });
  return arm;
}

test("a disk lives its whole life through the SDK: 202, DiskOperations with the output, tiers that follow the size", async () => {
  await using arm = await fresh(20_000);
  const { disks } = arm.compute;
  const made = await disks.createOrUpdate(
    "rg",
    "d",
    { ...empty, sku: { name: "Premium_LRS" }, tags: { a: "1" } },
    wait,
  );
  assert.equal(made.provisioningState, "Succeeded");
  assert.deepEqual([made.tier, made.diskIopsReadWrite, made.diskMBpsReadWrite], ["P6", 240, 50]);
  assert.deepEqual(
    [made.diskState, made.networkAccessPolicy, made.publicNetworkAccess],
    ["Unattached", "AllowAll", "Enabled"],
  );
  assert.equal(made.encryption?.type, "EncryptionAtRestWithPlatformKey");
  assert.equal(made.diskSizeBytes, 64 * 2 ** 30);
  const grown = await disks.update("rg", "d", { diskSizeGB: 100, tags: { b: "2" } }, wait);
  assert.deepEqual([grown.tier, grown.tags, grown.uniqueId], ["P10", { b: "2" }, made.uniqueId]);
  await assert.rejects(disks.update("rg", "d", { diskSizeGB: 50 }, wait), refused("OperationNotAllowed", 409));
  const again = await disks.createOrUpdate(
    "rg",
    "d",
    { ...empty, diskSizeGB: 100, sku: { name: "Standard_LRS" } },
    wait,
  );
  assert.deepEqual([again.tier, again.diskIopsReadWrite], [undefined, 500]);
  const names: (string | undefined)[] = [];
  for await (const one of disks.listByResourceGroup("rg")) names.push(one.name);
  for await (const one of disks.list()) names.push(one.name);
  assert.deepEqual(names, ["d", "d"]);
  await disks.delete("rg", "d", wait);
  await assert.rejects(disks.get("rg", "d"), refused("ResourceNotFound", 404));
});

test("the answers of a disk's operations are as Azure's: links under DiskOperations, status with output, result with monitor", async () => {
  await using arm = inProcess({ timing: { scale: 100, holdMilliseconds: 0 } });
  await arm.groups.resourceGroups.createOrUpdate("rg", { location: "eastus" });
  const path = `${compute}/disks/d?api-version=2022-07-02`;
  const { location, ...properties } = empty;
  const put = await arm.plain("PUT", path, { location, properties });
  assert.equal(put.status, 202);
  assert.equal(put.body.properties.provisioningState, "Updating");
  const status = put.headers["azure-asyncoperation"] ?? "";
  const result = put.headers["location"] ?? "";
  assert.match(
    status,
    /\/providers\/Microsoft\.Compute\/locations\/eastus\/DiskOperations\/[0-9a-f-]{36}\?api-version=2022-07-02$/,
  );
  assert.match(result, /DiskOperations\/[0-9a-f-]{36}\?api-version=2022-07-02&monitor=true$/);
  const relative = (url: string) => url.slice("https://localhost:18443".length);
  assert.deepEqual(Object.keys((await arm.plain("GET", relative(status))).body).sort(), [
    "id",
    "name",
    "startTime",
    "status",
  ]);
  const early = await arm.plain("GET", relative(result));
  assert.equal(early.status, 202);
  assert.equal(relative(early.headers["location"] ?? ""), relative(result), "a poller is led back to the result");
  let read = await arm.plain("GET", relative(status));
  for (let tries = 0; read.body.status === "InProgress" && tries < 1_000; tries++) {
    await new Promise((resolve) => setImmediate(resolve));
    read = await arm.plain("GET", relative(status));
  }
  assert.equal(read.body.status, "Succeeded");
  assert.equal(read.body.properties.output.properties.diskState, "Unattached");
  assert.equal((await arm.plain("GET", relative(result))).body.id, read.body.properties.output.id);
  const removed = await arm.plain("DELETE", path);
  assert.equal(removed.status, 202);
  assert.match(removed.headers["location"] ?? "", /monitor=true/);
});

test("what a disk is made of decides what it must say, and stays", async () => {
  await using arm = await fresh();
  const { disks } = arm.compute;
  const make = (name: string, creationData: object, more: object = {}) =>
    disks.createOrUpdate("rg", name, { location: "eastus", creationData, ...more } as never, wait);
  await assert.rejects(make("d", { createOption: "Empty" }), refused("InvalidParameter", 400, /disk.diskSizeGB/));
  await assert.rejects(make("d", { createOption: "Copy" }), refused("InvalidParameter", 400, /sourceResourceId/));
  await assert.rejects(make("d", { createOption: "Import" }), refused("InvalidParameter", 400, /sourceUri/));
  await assert.rejects(
    make("d", { createOption: "Copy", sourceResourceId: `${compute}/disks/none` }),
    refused("NotFound", 404),
  );
  await assert.rejects(make("d", { createOption: "Empty" }, { diskSizeGB: 0 }), refused("InvalidParameter", 400));
  await assert.rejects(
    make("d", { createOption: "Empty" }, { diskSizeGB: 4, zones: ["9"] }),
    refused("InvalidAvailabilityZone"),
  );
  const one = await make("one", { createOption: "Empty" }, { diskSizeGB: 40 });
  const two = await make("two", { createOption: "Copy", sourceResourceId: one.id });
  assert.equal(two.diskSizeGB, 40);
  await assert.rejects(
    make("two", { createOption: "Empty" }, { diskSizeGB: 40 }),
    refused("PropertyChangeNotAllowed", 409, /createOption/),
  );
});

test("a disk is read from outside for a while, and not deleted meanwhile; not while its machine runs", async () => {
  await using arm = inProcess({ timing: { scale: 20_000, holdMilliseconds: 1_000 } });
  const furnished = await furnish(arm);
  const { disks, virtualMachines } = arm.compute;
  await disks.createOrUpdate("rg", "d", empty, wait);
  const { accessSAS } = await disks.grantAccess("rg", "d", { access: "Read", durationInSeconds: 300 }, wait);
  assert.match(accessSAS ?? "", /^https:\/\/md-[0-9a-f]{12}\.blob\.core\.test\/d\/abcd\?sv=.*&sr=b&si=.*&sig=/);
  assert.equal((await disks.get("rg", "d")).diskState, "ActiveSAS");
  await assert.rejects(disks.delete("rg", "d", wait), refused("OperationNotAllowed", 409, /EndGetAccess/));
  await disks.revokeAccess("rg", "d", wait);
  assert.equal((await disks.get("rg", "d")).diskState, "Unattached");
  await disks.delete("rg", "d", wait);
  const made = await virtualMachines.createOrUpdate("rg", "m", machine(await furnished.nic("n")) as never, wait);
  const name = made.storageProfile?.osDisk?.name ?? "";
  await assert.rejects(
    disks.grantAccess("rg", name, { access: "Read", durationInSeconds: 300 }, wait),
    refused("OperationNotAllowed", 409, /attached to a running virtual machine/),
  );
  await virtualMachines.deallocate("rg", "m", wait);
  await disks.grantAccess("rg", name, { access: "Read", durationInSeconds: 300 }, wait);
  await disks.revokeAccess("rg", name, wait);
  assert.equal((await disks.get("rg", name)).diskState, "Reserved");
});

test("snapshots are made of disks, and disks of snapshots", async () => {
  await using arm = await fresh();
  const { disks, snapshots } = arm.compute;
  const disk = await disks.createOrUpdate("rg", "d", { ...empty, osType: "Linux", hyperVGeneration: "V2" }, wait);
  const creationData = { createOption: "Copy", sourceResourceId: disk.id ?? "" } as const;
  const made = await snapshots.createOrUpdate("rg", "s", { location: "eastus", creationData, incremental: true }, wait);
  assert.deepEqual([made.diskSizeGB, made.osType, made.incremental, made.completionPercent], [64, "Linux", true, 100]);
  await assert.rejects(
    snapshots.createOrUpdate("rg", "s", { location: "eastus", creationData, incremental: false }, wait),
    refused("PropertyChangeNotAllowed", 409),
  );
  const copy = await disks.createOrUpdate(
    "rg",
    "copy",
    { location: "eastus", creationData: { createOption: "Copy", sourceResourceId: made.id ?? "" } },
    wait,
  );
  assert.deepEqual([copy.osType, copy.hyperVGeneration], ["Linux", "V2"]);
  const { accessSAS } = await snapshots.grantAccess("rg", "s", { access: "Read", durationInSeconds: 60 }, wait);
  assert.match(accessSAS ?? "", /^https:/);
  await snapshots.revokeAccess("rg", "s", wait);
  await snapshots.delete("rg", "s", wait);
  const names: (string | undefined)[] = [];
  for await (const one of snapshots.list()) names.push(one.name);
  assert.deepEqual(names, []);
});

test("an encryption set names a key, encrypts disks of its region, tells which, and is not deleted while it does", async () => {
  await using arm = await fresh();
  const { disks, diskEncryptionSets: sets } = arm.compute;
  const keyUrl = "https://keys-1.vault.test/keys/k/0123456789abcdef0123456789abcdef";
  const body = { location: "eastus", identity: { type: "SystemAssigned" }, activeKey: { keyUrl } } as const;
  await assert.rejects(
    sets.createOrUpdate("rg", "des", { ...body, activeKey: { keyUrl: "https://keys-1.vault.test/secrets/k" } }, wait),
    refused("InvalidParameter", 400, /keyUrl/),
  );
  const { identity: _, ...anonymous } = body;
  await assert.rejects(sets.createOrUpdate("rg", "des", anonymous, wait), refused("InvalidParameter", 400, /identity/));
  const made = await sets.createOrUpdate("rg", "des", body, wait);
  assert.match(made.identity?.principalId ?? "", /^[0-9a-f-]{36}$/);
  assert.deepEqual([made.encryptionType, made.previousKeys], ["EncryptionAtRestWithCustomerKey", []]);
  const encrypted = { encryption: { diskEncryptionSetId: made.id ?? "" } };
  const disk = await disks.createOrUpdate("rg", "d", { ...empty, ...encrypted }, wait);
  assert.equal(disk.encryption?.type, "EncryptionAtRestWithCustomerKey");
  await assert.rejects(
    disks.createOrUpdate("rg", "west", { ...empty, ...encrypted, location: "westus" }, wait),
    refused("BadRequest", 400, /same region/),
  );
  await assert.rejects(
    disks.createOrUpdate("rg", "none", { ...empty, encryption: { diskEncryptionSetId: `${made.id}x` } }, wait),
    refused("NotFound", 404),
  );
  const users: string[] = [];
  for await (const one of sets.listAssociatedResources("rg", "des")) users.push(one as unknown as string);
  assert.deepEqual(users, [disk.id]);
  await assert.rejects(sets.delete("rg", "des", wait), refused("OperationNotAllowed", 409));
  const rotated = await sets.update("rg", "des", { activeKey: { keyUrl: keyUrl.replace(/f$/, "e") } }, wait);
  assert.deepEqual(
    rotated.previousKeys?.map((key) => key.keyUrl),
    [keyUrl],
  );
  assert.ok(rotated.lastKeyRotationTimestamp);
  await disks.delete("rg", "d", wait);
  await sets.delete("rg", "des", wait);
});

test("a machine's disks are encrypted with the set that it names", async () => {
  await using arm = inProcess({ timing: { scale: Number.POSITIVE_INFINITY, holdMilliseconds: 0 } });
  const furnished = await furnish(arm);
  const { disks, diskEncryptionSets: sets, virtualMachines } = arm.compute;
  const made = await sets.createOrUpdate(
    "rg",
    "des",
    {
      location: "eastus",
      identity: { type: "SystemAssigned" },
      activeKey: { keyUrl: "https://keys-1.vault.test/keys/k" },
    },
    wait,
  );
  const body = machine(await furnished.nic("n"));
  const encrypted = (id: string) => ({
    ...body,
    storageProfile: {
      ...body.storageProfile,
      osDisk: { ...body.storageProfile.osDisk, managedDisk: { diskEncryptionSet: { id } } },
    },
  });
  await assert.rejects(
    virtualMachines.createOrUpdate("rg", "m", encrypted(`${made.id}x`) as never, wait),
    refused("NotFound", 404),
  );
  const { storageProfile } = await virtualMachines.createOrUpdate("rg", "m", encrypted(made.id ?? "") as never, wait);
  const disk = await disks.get("rg", storageProfile?.osDisk?.name ?? "");
  assert.equal(disk.encryption?.diskEncryptionSetId, made.id);
  await assert.rejects(sets.delete("rg", "des", wait), refused("OperationNotAllowed", 409));
});
