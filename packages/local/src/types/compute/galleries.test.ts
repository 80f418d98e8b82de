import assert from "node:assert/strict";
import { test } from "node:test";
import type { VirtualMachine } from "@azure/arm-compute";
import { inProcess } from "../../../tools/in-process.ts";
import { furnish, machine } from "../../testing/furnished-network.ts";
import { refused } from "../../testing/refused.ts";

const wait = { updateIntervalInMs: 1 };
const identifier = { publisher: "me", offer: "mine", sku: "one" };
const definition = {
  location: "eastus",
  osType: "Linux",
  osState: "Generalized",
  hyperVGeneration: "V2",
  identifier,
} as const;

async function fresh() {
  const arm = inProcess({ timing: { scale: Number.POSITIVE_INFINITY, holdMilliseconds: 0 } });
  const furnished = await furnish(arm);
  const { galleries, galleryImages, galleryImageVersions, disks } = arm.compute;
  const disk = await disks.createOrUpdate(
    "rg",
    "d",
    {
      location: "eastus",
      creationData: { createOption: "Empty" },
      diskSizeGB: 30,
      osType: "Linux",
      hyperVGeneration: "V2",
    },
    wait,
  );
  const version = (name: string, more: object = {}) =>
    galleryImageVersions.createOrUpdate(
      "rg",
      "g",
      "i",
      name,
      { location: "eastus", storageProfile: { osDiskImage: { source: { id: disk.id ?? "" } } }, ...more },
      wait,
    );
  return Object.assign(arm, furnished, { galleries, galleryImages, galleryImageVersions, version });
}

const put = (arm: Awaited<ReturnType<typeof fresh>>, name: string, body: object): Promise<VirtualMachine> =>
  arm.compute.virtualMachines.createOrUpdate("rg", name, body as VirtualMachine, wait);

const from = (nic: string, imageReference: object) =>
  machine(nic, {
    hardwareProfile: { vmSize: "Standard_D4s_v6" },
    storageProfile: { imageReference, osDisk: { createOption: "FromImage" } },
  });

test("a gallery, its definitions and their versions: made, listed, used by machines, deleted from the inside", async () => {
  await using arm = await fresh();
  const { galleries, galleryImages, galleryImageVersions, version } = arm;
  const gallery = await galleries.createOrUpdate("rg", "g", { location: "eastus", description: "mine" }, wait);
  assert.match(gallery.identifier?.uniqueName ?? "", /-G$/);
  const image = await galleryImages.createOrUpdate("rg", "g", "i", definition, wait);
  assert.deepEqual([image.osType, image.architecture], ["Linux", "x64"]);
  await assert.rejects(
    galleryImages.createOrUpdate("rg", "g", "j", definition, wait),
    refused("Conflict", 409, /already used by gallery image 'i'/),
  );
  await assert.rejects(
    galleryImages.createOrUpdate("rg", "g", "i", { ...definition, osType: "Windows" }, wait),
    refused("PropertyChangeNotAllowed", 409),
  );
  await assert.rejects(version("1.0"), refused("InvalidResourceName", 400));
  await assert.rejects(version("1.0.0", { storageProfile: {} }), refused("InvalidParameter", 400));
  const one = await version("1.0.0");
  assert.equal(one.storageProfile?.osDiskImage?.sizeInGB, 30);
  assert.deepEqual(
    one.publishingProfile?.targetRegions?.map((region) => region.name),
    ["eastus"],
  );
  await version("1.10.0", { publishingProfile: { excludeFromLatest: true } });
  await version("1.9.0");
  const shown = await galleryImageVersions.get("rg", "g", "i", "1.9.0", { expand: "ReplicationStatus" });
  assert.equal(shown.replicationStatus?.aggregatedState, "Completed");
  const names: (string | undefined)[] = [];
  for await (const each of galleryImageVersions.listByGalleryImage("rg", "g", "i")) names.push(each.name);
  for await (const each of galleryImages.listByGallery("rg", "g")) names.push(each.name);
  for await (const each of galleries.list()) names.push(each.name);
  assert.deepEqual(names, ["1.0.0", "1.10.0", "1.9.0", "i", "g"]);
  const latest = await put(arm, "m1", from(await arm.nic("n1"), { id: image.id }));
  assert.equal(latest.storageProfile?.imageReference?.exactVersion, "1.9.0", "the highest that is not left out");
  const exact = await put(arm, "m2", from(await arm.nic("n2"), { id: one.id }));
  assert.equal(exact.storageProfile?.imageReference?.exactVersion, "1.0.0");
  const nic = await arm.nic("n3");
  await assert.rejects(put(arm, "m3", from(nic, { id: `${one.id}9` })), refused("ImageNotFound", 404));
  await assert.rejects(galleries.delete("rg", "g", wait), refused("CannotDeleteResource", 409, /nested resources/));
  for (const name of ["1.0.0", "1.10.0", "1.9.0"]) await galleryImageVersions.delete("rg", "g", "i", name, wait);
  await galleryImages.delete("rg", "g", "i", wait);
  await galleries.delete("rg", "g", wait);
});

