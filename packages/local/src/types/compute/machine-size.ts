import { record, text, valueAt } from "../../documents/document.ts";
import type { Change, Rule } from "../../resources/contract.ts";
import { invalidParameter, missingParameter, notAllowed } from "./base.ts";
import { offersIn } from "./offers.ts";
import { type Size, sizeNamed } from "./sizes.ts";
import { refuseBeyondQuota, usedByMachine } from "./usages.ts";
import { refuseUnoffered, zonesNamed } from "./zones.ts";

/** The size that a machine's document names; refuses one that does not exist. */
export function sizeOf({ doc, location }: Pick<Change, "doc" | "location">): Size {
  const name = text(valueAt(doc, "properties.hardwareProfile.vmSize"));
  if (name === "") throw missingParameter("vmSize");
  const size = sizeNamed(name);
  if (size !== undefined) return size;
  const valid = offersIn(location).map((offer) => offer.size.name);
  throw invalidParameter(
    "vmSize",
    `The value ${name} provided for the VM size is not valid. The valid sizes in the current region are: ${valid.join(",")}.`,
  );
}

/** The size that a machine has already, as its kept document says. */
const sizeBefore = ({ before }: Change): Size | undefined =>
  before === undefined ? undefined : sizeNamed(text(valueAt(before.body, "properties.hardwareProfile.vmSize")));

/** The region, the zone and the subscription have the size. */
export const offered: Rule = {
  name: "a size exists, and its region, zone and subscription have it (SkuNotAvailable)",
  evidence: "documented",
  apply: (change: Change) => {
    const size = sizeOf(change);
    record(record(change.doc["properties"])["hardwareProfile"])["vmSize"] = size.name;
    if (sizeBefore(change)?.name !== size.name) refuseUnoffered(size, change.location, zonesNamed(change.doc));
  },
};

/** What the size allows. */
export const fitting: Rule = {
  name: "a machine has no more disks and interfaces than its size takes, and Premium disks and encryption at host where it has them",
  evidence: "documented",
  apply: ({ engine, doc, before, id, location }: Change) => {
    const size = sizeOf({ doc, location });
    const disks = valueAt(doc, "properties.storageProfile.dataDisks");
    const count = Array.isArray(disks) ? disks.length : 0;
    if (count > size.mostDataDisks)
      throw notAllowed(
        `The maximum number of data disks allowed to be attached to a VM of this size is ${size.mostDataDisks}.`,
      );
    const all = [valueAt(doc, "properties.storageProfile.osDisk"), ...(Array.isArray(disks) ? disks : [])].map(record);
    for (const disk of all) {
      const account = text(record(disk["managedDisk"])["storageAccountType"]);
      if (account.startsWith("Premium") && !size.premium)
        throw invalidParameter(
          "managedDisk.storageAccountType",
          `Requested operation cannot be performed because the VM size ${size.name} does not support the storage account type ${account} of disk '${text(disk["name"])}'. Consider updating the VM to a size that supports Premium storage.`,
        );
    }
    const nics = valueAt(doc, "properties.networkProfile.networkInterfaces");
    const interfaces = Array.isArray(nics) ? nics.length : 0;
    if (interfaces > size.mostInterfaces)
      throw notAllowed(
        `The number of network interfaces for virtual machine ${id.name} exceeds the maximum allowed for the virtual machine size ${size.name}. The number of network interfaces is ${interfaces} and the maximum allowed is ${size.mostInterfaces}.`,
      );
    if (valueAt(doc, "properties.securityProfile.encryptionAtHost") !== true) return;
    if (!size.encryptionAtHost)
      throw invalidParameter(
        "securityProfile.encryptionAtHost",
        `The VM size '${size.name}' does not support encryption at host. See the sizes whose capability EncryptionAtHostSupported is True.`,
      );
    const known = before !== undefined && valueAt(before.body, "properties.securityProfile.encryptionAtHost") === true;
    if (!known && !engine.hasFeature(id.subscription, "Microsoft.Compute/EncryptionAtHost"))
      throw invalidParameter(
        "securityProfile.encryptionAtHost",
        "The property 'securityProfile.encryptionAtHost' is not valid because the 'Microsoft.Compute/EncryptionAtHost' feature is not enabled for this subscription.",
      );
  },
};

/** Machines count against quotas: by number, by cores of the region, by cores of the family. */
export const machineQuota: Rule = {
  name: "machines count against the quotas of their region and family (OperationNotAllowed)",
  evidence: "seen",
  apply: (change: Change) => {
    const { engine, doc, before, id, location } = change;
    const priority = (body: typeof doc) => text(record(body["properties"])["priority"]);
    const wanted = new Map(usedByMachine(sizeOf(change), priority(doc)));
    if (before !== undefined)
      for (const [name, amount] of usedByMachine(sizeBefore(change), priority(before.body)))
        wanted.set(name, (wanted.get(name) ?? 0) - amount);
    refuseBeyondQuota(engine, { subscription: id.subscription, location }, wanted);
  },
};
