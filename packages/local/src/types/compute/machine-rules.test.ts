import assert from "node:assert/strict";
import { test } from "node:test";
import type { VirtualMachine } from "@azure/arm-compute";
import { inProcess } from "../../../tools/in-process.ts";
import { furnish, machine } from "../../testing/furnished-network.ts";
import { refused } from "../../testing/refused.ts";

const wait = { updateIntervalInMs: 1 };

async function fresh(options: Parameters<typeof inProcess>[0] = {}) {
  const arm = inProcess({ timing: { scale: Number.POSITIVE_INFINITY, holdMilliseconds: 0 }, ...options });
  const furnished = await furnish(arm);
  const put = (name: string, body: object): Promise<VirtualMachine> =>
    arm.compute.virtualMachines.createOrUpdate("rg", name, body as VirtualMachine, wait);
  return Object.assign(arm, furnished, { put });
}

const storage = (more: object, image = "aro_418:418.94.20250122") => {
  const [sku, version] = image.split(":");
  return {
    storageProfile: {
      imageReference: { publisher: "azureopenshift", offer: "aro4", sku, version },
      osDisk: { createOption: "FromImage" },
      ...more,
    },
  };
};

test("an interface of a machine belongs to it alone, and is not deleted while it does (NicInUse)", async () => {
  await using arm = await fresh();
  const nic = await arm.nic("n");
  const { id } = await arm.put("m", machine(nic));
  await assert.rejects(arm.put("other", machine(nic)), refused("NicInUse", 400));
  await assert.rejects(
    arm.network.networkInterfaces.delete("rg", "n", wait),
    refused("NicInUse", 400, new RegExp(`is used by existing resource ${id}`)),
  );
  await assert.rejects(
    arm.network.subnets.delete("rg", "v", "s", wait),
    refused("InUseSubnetCannotBeDeleted", 400),
    "nor does the subnet go",
  );
  await arm.compute.virtualMachines.delete("rg", "m", wait);
  await arm.network.networkInterfaces.delete("rg", "n", wait);
  await arm.network.subnets.delete("rg", "v", "s", wait);
});

test("interfaces are there, in the machine's region, in one network, one of them primary", async () => {
  await using arm = await fresh();
  const [one, two, other] = [await arm.nic("n1"), await arm.nic("n2"), await arm.nic("n3", "w/subnets/s")];
  const nics = (...all: { id: string; primary?: boolean }[]) =>
    machine("", {
      networkProfile: { networkInterfaces: all },
    });
  await assert.rejects(arm.put("m", nics()), refused("InvalidParameter", 400, /networkInterfaces/));
  await assert.rejects(arm.put("m", nics({ id: `${one}x` })), refused("InvalidResourceReference", 400));
  await assert.rejects(arm.put("m", { ...machine(one), location: "westus" }), refused("InvalidResourceReference", 400));
  await assert.rejects(
    arm.put("m", nics({ id: one }, { id: two })),
    refused("VirtualMachineMustHaveOneNetworkInterfaceAsPrimary", 400),
  );
  await assert.rejects(
    arm.put("m", nics({ id: one, primary: true }, { id: other })),
    refused("NetworkInterfacesInDifferentVirtualNetworks", 400),
  );
  await arm.put("m", nics({ id: one, primary: true }, { id: two }));
  assert.equal((await arm.network.networkInterfaces.get("rg", "n2")).primary, false);
  await assert.rejects(arm.put("m", nics({ id: one, primary: true })), refused("OperationNotAllowed", 409));
  await arm.compute.virtualMachines.deallocate("rg", "m", wait);
  await arm.put("m", nics({ id: one, primary: true }));
  assert.equal((await arm.network.networkInterfaces.get("rg", "n2")).virtualMachine, undefined);
});

