import { isDoc, record, text, unseen, valueAt } from "../../documents/document.ts";
import { Refusal } from "../../documents/refusal.ts";
import { parseId } from "../../documents/resource-id.ts";
import type { Change, Rule, TypeRow } from "../../resources/contract.ts";
import { diskType, machineRow, machineType, missingParameter, notAllowed, snapshotType, unchangeable } from "./base.ts";

const source: Rule = {
  name: "an image is made of a generalized machine, a disk, a snapshot or a blob; that stays",
  evidence: "documented",
  apply: ({ engine, doc, before, keptId }: Change) => {
    const properties = record(doc["properties"]);
    doc["properties"] = properties;
    const old = record(before?.body["properties"]);
    if (before !== undefined) {
      const now = record(properties["sourceVirtualMachine"])["id"];
      const then = record(old["sourceVirtualMachine"])["id"];
      if (now !== undefined && now !== then) throw unchangeable("sourceVirtualMachine");
      doc["properties"] = { ...old, ...properties, storageProfile: structuredClone(old["storageProfile"] ?? {}) };
      return;
    }
    properties["hyperVGeneration"] ??= "V1";
    const absent = (id: string) =>
      new Refusal(404, "NotFound", `The resource ${id} named by image ${keptId} was not found.`);
    const machine = text(record(properties["sourceVirtualMachine"])["id"]);
    if (machine !== "") {
      const row = parseId(machine)?.typeKey === machineType ? engine.rows.get(machine.toLowerCase()) : undefined;
      if (row === undefined) throw absent(machine);
      if (record(row.body[unseen])["generalized"] !== true)
        throw notAllowed(
          `The source VM '${machine}' of an image must be generalized. To generalize it, see https://aka.ms/generalizevm.`,
        );
      const disk = record(valueAt(row.body, "properties.storageProfile.osDisk"));
      properties["storageProfile"] = {
        osDisk: {
          osType: disk["osType"] ?? "Linux",
          osState: "Generalized",
          diskSizeGB: disk["diskSizeGB"] ?? null,
          managedDisk: { id: text(record(disk["managedDisk"])["id"]) },
          caching: "ReadWrite",
          storageAccountType: record(disk["managedDisk"])["storageAccountType"] ?? "Standard_LRS",
        },
        dataDisks: [],
        zoneResilient: false,
      };
      return;
    }
    const disk = record(properties["storageProfile"])["osDisk"];
    if (!isDoc(disk)) throw missingParameter("image.properties.storageProfile.osDisk");
    const from = text(record(disk["managedDisk"])["id"]) || text(record(disk["snapshot"])["id"]);
    if (from === "" && text(disk["blobUri"]) === "")
      throw missingParameter("image.properties.storageProfile.osDisk.managedDisk");
    const kind = parseId(from)?.typeKey ?? "";
    const row = [diskType, snapshotType].includes(kind) ? engine.rows.get(from.toLowerCase()) : undefined;
    if (from !== "" && row === undefined) throw absent(from);
    disk["diskSizeGB"] ??= row === undefined ? 30 : (valueAt(row.body, "properties.diskSizeGB") ?? 30);
    disk["caching"] ??= "None";
    disk["storageAccountType"] ??= "Standard_LRS";
  },
};

/** Managed images. */
export const images: TypeRow = machineRow({
  type: "Microsoft.Compute/images",
  model: "Image",
  patchModel: "ImageUpdate",
  label: "Image",
  takes: { put: [5_000, 15_000], delete: [3_000, 8_000] },
  expands: ["tags"],
  rules: [source],
});
