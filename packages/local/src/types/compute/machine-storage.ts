import { type Doc, isDoc, record, records, text, unseen, valueAt } from "../../documents/document.ts";
import { Refusal } from "../../documents/refusal.ts";
import type { Change, Rule } from "../../resources/contract.ts";
import { invalidParameter, missingParameter, unchangeable } from "./base.ts";
import { attach, describe, plan, type Wanted } from "./machine-disk-plans.ts";
import { imageOf, referenceOf, refuseUnbootable, type Source, sameImage } from "./machine-image.ts";
import { sizeOf } from "./machine-size.ts";

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
      refuseUnbootable(sizeOf(change), source);
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