test("sizes exist, are offered where they are asked for, and fit: disks, interfaces, generations, Premium, encryption at host", async () => {
  const features = new Set<string>();
  await using arm = await fresh({ hasFeature: (_subscription, feature) => features.has(feature) });
  const nic = await arm.nic("n");
  const size = (vmSize: string, more: object = {}) => machine(nic, { hardwareProfile: { vmSize }, ...more });
  await assert.rejects(
    arm.put("m", size("Standard_D8s_v99")),
    refused(
      "InvalidParameter",
      400,
      /The value Standard_D8s_v99 provided for the VM size is not valid.*Standard_D8s_v3/,
    ),
  );
  await assert.rejects(arm.put("m", size("Standard_D4ps_v5")), refused("BadRequest", 400, /CPU Architecture/));
  await assert.rejects(
    arm.put("m", size("Standard_D8s_v6")),
    refused("BadRequest", 400, /cannot boot Hypervisor Generation '1'/),
  );
  await assert.rejects(arm.put("m", size("Standard_D2_v2")), refused("InvalidParameter", 400, /Premium_LRS/));
  const disks = Array.from({ length: 5 }, (_, lun) => ({ lun, createOption: "Empty", diskSizeGB: 4 }));
  await assert.rejects(
    arm.put("m", size("Standard_D2s_v3", storage({ dataDisks: disks }))),
    refused("OperationNotAllowed", 409, /maximum number of data disks .* is 4/),
  );
  const atHost = { securityProfile: { encryptionAtHost: true } };
  await assert.rejects(arm.put("m", size("Standard_M128ms", atHost)), refused("InvalidParameter", 400, /at host/));
  await assert.rejects(
    arm.put("m", size("Standard_D8s_v3", atHost)),
    refused("InvalidParameter", 400, /'Microsoft.Compute\/EncryptionAtHost' feature is not enabled/),
  );
  features.add("Microsoft.Compute/EncryptionAtHost");
  const made = await arm.put("m", size("standard_d8s_V3", atHost));
  assert.equal(made.hardwareProfile?.vmSize, "Standard_D8s_v3", "in the size's own casing");
});

