import assert from "node:assert/strict";
import { test } from "node:test";
import { azureVmSize, vmSizes } from "@aro/api";
import type { ResourceSku, VirtualMachine } from "@azure/arm-compute";
import { inProcess, subscription } from "../../../tools/in-process.ts";
import { furnish, machine } from "../../testing/furnished-network.ts";
import { refused } from "../../testing/refused.ts";
import { sizes } from "./sizes.ts";

const wait = { updateIntervalInMs: 1 };
const provider = `/subscriptions/${subscription}/providers/Microsoft.Compute`;

async function fresh() {
  const arm = inProcess({ timing: { scale: Number.POSITIVE_INFINITY, holdMilliseconds: 0 } });
  return Object.assign(arm, await furnish(arm));
}

async function all<Item>(pages: AsyncIterable<Item>): Promise<Item[]> {
  const found: Item[] = [];
  for await (const one of pages) found.push(one);
  return found;
}

const capability = (sku: ResourceSku | undefined, name: string) =>
  sku?.capabilities?.find((one) => one.name === name)?.value;

test("every size that the service knows is a SKU under Azure's name, with its family and cores", async () => {
  await using arm = await fresh();
  const listed = await all(arm.compute.resourceSkus.list({ filter: "location eq 'eastus'" }));
  const machines = new Map(
    listed.filter((one) => one.resourceType === "virtualMachines").map((one) => [one.name, one]),
  );
  for (const size of vmSizes) {
    const sku = machines.get(azureVmSize(size.name));
    assert.equal(sku?.family, size.family, size.name);
    assert.equal(capability(sku, "vCPUs"), String(size.cores), size.name);
    assert.deepEqual(sku?.locationInfo?.[0]?.zones, ["1", "2", "3"]);
    assert.deepEqual(sku?.restrictions, []);
  }
  assert.equal(machines.has("Standard_D1l6ds_v6"), false, "the misspelt name is nobody's");
  assert.equal(capability(machines.get("Standard_D8s_v6"), "HyperVGenerations"), "V2");
  assert.equal(capability(machines.get("Standard_D8s_v5"), "HyperVGenerations"), "V1,V2");
  assert.equal(capability(machines.get("Standard_D8s_v5"), "EncryptionAtHostSupported"), "True");
  assert.equal(capability(machines.get("Standard_D8s_v5"), "AcceleratedNetworkingEnabled"), "True");
  assert.equal(capability(machines.get("Standard_E96s_v5"), "MemoryGB"), "672");
  assert.ok(listed.some((one) => one.resourceType === "disks" && one.name === "Premium_LRS" && one.size === "P30"));
});

test("SKUs of regions: those without zones, those that lack some, restrictions; a region that is not known has none", async () => {
  await using arm = await fresh();
  const of = async (region: string) =>
    (await all(arm.compute.resourceSkus.list({ filter: `location eq '${region}'` }))).filter(
      (one) => one.resourceType === "virtualMachines",
    );
  const west = await of("West US");
  assert.ok(west.length > 100 && west.every((one) => one.locationInfo?.[0]?.zones?.length === 0));
  assert.equal(
    west.some((one) => one.name === "Standard_M128ms"),
    false,
  );
  const north = (await of("northeurope")).find((one) => one.name === "Standard_NC6s_v3");
  assert.deepEqual(north?.restrictions?.[0]?.reasonCode, "NotAvailableForSubscription");
  const zonal = (await of("westeurope")).find((one) => one.name === "Standard_M128ms");
  assert.deepEqual(zonal?.restrictions?.[0]?.restrictionInfo?.zones, ["3"]);
  assert.deepEqual(await of("nowhere"), []);
  const every = await all(arm.compute.resourceSkus.list());
  assert.ok(every.length > 5 * sizes.length, "without a filter all regions are listed, in pages");
  await assert.rejects(all(arm.compute.resourceSkus.list({ filter: "name eq 'x'" })), refused("InvalidParameter", 400));
});

