import { isoTime } from "@aro/runtime";
import { fillDefaults, record, text, valueAt } from "../../documents/document.ts";
import { Refusal } from "../../documents/refusal.ts";
import { parseId } from "../../documents/resource-id.ts";
import type { Change, Rule } from "../../resources/contract.ts";
import { locate } from "../../resources/lookup.ts";
import { encryptionSetType, invalidParameter, notAllowed, propertiesOf } from "./base.ts";
import { tierOf } from "./disk-tiers.ts";
import { powerOf } from "./power.ts";
import { refuseBeyondQuota, usedByDisks } from "./usages.ts";

const gigabyte = 1_073_741_824;
const largest = 65_536;

/** Whether a machine holds this disk and runs. */
const runningHolder = ({ engine, before }: Change): string => {
  const holder = text(before?.body["managedBy"]);
  const machine = holder === "" ? undefined : engine.rows.get(holder.toLowerCase());
  return machine === undefined || powerOf(machine.body) === "deallocated" ? "" : holder;
};

/** How large a disk is: it may grow. */
export const size: Rule = {
  name: "a disk has 1 to 65536 GB, and never becomes smaller; that of a system grows while its machine is deallocated",
  evidence: "documented",
  apply: (change: Change) => {
    const { doc, before, id } = change;
    const properties = propertiesOf(doc);
    const old = Number(valueAt(before?.body ?? {}, "properties.diskSizeGB") ?? 0);
    properties["diskSizeGB"] ??= old;
    const given = properties["diskSizeGB"];
    if (typeof given !== "number" || !Number.isInteger(given) || given < 1 || given > largest)
      throw invalidParameter(
        "disk.diskSizeGB",
        `The value '${String(given)}' of parameter 'disk.diskSizeGB' is out of range. The value must be between '1' and '${largest}', inclusive.`,
      );
    if (given < old)
      throw notAllowed(
        `The new disk size in the request is ${given} GB and it should be more than or equal to existing disk size of ${old} GB for disk '${id.name}'.`,
      );
    const holder = given > old && properties["osType"] !== undefined ? runningHolder(change) : "";
    if (before !== undefined && holder !== "")
      throw notAllowed(`Cannot resize disk ${id.name} while it is attached to running VM ${holder}.`);
    properties["diskSizeBytes"] = given * gigabyte;
  },
};

/** With which key it is encrypted. */
export const encryption: Rule = {
  name: "a disk is encrypted with Azure's key, or with that of an encryption set of its region",
  evidence: "documented",
  apply: ({ engine, doc, location }: Change) => {
    const properties = propertiesOf(doc);
    const given = record(properties["encryption"]);
    const set = text(given["diskEncryptionSetId"]);
    if (set === "") {
      properties["encryption"] = { type: "EncryptionAtRestWithPlatformKey" };
      return;
    }
    refuseSet(engine, set, location);
    properties["encryption"] = {
      diskEncryptionSetId: set,
      type: given["type"] ?? "EncryptionAtRestWithCustomerKey",
    };
  },
};

/** Refuses an encryption set that is not there or lies in another region. */
export function refuseSet(engine: Change["engine"], set: string, location: string): void {
  const found = parseId(set)?.typeKey === encryptionSetType ? locate(engine, set) : undefined;
  if (found === undefined)
    throw new Refusal(404, "NotFound", `The disk encryption set '${set}' was not found.`, {
      target: "diskEncryptionSetId",
    });
  if (found.row.location !== location)
    throw new Refusal(
      400,
      "BadRequest",
      `The disk encryption set '${set}' is in region '${found.row.location}', and what it is to encrypt in region '${location}'; they must be in the same region.`,
      { target: "diskEncryptionSetId" },
    );
}

/** What Azure tells of a disk besides. */
export const completeDisk: Rule = {
  name: "a disk has tier, speed, state, id and time of creation",
  evidence: "seen",
  apply: ({ engine, doc, before, now }: Change) => {
    const properties = propertiesOf(doc);
    const sku = record(doc["sku"]);
    const name = text(sku["name"]) || text(record(before?.body["sku"])["name"]) || "Standard_LRS";
    doc["sku"] = {
      name,
      tier: name.startsWith("Premium") ? "Premium" : name.startsWith("Ultra") ? "Ultra" : "Standard",
    };
    const old = record(before?.body["properties"]);
    const tier = tierOf(name, Number(properties["diskSizeGB"]));
    if (tier !== undefined) {
      properties["diskIOPSReadWrite"] = tier.operations;
      properties["diskMBpsReadWrite"] = tier.megabytes;
      const formerly = tierOf(text(record(before?.body["sku"])["name"]), Number(old["diskSizeGB"] ?? 0));
      // A tier that was chosen stays; one that followed from the size follows the new one.
      if (properties["tier"] === undefined || properties["tier"] === formerly?.name) delete properties["tier"];
      if (name.startsWith("Premium")) properties["tier"] ??= tier.name;
    }
    fillDefaults(properties, {
      networkAccessPolicy: "AllowAll",
      publicNetworkAccess: "Enabled",
      timeCreated: old["timeCreated"] ?? isoTime(now),
      uniqueId: old["uniqueId"] ?? engine.random.uuid(),
      diskState: old["diskState"] ?? "Unattached",
    });
  },
};

/** Where copies are kept decides whether zones may be named. */
export const redundancy: Rule = {
  name: "a zone-redundant disk names no zone",
  evidence: "documented",
  apply: ({ doc }: Change) => {
    if (!text(record(doc["sku"])["name"]).endsWith("_ZRS") || doc["zones"] === undefined) return;
    throw invalidParameter("disk.zones", "Zones cannot be specified for a disk with zone-redundant storage.");
  },
};

/** Disks count against a quota. */
export const diskQuota: Rule = {
  name: "disks count against the quota of their SKU",
  evidence: "documented",
  apply: ({ engine, doc, before, id, location }: Change) => {
    if (before !== undefined) return;
    refuseBeyondQuota(
      engine,
      { subscription: id.subscription, location },
      usedByDisks(text(record(doc["sku"])["name"])),
    );
  },
};
