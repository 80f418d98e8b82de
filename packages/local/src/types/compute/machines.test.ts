import assert from "node:assert/strict";
import { test } from "node:test";
import { inProcess, subscription } from "../../../tools/in-process.ts";
import { furnish, machine } from "../../testing/furnished-network.ts";
import { refused } from "../../testing/refused.ts";
import { customDataOf } from "./power.ts";

async function fresh() {
  const arm = inProcess({ timing: { scale: 20_000, holdMilliseconds: 1_000 } });
  return Object.assign(arm, await furnish(arm));
}

const wait = { updateIntervalInMs: 1 };

test("a machine lives its whole life through the SDK: made, read, stopped, started, changed, deleted", async () => {
  await using arm = await fresh();
  const { virtualMachines, disks } = arm.compute;
  const nic = await arm.nic("n");
  const made = await virtualMachines.createOrUpdate("rg", "m", machine(nic, { tags: { a: "1" }, zones: ["2"] }), wait);
  assert.equal(made.provisioningState, "Succeeded");
  assert.equal(
    made.id,
    `/subscriptions/${subscription}/resourceGroups/rg/providers/Microsoft.Compute/virtualMachines/m`,
  );
  assert.match(made.vmId ?? "", /^[0-9a-f-]{36}$/);
  assert.equal(made.storageProfile?.imageReference?.exactVersion, "418.94.20250122");
  assert.equal(made.osProfile?.adminPassword, undefined, "passwords are never shown");
  assert.equal(made.osProfile?.customData, undefined, "nor is custom data");
  const kept = arm.resources.engine?.rows.get((made.id ?? "").toLowerCase());
  assert.equal(customDataOf(kept?.body ?? {}), "e30=", "but whoever boots the machine may have it");
  assert.equal(made.instanceView, undefined, "the instance view is shown only when it is asked for");

  const osDisk = made.storageProfile?.osDisk;
  assert.equal(osDisk?.osType, "Linux");
  const disk = await disks.get("rg", osDisk?.name ?? "");
  assert.equal(disk.managedBy, made.id);
  assert.equal(disk.diskState, "Attached");
  assert.equal(disk.diskSizeGB, 128);
  assert.deepEqual(disk.zones, ["2"]);
  assert.equal(disk.tier, "P10");
  assert.equal(disk.creationData?.createOption, "FromImage");

  const interface_ = await arm.network.networkInterfaces.get("rg", "n");
  assert.equal(interface_.virtualMachine?.id, made.id);
  assert.match(interface_.macAddress ?? "", /^00-0D-3A(-[0-9A-F]{2}){3}$/);

  const power = async () =>
    (await virtualMachines.instanceView("rg", "m")).statuses?.map((status) => status.code).join(" ");
  assert.equal(await power(), "ProvisioningState/succeeded PowerState/running");
  await virtualMachines.powerOff("rg", "m", { ...wait, skipShutdown: true });
  assert.equal(await power(), "ProvisioningState/succeeded PowerState/stopped");
  await virtualMachines.deallocate("rg", "m", wait);
  assert.equal(await power(), "ProvisioningState/succeeded PowerState/deallocated");
  assert.equal((await disks.get("rg", osDisk?.name ?? "")).diskState, "Reserved");
  await assert.rejects(virtualMachines.restart("rg", "m", wait), refused("OperationNotAllowed", 409));
  await virtualMachines.start("rg", "m", wait);
  assert.equal(await power(), "ProvisioningState/succeeded PowerState/running");
  for (const action of ["restart", "redeploy", "reapply"] as const) await virtualMachines[action]("rg", "m", wait);
  const viewed = await virtualMachines.get("rg", "m", { expand: "instanceView" });
  assert.equal(viewed.instanceView?.vmAgent?.statuses?.[0]?.displayStatus, "Ready");
  const listed: (string | undefined)[] = [];
  for await (const one of virtualMachines.listAll({ statusOnly: "true" }))
    listed.push(one.instanceView?.statuses?.at(-1)?.code);
  for await (const one of virtualMachines.list("rg")) listed.push(one.name);
  for await (const one of virtualMachines.listByLocation("eastus")) listed.push(one.name);
  assert.deepEqual(listed, ["PowerState/running", "m", "m"]);

  const resized = await virtualMachines.update(
    "rg",
    "m",
    { hardwareProfile: { vmSize: "Standard_D16s_v3" }, tags: { b: "2" } },
    wait,
  );
  assert.equal(resized.hardwareProfile?.vmSize, "Standard_D16s_v3");
  assert.deepEqual(resized.tags, { b: "2" });
  assert.equal(resized.vmId, made.vmId);
  const { osProfile: _, ...rest } = resized;
  const again = await virtualMachines.createOrUpdate("rg", "m", { ...rest, location: "eastus" }, wait);
  assert.equal(again.osProfile?.adminUsername, "core");
  assert.equal(again.storageProfile?.osDisk?.managedDisk?.id, disk.id);

  await virtualMachines.delete("rg", "m", { ...wait, forceDeletion: true });
  await assert.rejects(virtualMachines.get("rg", "m"), refused("ResourceNotFound", 404));
  const left = await disks.get("rg", osDisk?.name ?? "");
  assert.equal(left.managedBy, undefined);
  assert.equal(left.diskState, "Unattached");
  assert.equal((await arm.network.networkInterfaces.get("rg", "n")).virtualMachine, undefined);
  await disks.delete("rg", left.name ?? "", wait);
  await arm.network.networkInterfaces.delete("rg", "n", wait);
});
