import type { Change } from "../../resources/change.ts";
import { type Doc, isDoc, record, records, text, unseen, valueAt } from "../../resources/document.ts";
import { Refusal } from "../../resources/refusal.ts";
import { parseId } from "../../resources/route.ts";
import type { Row } from "../../resources/rows.ts";
import type { Rule } from "../type-row.ts";
import { diskType, invalidParameter, missingParameter, notAllowed, unchangeable } from "./base.ts";
import { refuseSet } from "./disk-rules.ts";
import { imageOf, referenceOf, type Source, sameImage } from "./machine-image.ts";
import { sizeOf } from "./machine-size.ts";
import { zonesNamed } from "./zones.ts";

const groupOf = (keptId: string): string => keptId.split("/").slice(0, 5).join("/");

/** Id of a disk that a machine has made for itself. */
const implicitId = (change: Change, name: string): string =>
  `${groupOf(change.keptId)}/providers/Microsoft.Compute/disks/${name}`;

/** The kept disk that a machine names. */
function diskNamed(change: Change, id: string): Row {
  const parsed = parseId(id);
  if (parsed === undefined || parsed.typeKey !== diskType)
    throw invalidParameter(
      "managedDisk.id",
      `The value '${id}' of parameter 'managedDisk.id' is invalid: it is not the id of a disk.`,
    );
  const row = change.engine.rows.get(parsed.key);
  if (row === undefined) throw new Refusal(404, "NotFound", `Disk ${id} is not found.`, { target: "managedDisk.id" });
  return row;
}

/** Refuses a disk that another machine holds, or that lies elsewhere. */
function refuseForeign(change: Change, row: Row): void {
  const holder = text(row.body["managedBy"]);
  if (holder !== "" && holder.toLowerCase() !== change.id.key)
    throw new Refusal(
      409,
      "ConflictingUserInput",
      `Disk '${row.id}' cannot be attached as the disk is already owned by VM '${holder}'.`,
      { target: "managedDisk.id" },
    );
  if (row.location !== change.location)
    throw new Refusal(
      400,
      "BadRequest",
      `Disk ${row.id} is in location '${row.location}', and the VM in '${change.location}'; they must be in the same location.`,
    );
  const zones = zonesNamed(row.body);
  const mine = zonesNamed(change.doc);
  const redundant = text(record(row.body["sku"])["name"]).endsWith("_ZRS");
  if (!redundant && zones.join() !== mine.join())
    throw new Refusal(
      400,
      "BadRequest",
      mine.length === 0
        ? `Disk ${row.id} cannot be attached to the VM because it is in zone '${zones.join()}' and the VM is not in an availability zone.`
        : `Disk ${row.id} cannot be attached to the VM because it is not in zone '${mine.join()}'.`,
    );
}

/** A disk of a machine, completed: its name, its id, what it is made of. */
interface Wanted {
  disk: Doc;
  target: "osDisk" | "dataDisk";
  /** What the system's disk is made of. */
  source: Source | undefined;
}

const describe = (disk: Doc, row: Row): void => {
  const parameters = record(disk["managedDisk"]);
  disk["managedDisk"] = {
    ...parameters,
    id: row.id,
    storageAccountType: text(record(row.body["sku"])["name"]),
  };
  disk["name"] = row.name;
  disk["diskSizeGB"] = valueAt(row.body, "properties.diskSizeGB") ?? null;
};

function attach(change: Change, { disk, target }: Wanted): void {
  const id = text(record(disk["managedDisk"])["id"]);
  if (id === "") throw missingParameter(`${target}.managedDisk.id`);
  const row = diskNamed(change, id);
  refuseForeign(change, row);
  describe(disk, row);
  if (target === "osDisk") {
    disk["osType"] ??= valueAt(row.body, "properties.osType") ?? null;
    if (disk["osType"] === null) throw missingParameter("osDisk.osType");
  }
}

