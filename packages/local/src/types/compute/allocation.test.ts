import assert from "node:assert/strict";
import { test } from "node:test";
import type { VirtualMachine } from "@azure/arm-compute";
import { inProcess } from "../../../tools/in-process.ts";
import { furnish, machine } from "../../testing/furnished-network.ts";

const wait = { updateIntervalInMs: 1 };

async function fresh() {
  const arm = inProcess({ timing: { scale: 100_000, holdMilliseconds: 1_000 } });
  const furnished = await furnish(arm);
  const put = (name: string, body: object) =>
    arm.compute.virtualMachines.createOrUpdate("rg", name, body as VirtualMachine, wait);
  return Object.assign(arm, furnished, { put });
}

test("a machine that is not to be had is taken, fails when its time has come, and can be made later (ARM-ASY-05)", async () => {
  await using arm = await fresh();
  const nic = await arm.nic("n");
  arm.resources.setShortages([{ code: "ZonalAllocationFailed", size: "Standard_D8s_v3", zone: "1", times: 1 }]);
  await assert.rejects(
    arm.put("m", machine(nic, { zones: ["1"] })),
    /sufficient capacity for the requested VM size in this zone/,
  );
  const read = await arm.compute.virtualMachines.get("rg", "m", { expand: "instanceView" });
  assert.equal(read.provisioningState, "Failed");
  assert.deepEqual(
    read.instanceView?.statuses?.map((status) => [status.code, status.level]),
    [["ProvisioningState/failed/ZonalAllocationFailed", "Error"]],
  );
  const again = await arm.put("m", machine(nic, { zones: ["1"], osProfile: undefined }));
  assert.equal(again.provisioningState, "Succeeded");
  const view = await arm.compute.virtualMachines.instanceView("rg", "m");
  assert.equal(view.statuses?.at(-1)?.code, "PowerState/running");
});

test("a template's machine that is not to be had fails the deployment with its code", async () => {
  await using arm = await fresh();
  const [one, two] = [await arm.nic("n1"), await arm.nic("n2")];
  arm.resources.setShortages([{ code: "AllocationFailed", times: 1 }]);
  const resources = [one, two].map((nic, index) => {
    const { location, ...properties } = machine(nic);
    return {
      type: "Microsoft.Compute/virtualMachines",
      apiVersion: "2020-12-01",
      name: `m${index}`,
      location,
      properties,
    };
  });
  const template = {
    $schema: "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#",
    contentVersion: "1.0.0.0",
    resources,
  };
  const path = `${arm.group}/providers/Microsoft.Resources/deployments/d?api-version=2021-04-01`;
  assert.equal((await arm.plain("PUT", path, { properties: { mode: "Incremental", template } })).status, 201);
  let read = await arm.plain("GET", path);
  for (
    let tries = 0;
    !["Succeeded", "Failed"].includes(read.body.properties.provisioningState) && tries < 2_000;
    tries++
  ) {
    await new Promise((resolve) => setTimeout(resolve, 1));
    read = await arm.plain("GET", path);
  }
  const { error } = read.body.properties;
  assert.equal(error.code, "DeploymentFailed");
  assert.match(JSON.stringify(error.details), /"code":"AllocationFailed"/);
  const states: string[] = [];
  for await (const vm of arm.compute.virtualMachines.list("rg")) states.push(vm.provisioningState ?? "");
  assert.deepEqual(states.sort(), ["Failed", "Succeeded"]);
});

test("what does not match a shortage is made; a failed machine is deleted with its disks let go", async () => {
  await using arm = await fresh();
  const nic = await arm.nic("n");
  arm.resources.setShortages([{ code: "OSProvisioningTimedOut", location: "eastus", size: "Standard_D8s_v3" }]);
  const other = await arm.nic("n2");
  assert.equal(
    (await arm.put("fine", machine(other, { hardwareProfile: { vmSize: "Standard_D4s_v3" } }))).provisioningState,
    "Succeeded",
  );
  await assert.rejects(arm.put("m", machine(nic)), /did not finish in the allotted time/);
  await arm.compute.virtualMachines.delete("rg", "m", wait);
  arm.resources.setShortages([]);
  assert.equal((await arm.put("m", machine(nic))).provisioningState, "Succeeded");
});