test("a gallery is opened to the community, and its images are found by their public names", async () => {
  await using arm = await fresh();
  const { communityGalleryImages, communityGalleryImageVersions } = arm.compute;
  const info = {
    publicNamePrefix: "mine",
    publisherUri: "https://me.test",
    publisherContact: "me@me.test",
    eula: "none",
  };
  await assert.rejects(
    arm.galleries.createOrUpdate("rg", "g", { location: "eastus", sharingProfile: { permissions: "Community" } }, wait),
    refused("InvalidParameter", 400, /communityGalleryInfo/),
  );
  const gallery = await arm.galleries.createOrUpdate(
    "rg",
    "g",
    { location: "eastus", sharingProfile: { permissions: "Community", communityGalleryInfo: info } },
    wait,
  );
  const name = gallery.sharingProfile?.communityGalleryInfo?.publicNames?.[0] ?? "";
  assert.match(name, /^mine-[0-9a-f-]{36}$/);
  await arm.galleryImages.createOrUpdate("rg", "g", "i", definition, wait);
  await arm.version("1.0.0");
  const id = `/CommunityGalleries/${name}/Images/i/Versions/latest`;
  const nic = await arm.nic("n");
  await assert.rejects(put(arm, "m", from(nic, { communityGalleryImageId: id })), refused("ImageNotFound", 404));
  const path = `${arm.group}/providers/Microsoft.Compute/galleries/g/share?api-version=2022-03-03`;
  assert.equal((await arm.plain("POST", path, { operationType: "EnableCommunity" })).status, 202);
  assert.equal(
    (await arm.galleries.get("rg", "g")).sharingProfile?.communityGalleryInfo?.communityGalleryEnabled,
    true,
  );
  const found = await communityGalleryImages.get("eastus", name, "i");
  assert.equal(found.uniqueId, `/CommunityGalleries/${name}/Images/i`);
  const versions: (string | undefined)[] = [];
  for await (const one of communityGalleryImageVersions.list("eastus", name, "i")) versions.push(one.name);
  assert.deepEqual(versions, ["1.0.0"]);
  await assert.rejects(communityGalleryImages.get("eastus", "none", "i"), refused("NotFound", 404));
  const made = await put(arm, "m", from(nic, { communityGalleryImageId: id }));
  assert.equal(made.storageProfile?.imageReference?.exactVersion, "1.0.0");
});

test("applications of a gallery name their packages", async () => {
  await using arm = await fresh();
  const { galleryApplications, galleryApplicationVersions } = arm.compute;
  await arm.galleries.createOrUpdate("rg", "g", { location: "eastus" }, wait);
  await assert.rejects(
    galleryApplications.createOrUpdate("rg", "g", "a", { location: "eastus" } as never, wait),
    refused("InvalidParameter", 400, /supportedOSType/),
  );
  await galleryApplications.createOrUpdate("rg", "g", "a", { location: "eastus", supportedOSType: "Linux" }, wait);
  const publishingProfile = {
    source: { mediaLink: "https://x.test/a.tar" },
    manageActions: { install: "tar x", remove: "rm" },
  };
  const made = await galleryApplicationVersions.createOrUpdate(
    "rg",
    "g",
    "a",
    "1.0.0",
    { location: "eastus", publishingProfile },
    wait,
  );
  assert.equal(made.publishingProfile?.targetRegions?.[0]?.name, "eastus");
  await assert.rejects(galleryApplications.delete("rg", "g", "a", wait), refused("CannotDeleteResource", 409));
});

test("a managed image is made of a generalized machine, and machines of it", async () => {
  await using arm = await fresh();
  const { images, virtualMachines } = arm.compute;
  const source = await put(arm, "m", machine(await arm.nic("n1")));
  const body = { location: "eastus", sourceVirtualMachine: { id: source.id ?? "" } };
  await assert.rejects(
    images.createOrUpdate("rg", "i", body, wait),
    refused("OperationNotAllowed", 409, /generalized/),
  );
  await assert.rejects(virtualMachines.generalize("rg", "m"), refused("OperationNotAllowed", 409));
  await virtualMachines.deallocate("rg", "m", wait);
  await virtualMachines.generalize("rg", "m");
  const view = await virtualMachines.instanceView("rg", "m");
  assert.ok(view.statuses?.some((status) => status.code === "OSState/generalized"));
  const made = await images.createOrUpdate("rg", "i", body, wait);
  assert.equal(made.storageProfile?.osDisk?.osType, "Linux");
  const reference = { imageReference: { id: made.id ?? "" }, osDisk: { createOption: "FromImage" } };
  const copy = await put(arm, "copy", machine(await arm.nic("n2"), { storageProfile: reference }));
  assert.equal(copy.storageProfile?.osDisk?.diskSizeGB, 128);
  const names: (string | undefined)[] = [];
  for await (const one of images.listByResourceGroup("rg")) names.push(one.name);
  assert.deepEqual(names, ["i"]);
  await images.delete("rg", "i", wait);
});