/** Plans a disk that the machine makes; the effect of the write makes it. */
function plan(change: Change, { disk, target, source }: Wanted): void {
  const { engine, id } = change;
  const letters = engine.random.uuid().replaceAll("-", "");
  disk["name"] ??= target === "osDisk" ? `${id.name}_OsDisk_1_${letters}` : `${id.name}_disk_${letters}`;
  const name = text(disk["name"]);
  if (!/^\w([\w.-]{0,78}\w)?$/.test(name))
    throw invalidParameter(`${target}.name`, `The value '${name}' of parameter '${target}.name' is invalid.`);
  const made = implicitId(change, name);
  if (engine.rows.has(made.toLowerCase()))
    throw new Refusal(
      409,
      "ConflictingUserInput",
      `Disk ${name} already exists in resource group ${groupOf(change.keptId).split("/").at(-1)?.toUpperCase()}. Only CreateOption.Attach is supported.`,
      {
        target: `/subscriptions/${id.subscription}/resourceGroups/${groupOf(change.keptId).split("/").at(-1)}/providers/Microsoft.Compute/disks/${name}`,
      },
    );
  const parameters = record(disk["managedDisk"]);
  const set = text(record(parameters["diskEncryptionSet"])["id"]);
  if (set !== "") refuseSet(engine, set, change.location);
  const least = source?.sizeGb ?? 0;
  disk["diskSizeGB"] ??= least;
  const size = Number(disk["diskSizeGB"]);
  if (target === "dataDisk" && size < 1) throw missingParameter("dataDisk.diskSizeGB");
  if (size < least)
    throw notAllowed(
      `The specified disk size ${size} GB is smaller than the size of the corresponding disk in the VM image: ${least} GB. This is not allowed. Please choose equal or greater size or do not specify an explicit size.`,
    );
  const fast = sizeOf(change).premium ? "Premium_LRS" : "Standard_LRS";
  disk["managedDisk"] = { ...parameters, id: made, storageAccountType: parameters["storageAccountType"] ?? fast };
  // The disk's creation data: the machine's own document does not say it again.
  const data = source?.data ?? {};
  const plans = record(record(change.doc[unseen])["plans"]);
  change.doc[unseen] = { ...record(change.doc[unseen]), plans: { ...plans, [made.toLowerCase()]: { ...data } } };
  if (source !== undefined) disk["osType"] = source.system;
}

function completeDisk(change: Change, wanted: Wanted, before: Doc | undefined): void {
  const { disk, target } = wanted;
  if (isDoc(disk["vhd"]) || isDoc(disk["image"]))
    throw new Refusal(
      400,
      "NotSupportedByEmulatedAzure",
      `The emulated Azure does not carry out '${target}.vhd' and '${target}.image' of a virtual machine; use managed disks.`,
    );
  disk["deleteOption"] ??= before?.["deleteOption"] ?? "Detach";
  disk["caching"] ??= before?.["caching"] ?? (target === "osDisk" ? "ReadWrite" : "None");
  if (before !== undefined) {
    if (disk["createOption"] !== before["createOption"]) throw unchangeable(`${target}.createOption`);
    const row = change.engine.rows.get(text(record(before["managedDisk"])["id"]).toLowerCase());
    disk["managedDisk"] = { ...record(before["managedDisk"]), ...record(disk["managedDisk"]) };
    if (row !== undefined) describe(disk, row);
    if (target === "osDisk") disk["osType"] = before["osType"] ?? null;
    return;
  }
  switch (disk["createOption"]) {
    case "Attach":
      attach(change, wanted);
      return;
    case "FromImage":
      if (target === "dataDisk")
        throw invalidParameter("dataDisk.createOption", "The image has no data disk of that lun.");
      plan(change, wanted);
      return;
    case "Empty":
      if (target === "osDisk") throw invalidParameter("osDisk.createOption", "The disk of the system cannot be empty.");
      plan(change, wanted);
      return;
    default:
      throw new Refusal(
        400,
        "NotSupportedByEmulatedAzure",
        `The emulated Azure does not make a ${target} with createOption '${text(disk["createOption"])}'.`,
      );
  }
}

