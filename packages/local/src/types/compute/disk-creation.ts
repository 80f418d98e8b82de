import { type Doc, record, text } from "../../documents/document.ts";
import { Refusal } from "../../documents/refusal.ts";
import { parseId } from "../../documents/resource-id.ts";
import type { Change, Rule } from "../../resources/contract.ts";
import { locate } from "../../resources/lookup.ts";
import { diskType, invalidParameter, missingParameter, propertiesOf, snapshotType, unchangeable } from "./base.ts";

const gigabyte = 1_073_741_824;

/** What a disk or snapshot is copied from. */
function sourceOf(change: Change, source: string): Doc {
  const parsed = parseId(source);
  const kinds = [diskType, snapshotType];
  if (parsed === undefined || !kinds.includes(parsed.typeKey))
    throw invalidParameter(
      "creationData.sourceResourceId",
      `The value '${source}' of parameter creationData.sourceResourceId is not the id of a disk or a snapshot.`,
    );
  const found = locate(change.engine, source);
  if (found === undefined) throw new Refusal(404, "NotFound", `The resource ${source} was not found.`);
  return found.row.body;
}

/** How a disk or a snapshot comes to be: what it must name for that, and that this stays. */
export const creation: Rule = {
  name: "createOption decides what a disk must name: a size, a source, an image; it stays as it was",
  evidence: "documented",
  apply: (change: Change) => {
    const { doc, before, type } = change;
    const properties = propertiesOf(doc);
    const data = record(properties["creationData"]);
    const kind = type.label.toLowerCase();
    if (before !== undefined) {
      const old = record(record(before.body["properties"])["creationData"]);
      for (const member of ["createOption", "sourceResourceId", "sourceUri", "storageAccountId"])
        if (data[member] !== undefined && data[member] !== old[member]) throw unchangeable(`creationData.${member}`);
      properties["creationData"] = { ...old, ...data };
      return;
    }
    const need = (member: string) => {
      if (data[member] === undefined) throw missingParameter(`${kind}.creationData.${member}`);
    };
    switch (text(data["createOption"])) {
      case "Empty":
        if (properties["diskSizeGB"] === undefined) throw missingParameter(`${kind}.diskSizeGB`);
        return;
      case "Copy":
      case "CopyStart": {
        need("sourceResourceId");
        const source = record(sourceOf(change, text(data["sourceResourceId"]))["properties"]);
        for (const member of ["osType", "hyperVGeneration", "diskSizeGB"])
          properties[member] ??= source[member] ?? null;
        for (const member of ["osType", "hyperVGeneration"]) if (properties[member] === null) delete properties[member];
        return;
      }
      case "Import":
        need("sourceUri");
        need("storageAccountId");
        properties["diskSizeGB"] ??= 32;
        return;
      case "FromImage":
        if (data["imageReference"] === undefined && data["galleryImageReference"] === undefined) need("imageReference");
        properties["diskSizeGB"] ??= 30;
        return;
      case "Upload":
      case "UploadPreparedSecure":
        need("uploadSizeBytes");
        properties["diskSizeGB"] ??= Math.max(1, Math.round(Number(data["uploadSizeBytes"]) / gigabyte));
        return;
      default:
        throw new Refusal(
          400,
          "NotSupportedByEmulatedAzure",
          `The emulated Azure does not make a ${kind} with createOption '${text(data["createOption"])}'.`,
        );
    }
  },
};