test("usages follow the machines, by number, by cores of the region and of the family, deallocated ones included", async () => {
  await using arm = await fresh();
  const { virtualMachines, usageOperations } = Object.assign(arm.compute, { usageOperations: arm.compute.usage });
  const used = async () =>
    Object.fromEntries((await all(usageOperations.list("eastus"))).map((one) => [one.name.value, one.currentValue]));
  const before = await used();
  assert.deepEqual([before["cores"], before["virtualMachines"], before["standardDSv3Family"]], [0, 0, 0]);
  const put = async (name: string, vmSize: string, more: object = {}) =>
    virtualMachines.createOrUpdate(
      "rg",
      name,
      machine(await arm.nic(name), { hardwareProfile: { vmSize }, ...more }) as unknown as VirtualMachine,
      wait,
    );
  await put("a", "Standard_D8s_v3");
  await put("b", "Standard_D4s_v5");
  await put("c", "Standard_D4s_v5", { priority: "Spot" });
  await virtualMachines.deallocate("rg", "a", wait);
  const now = await used();
  for (const [name, value] of Object.entries({
    virtualMachines: 3,
    cores: 12,
    standardDSv3Family: 8,
    standardDSv5Family: 4,
    lowPriorityCores: 4,
    PremiumDiskCount: 3,
  }))
    assert.equal(now[name], value, name);
  await virtualMachines.update("rg", "b", { hardwareProfile: { vmSize: "Standard_D16s_v3" } }, wait);
  assert.deepEqual([(await used())["standardDSv3Family"], (await used())["standardDSv5Family"]], [24, 0]);
  await virtualMachines.delete("rg", "a", wait);
  assert.equal((await used())["cores"], 16);
  assert.equal((await all(usageOperations.list("westus"))).find((one) => one.name.value === "cores")?.currentValue, 0);
});

test("what would go beyond a limit is refused in ARM's words, and nothing of it is left", async () => {
  await using arm = await fresh();
  const { virtualMachines } = arm.compute;
  const nic = await arm.nic("n");
  const limit = (name: string, value: number | undefined) =>
    arm.resources.setLimit({ subscription, provider: "Microsoft.Compute", location: "eastus", name }, value);
  const put = () => virtualMachines.createOrUpdate("rg", "m", machine(nic) as unknown as VirtualMachine, wait);
  for (const [name, value, words] of [
    [
      "standardDSv3Family",
      7,
      /exceeding approved standardDSv3Family Cores quota.*Location: eastus, Current Limit: 7, Current Usage: 0, Additional Required: 8, \(Minimum\) New Limit Required: 8/,
    ],
    ["cores", 0, /approved Total Regional Cores quota/],
    ["virtualMachines", 0, /approved Virtual Machines quota/],
    ["PremiumDiskCount", 0, /approved Premium Disk Count quota/],
  ] as const) {
    limit(name, value);
    await assert.rejects(put(), refused("OperationNotAllowed", 409, words));
    assert.equal((await all(arm.compute.disks.list())).length, 0, "no disk is left over");
    assert.equal((await arm.network.networkInterfaces.get("rg", "n")).virtualMachine, undefined);
    const shown = (await all(arm.compute.usage.list("eastus"))).find((one) => one.name.value === name);
    assert.equal(shown?.limit, value);
    limit(name, undefined);
  }
  await put();
  limit("standardDSv3Family", 15);
  await assert.rejects(
    virtualMachines.update("rg", "m", { hardwareProfile: { vmSize: "Standard_D16s_v3" } }, wait),
    refused("OperationNotAllowed", 409, /Current Usage: 8, Additional Required: 8/),
  );
});