test("a size that a region, a zone or the subscription does not have is SkuNotAvailable", async () => {
  await using arm = await fresh();
  const body = { location: "westeurope", hardwareProfile: { vmSize: "Standard_M128ms" } };
  await arm.network.virtualNetworks.createOrUpdate("rg", "we", {
    location: "westeurope",
    addressSpace: { addressPrefixes: ["10.0.0.0/16"] },
    subnets: [{ name: "s", addressPrefix: "10.0.0.0/24" }],
  });
  const { id = "" } = await arm.network.networkInterfaces.createOrUpdate("rg", "we", {
    location: "westeurope",
    ipConfigurations: [
      { name: "c", subnet: { id: `${arm.group}/providers/Microsoft.Network/virtualNetworks/we/subnets/s` } },
    ],
  });
  await assert.rejects(
    arm.put("m", machine(id, { ...body, hardwareProfile: { vmSize: "Standard_NC6s_v3" } })),
    refused("SkuNotAvailable", 409, /Standard_NC6s_v3' is currently not available in location 'westeurope'/),
  );
  await assert.rejects(
    arm.put("m", machine(id, { ...body, zones: ["3"] })),
    refused("SkuNotAvailable", 409, /zone '3'/),
  );
  await arm.put("m", machine(id, { ...body, zones: ["1"] }));
});

test("zones are those of the region, one for a machine, and stay; disks that are taken lie in the same", async () => {
  await using arm = await fresh();
  const nic = await arm.nic("n");
  const { disks } = arm.compute;
  await assert.rejects(arm.put("m", machine(nic, { zones: ["4"] })), refused("InvalidAvailabilityZone", 400));
  await assert.rejects(arm.put("m", machine(nic, { zones: ["1", "2"] })), refused("InvalidZone", 400));
  const data = { location: "eastus", creationData: { createOption: "Empty" }, diskSizeGB: 8 };
  const inTwo = await disks.createOrUpdate("rg", "two", { ...data, zones: ["2"] }, wait);
  const anywhere = await disks.createOrUpdate("rg", "any", { ...data, sku: { name: "Premium_ZRS" } }, wait);
  const take = (id = "") => ({ dataDisks: [{ lun: 0, createOption: "Attach", managedDisk: { id } }] });
  await assert.rejects(
    arm.put("m", machine(nic, { zones: ["1"], ...storage(take(inTwo.id)) })),
    refused("BadRequest", 400, /because it is not in zone '1'/),
  );
  await arm.put("m", machine(nic, { zones: ["1"], ...storage(take(anywhere.id)) }));
  await assert.rejects(
    arm.put("m", machine(nic, { zones: ["2"] })),
    refused("ResourceAvailabilityZonesCannotBeModified", 400),
  );
  const kept = await arm.compute.virtualMachines.update("rg", "m", { tags: { a: "1" } }, wait);
  assert.deepEqual(kept.zones, ["1"]);
});

test("a disk belongs to one machine: no other takes it, it is not deleted, it is let go when it is detached", async () => {
  await using arm = await fresh();
  const { disks, virtualMachines } = arm.compute;
  const [one, two] = [await arm.nic("n1"), await arm.nic("n2")];
  const disk = await disks.createOrUpdate(
    "rg",
    "data",
    { location: "eastus", creationData: { createOption: "Empty" }, diskSizeGB: 8, sku: { name: "Premium_LRS" } },
    wait,
  );
  const take = storage({ dataDisks: [{ lun: 3, createOption: "Attach", managedDisk: { id: disk.id ?? "" } }] });
  const { id, storageProfile } = await arm.put("m", machine(one, take));
  assert.deepEqual(
    storageProfile?.dataDisks?.map(({ lun, name, diskSizeGB }) => ({ lun, name, diskSizeGB })),
    [{ lun: 3, name: "data", diskSizeGB: 8 }],
  );
  await assert.rejects(
    arm.put("other", machine(two, take)),
    refused("ConflictingUserInput", 409, new RegExp(`already owned by VM '${id}'`)),
  );
  await assert.rejects(
    disks.delete("rg", "data", wait),
    refused("OperationNotAllowed", 409, new RegExp(`Disk data is attached to VM ${id}`)),
  );
  await virtualMachines.update("rg", "m", { storageProfile: { dataDisks: [] } }, wait);
  assert.equal((await disks.get("rg", "data")).managedBy, undefined);
  await disks.delete("rg", "data", wait);
  const osDisk = storageProfile?.osDisk?.name ?? "";
  await assert.rejects(
    arm.put("other", machine(two, storage({ osDisk: { createOption: "FromImage", name: osDisk } }))),
    refused("ConflictingUserInput", 409, /already exists in resource group RG. Only CreateOption.Attach is supported/),
  );
  assert.equal(
    await arm
      .plain("GET", `${arm.group}/providers/Microsoft.Compute/virtualMachines/other?api-version=2024-03-01`)
      .then((read) => read.status),
    404,
  );
  await virtualMachines.delete("rg", "m", wait);
  const taken = storage({
    imageReference: undefined,
    osDisk: { createOption: "Attach", managedDisk: { id: (await disks.get("rg", osDisk)).id } },
  });
  const { osProfile: _, ...body } = machine(two, taken);
  const again = await arm.put("again", body);
  assert.equal(again.storageProfile?.osDisk?.osType, "Linux");
  assert.equal(again.osProfile, undefined);
});

test("delete options take disks and interfaces with the machine", async () => {
  await using arm = await fresh();
  const { disks } = arm.compute;
  const nic = await arm.nic("n");
  const { storageProfile } = await arm.put("m", {
    ...machine(nic, {
      ...storage({
        osDisk: { createOption: "FromImage", deleteOption: "Delete" },
        dataDisks: [
          { lun: 0, createOption: "Empty", diskSizeGB: 4, name: "goes", deleteOption: "Delete" },
          { lun: 1, createOption: "Empty", diskSizeGB: 4, name: "stays" },
        ],
      }),
      networkProfile: { networkInterfaces: [{ id: nic, deleteOption: "Delete" }] },
    }),
  });
  await arm.compute.virtualMachines.delete("rg", "m", wait);
  for (const name of [storageProfile?.osDisk?.name ?? "", "goes"])
    await assert.rejects(disks.get("rg", name), refused("ResourceNotFound", 404));
  assert.equal((await disks.get("rg", "stays")).diskState, "Unattached");
  await assert.rejects(arm.network.networkInterfaces.get("rg", "n"), refused("ResourceNotFound", 404));
});

test("who may sign in, and what may not be changed afterwards", async () => {
  await using arm = await fresh();
  const nic = await arm.nic("n");
  const os = (osProfile: object) =>
    machine(nic, { osProfile: { computerName: "m", adminUsername: "core", ...osProfile } });
  for (const [profile, words] of [
    [{}, /Authentication using either SSH or by user name and password/],
    [{ adminPassword: "simple" }, /The supplied password must be/],
    [{ adminUsername: "admin", adminPassword: "NotForLong1!" }, /Admin Username specified is not allowed/],
    [{ computerName: "under_score", adminPassword: "NotForLong1!" }, /host name cannot exceed 64/],
    [{ adminPassword: "NotForLong1!", customData: "not base 64!" }, /must be in Base64 encoding/],
    [{ linuxConfiguration: { ssh: { publicKeys: [{ path: "/x", keyData: "no key" }] } } }, /keyData is invalid/],
  ] as const)
    await assert.rejects(arm.put("m", os(profile)), refused("InvalidParameter", 400, words));
  const key = { path: "/home/core/.ssh/authorized_keys", keyData: "ssh-rsa AAAA core" };
  const made = await arm.put("m", os({ linuxConfiguration: { ssh: { publicKeys: [key] } } }));
  assert.equal(made.osProfile?.linuxConfiguration?.disablePasswordAuthentication, true);
  const change = (more: object) => arm.put("m", { ...machine(nic), osProfile: undefined, ...more });
  await assert.rejects(
    change({ osProfile: { adminUsername: "someone" } }),
    refused("PropertyChangeNotAllowed", 409, /osProfile.adminUsername/),
  );
  await assert.rejects(
    change(storage({}, "aro_417:417.94.20240701")),
    refused("PropertyChangeNotAllowed", 409, /imageReference/),
  );
});

test("images that nobody publishes are not there; latest is the newest version", async () => {
  await using arm = await fresh();
  const nic = await arm.nic("n");
  await assert.rejects(
    arm.put("m", machine(nic, storage({}, "aro_418:1.2.3"))),
    refused("PlatformImageNotFound", 404, /'azureopenshift:aro4:aro_418:1.2.3' is not available/),
  );
  const made = await arm.put("m", machine(nic, storage({}, "aro_417:latest")));
  assert.equal(made.storageProfile?.imageReference?.version, "latest");
  assert.equal(made.storageProfile?.imageReference?.exactVersion, "417.94.20240701");
});

test("availability sets hold machines of their group and region, and are not deleted while they do", async () => {
  await using arm = await fresh();
  const { availabilitySets } = arm.compute;
  const nic = await arm.nic("n");
  await assert.rejects(
    availabilitySets.createOrUpdate("rg", "a", { location: "eastus", platformFaultDomainCount: 4 }),
    refused("InvalidParameter", 400),
  );
  const set = await availabilitySets.createOrUpdate("rg", "a", { location: "eastus", sku: { name: "Aligned" } });
  const inSet = { availabilitySet: { id: set.id ?? "" } };
  await assert.rejects(arm.put("m", machine(nic, { ...inSet, zones: ["1"] })), refused("BadRequest", 400));
  await assert.rejects(arm.put("m", machine(nic, { availabilitySet: { id: `${set.id}x` } })), refused("NotFound", 404));
  const { id } = await arm.put("m", machine(nic, inSet));
  assert.deepEqual((await availabilitySets.get("rg", "a")).virtualMachines, [{ id }]);
  await assert.rejects(availabilitySets.delete("rg", "a"), refused("OperationNotAllowed", 409));
  const sizes: string[] = [];
  for await (const size of availabilitySets.listAvailableSizes("rg", "a")) sizes.push(size.name ?? "");
  assert.ok(sizes.includes("Standard_D8s_v3") && !sizes.includes("Standard_D1l6ds_v6"));
  await arm.compute.virtualMachines.delete("rg", "m", wait);
  await availabilitySets.delete("rg", "a");
});

test("identity of a machine: its own principal, and assigned ones that exist", async () => {
  await using arm = await fresh();
  const nic = await arm.nic("n");
  const one = await arm.identities.userAssignedIdentities.createOrUpdate("rg", "id-one", { location: "eastus" });
  const assigned = {
    userAssignedIdentities: { [(one.id ?? "").toUpperCase().replace("/SUBSCRIPTIONS", "/subscriptions")]: {} },
  };
  await assert.rejects(
    arm.put("m", machine(nic, { identity: { type: "UserAssigned", userAssignedIdentities: { [`${one.id}x`]: {} } } })),
    refused("FailedIdentityOperation", 400),
  );
  const made = await arm.put("m", machine(nic, { identity: { type: "SystemAssigned, UserAssigned", ...assigned } }));
  assert.match(made.identity?.principalId ?? "", /^[0-9a-f-]{36}$/);
  assert.deepEqual(Object.values(made.identity?.userAssignedIdentities ?? {}), [
    { principalId: one.principalId, clientId: one.clientId },
  ]);
  const own = await arm.identities.systemAssignedIdentities.getByScope((made.id ?? "").slice(1));
  assert.equal(own.principalId, made.identity?.principalId);
  assert.match(own.clientId ?? "", /^[0-9a-f-]{36}$/);
  const again = await arm.put("m", machine(nic));
  assert.equal(again.identity?.principalId, made.identity?.principalId, "a PUT that says nothing of it keeps it");
  const without = await arm.compute.virtualMachines.update("rg", "m", { identity: { type: "None" } }, wait);
  assert.equal(without.identity?.type, "None");
  await assert.rejects(
    arm.identities.systemAssignedIdentities.getByScope((made.id ?? "").slice(1)),
    refused("ResourceNotFound", 404),
  );
});
