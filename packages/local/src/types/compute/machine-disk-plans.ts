import { type Doc, record, text, unseen, valueAt } from "../../documents/document.ts";
import { Refusal } from "../../documents/refusal.ts";
import { parseId } from "../../documents/resource-id.ts";
import type { Row } from "../../documents/rows.ts";
import type { Change } from "../../resources/contract.ts";
import { diskType, invalidParameter, missingParameter, notAllowed } from "./base.ts";
import { refuseSet } from "./disk-rules.ts";
import type { Source } from "./machine-image.ts";
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
export interface Wanted {
  disk: Doc;
  target: "osDisk" | "dataDisk";
  /** What the system's disk is made of. */
  source: Source | undefined;
}

/** Says of a machine's disk what the disk says of itself. */
export const describe = (disk: Doc, row: Row): void => {
  const parameters = record(disk["managedDisk"]);
  disk["managedDisk"] = {
    ...parameters,
    id: row.id,
    storageAccountType: text(record(row.body["sku"])["name"]),
  };
  disk["name"] = row.name;
  disk["diskSizeGB"] = valueAt(row.body, "properties.diskSizeGB") ?? null;
};

/** Takes a disk that is there. */
export function attach(change: Change, { disk, target }: Wanted): void {
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
export function plan(change: Change, { disk, target, source }: Wanted): void {
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
