import { ComputeManagementClient } from "@azure/arm-compute";
import { type Step, step, stepsOf } from "./life.ts";
import { networkInterface } from "./network.ts";
import { credential, group, location, options, subscription, tagged, tags } from "./sign-in.ts";

const { disks, virtualMachines, resourceSkus } = new ComputeManagementClient(credential, subscription, options);
const machine = async () => ({
  location,
  hardwareProfile: { vmSize: "Standard_D2s_v3" },
  storageProfile: {
    imageReference: {
      publisher: "Canonical",
      offer: "0001-com-ubuntu-server-jammy",
      sku: "22_04-lts-gen2",
      version: "latest",
    },
    osDisk: { createOption: "FromImage", deleteOption: "Delete" },
  },
  osProfile: { computerName: "vm", adminUsername: "somebody", adminPassword: "Not-for-real-1" },
  networkProfile: { networkInterfaces: [{ id: (await networkInterface("vm")).id ?? "" }] },
});
const empty = { location, diskSizeGB: 4, creationData: { createOption: "Empty" } };

export const compute = (): readonly Step[] => [
  ...stepsOf({
    what: "compute disks",
    create: () => disks.createOrUpdate(group, "disk", empty),
    get: () => disks.get(group, "disk"),
    list: () => disks.listByResourceGroup(group),
    update: () => disks.update(group, "disk", { tags, diskSizeGB: 8 }),
    updated: (shown) => tagged(shown) && shown.diskSizeGB === 8,
    remove: () => disks.delete(group, "disk"),
    refused: {
      status: 400,
      code: "InvalidParameter",
      call: () => disks.createOrUpdate(group, "bad", { ...empty, diskSizeGB: 0 }),
    },
  }),
  ...stepsOf({
    what: "compute virtualMachines",
    create: async () => virtualMachines.createOrUpdate(group, "vm", await machine()),
    get: () => virtualMachines.get(group, "vm"),
    list: () => virtualMachines.list(group),
    update: () => virtualMachines.update(group, "vm", { tags }),
    updated: tagged,
    remove: () => virtualMachines.delete(group, "vm"),
    refused: { status: 404, code: "ResourceNotFound", call: () => virtualMachines.deallocate(group, "nowhere") },
  }),
  step("compute resourceSkus: list", async () => {
    let found = false;
    for await (const one of resourceSkus.list({ filter: "location eq 'eastus'" }))
      found ||= one.name === "Standard_D2s_v3";
    if (!found) throw new Error("Standard_D2s_v3 is not listed");
  }),
];