const sameDisk = (one: Doc, other: Doc): boolean => {
  const ids = [one, other].map((disk) => text(record(disk["managedDisk"])["id"]).toLowerCase());
  if (ids[0] !== "" && ids[1] !== "") return ids[0] === ids[1];
  return one["name"] === undefined
    ? one["lun"] === other["lun"]
    : text(one["name"]).toLowerCase() === text(other["name"]).toLowerCase();
};

/** The disks of a machine: those it makes get names and ids, those it takes are there, free, and lie where it lies. */
export const disksOfMachine: Rule = {
  name: "disks are made of an image or empty, or taken when they are free and lie in the machine's region and zone",
  evidence: "documented",
  apply: (change: Change) => {
    const { doc, before } = change;
    const profile = valueAt(doc, "properties.storageProfile");
    const old = record(before === undefined ? undefined : valueAt(before.body, "properties.storageProfile"));
    if (!isDoc(profile)) throw missingParameter("storageProfile");
    const disk = profile["osDisk"] ?? (before === undefined ? undefined : structuredClone(old["osDisk"]));
    if (!isDoc(disk)) throw missingParameter("storageProfile.osDisk");
    profile["osDisk"] = disk;
    const reference = profile["imageReference"];
    const oldReference = referenceOf(before?.body);
    let source: Source | undefined;
    if (before === undefined && disk["createOption"] === "FromImage") {
      if (!isDoc(reference)) throw missingParameter("imageReference");
      source = imageOf(change, reference);
      const size = sizeOf(change);
      if (!size.generations.split(",").includes(source.generation))
        throw new Refusal(
          400,
          "BadRequest",
          `The selected VM size '${size.name}' cannot boot Hypervisor Generation '${source.generation === "V1" ? 1 : 2}'. If this was a Create operation please check that the Hypervisor Generation of the Image matches the Hypervisor Generation of the selected VM Size. If this was an Update operation please select a Hypervisor Generation '${source.generation === "V1" ? 1 : 2}' VM Size. For more information, see https://aka.ms/azuregen2vm`,
        );
      if (size.architecture !== source.architecture)
        throw new Refusal(
          400,
          "BadRequest",
          `Cannot create a VM of size '${size.name}' because this VM size only supports a CPU Architecture of '${size.architecture}', but an image or disk with CPU Architecture '${source.architecture}' was given. Please check that the CPU Architecture of the image or disk is compatible with that of the VM size.`,
        );
      if (source.exactVersion !== undefined) reference["exactVersion"] = source.exactVersion;
      doc[unseen] = { ...record(doc[unseen]), generation: source.generation };
    }
    if (before !== undefined && oldReference !== undefined) {
      if (isDoc(reference) && !sameImage(reference, oldReference)) throw unchangeable("imageReference");
      profile["imageReference"] = structuredClone(oldReference);
    }
    const oldDisk = record(old["osDisk"]);
    if (before !== undefined && !sameDisk(disk, oldDisk)) throw unchangeable("osDisk.managedDisk.id");
    completeDisk(change, { disk, target: "osDisk", source }, before === undefined ? undefined : oldDisk);
    const given = profile["dataDisks"] ?? (before === undefined ? [] : structuredClone(old["dataDisks"] ?? []));
    profile["dataDisks"] = given;
    const luns = new Set<unknown>();
    for (const one of records(given)) {
      if (luns.has(one["lun"]))
        throw invalidParameter(
          "dataDisks.lun",
          `A lun can be used by one data disk only; ${String(one["lun"])} is given twice.`,
        );
      luns.add(one["lun"]);
      completeDisk(
        change,
        { disk: one, target: "dataDisk", source: undefined },
        records(old["dataDisks"]).find((other) => sameDisk(one, other)),
      );
      one["toBeDetached"] ??= false;
    }
    const ids = [disk, ...records(given)].map((one) => text(record(one["managedDisk"])["id"]).toLowerCase());
    if (new Set(ids).size !== ids.length)
      throw invalidParameter("managedDisk.id", "A disk can be attached to a virtual machine once only.");
  },
};