test("a template that asks for more than the quota in all is refused before it makes anything (ARM-PRE)", async () => {
  await using arm = await fresh();
  arm.resources.setLimit({ subscription, provider: "Microsoft.Compute", location: "eastus", name: "cores" }, 8);
  const nics = [await arm.nic("n0"), await arm.nic("n1")];
  const resources = nics.map((nic, index) => {
    const { location, ...properties } = machine(nic);
    return {
      type: "Microsoft.Compute/virtualMachines",
      apiVersion: "2020-12-01",
      name: `m${index}`,
      location,
      properties,
    };
  });
  const path = `${arm.group}/providers/Microsoft.Resources/deployments/d?api-version=2021-04-01`;
  const template = {
    $schema: "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#",
    contentVersion: "1.0.0.0",
    resources,
  };
  for (const method of ["PUT", "POST"] as const) {
    const at = method === "PUT" ? path : path.replace("/deployments/d", "/deployments/d/validate");
    const answer = await arm.plain(method, at, { properties: { mode: "Incremental", template } });
    assert.equal(answer.status, 400, answer.text);
    assert.match(answer.text, /"code":"InvalidTemplateDeployment".*"code":"QuotaExceeded"/);
    assert.match(answer.body.error.details[0].message, /Total Regional Cores quota.*Additional Required: 16/);
  }
  assert.deepEqual(await all(arm.compute.virtualMachines.list("rg")), []);
  const [one] = resources;
  const single = await arm.plain("PUT", path, {
    properties: { mode: "Incremental", template: { ...template, resources: [one] } },
  });
  assert.equal(single.status, 201, single.text);
});

test("sizes of a region are listed", async () => {
  await using arm = await fresh();
  const listed = await all(arm.compute.virtualMachineSizes.list("eastus"));
  const size = listed.find((one) => one.name === "Standard_D8s_v3");
  assert.deepEqual([size?.numberOfCores, size?.memoryInMB, size?.maxDataDiskCount], [8, 32_768, 16]);
  const nic = await arm.nic("n");
  await arm.compute.virtualMachines.createOrUpdate("rg", "m", machine(nic) as unknown as VirtualMachine, wait);
  assert.equal((await all(arm.compute.virtualMachines.listAvailableSizes("rg", "m"))).length, listed.length);
});

test("published images: publishers, offers, SKUs and versions are bare lists, ordered and cut as asked", async () => {
  await using arm = await fresh();
  const { virtualMachineImages: images } = arm.compute;
  const names = (list: readonly { name: string }[]) => list.map((one) => one.name);
  assert.ok(names(await images.listPublishers("eastus")).includes("azureopenshift"));
  assert.deepEqual(names(await images.listOffers("eastus", "AzureOpenShift")), ["aro4"]);
  assert.ok(names(await images.listSkus("eastus", "azureopenshift", "aro4")).includes("419-v2"));
  const ubuntu = ["eastus", "Canonical", "0001-com-ubuntu-server-jammy", "22_04-lts-gen2"] as const;
  assert.deepEqual(names(await images.list(...ubuntu)), ["22.04.202311010", "22.04.202501140"]);
  assert.deepEqual(names(await images.list(...ubuntu, { orderby: "name desc", top: 1 })), ["22.04.202501140"]);
  const one = await images.get(...ubuntu, "22.04.202501140");
  assert.deepEqual([one.hyperVGeneration, one.osDiskImage?.operatingSystem], ["V2", "Linux"]);
  for (const [publisher, offer, sku, version] of [
    ["nobody", "aro4", "aro_418", "418.94.20250122"],
    ["azureopenshift", "aro4", "aro_499", "1"],
    ["azureopenshift", "aro4", "aro_418", "1"],
  ] as const)
    await assert.rejects(images.get("eastus", publisher, offer, sku, version), refused("NotFound", 404));
});

test("machines are listed in pages, of a group, a subscription and a region", async () => {
  await using arm = await fresh();
  for (let n = 0; n < 7; n++)
    await arm.compute.virtualMachines.createOrUpdate(
      "rg",
      `m${n}`,
      machine(await arm.nic(`n${n}`)) as unknown as VirtualMachine,
      wait,
    );
  for (const path of [
    `${arm.group}/providers/Microsoft.Compute/virtualMachines`,
    `${provider}/virtualMachines`,
    `${provider}/locations/eastus/virtualMachines`,
  ]) {
    const names: string[] = [];
    let next: string | undefined = `${path}?api-version=2024-03-01&$top=3`;
    let pages = 0;
    for (; next !== undefined && pages < 10; pages++) {
      const page = await arm.plain("GET", next);
      assert.equal(page.status, 200, page.text);
      names.push(...page.body.value.map((one: { name: string }) => one.name));
      next = page.body.nextLink?.slice("https://localhost:18443".length);
    }
    assert.equal(pages, 3, path);
    assert.deepEqual(names, ["m0", "m1", "m2", "m3", "m4", "m5", "m6"]);
  }
});
