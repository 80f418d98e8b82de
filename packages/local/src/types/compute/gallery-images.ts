import { fillDefaults, isDoc, record, text, valueAt } from "../../documents/document.ts";
import { Refusal } from "../../documents/refusal.ts";
import type { Change, Rule, TypeRow } from "../../resources/contract.ts";
import { galleryImageType, galleryRow, missingParameter, unchangeable } from "./base.ts";
import { emptyFirst } from "./galleries.ts";

const identifier = ["publisher", "offer", "sku"] as const;

const definition: Rule = {
  name: "a definition has system, state and an identifier that no other of its gallery has; they stay",
  evidence: "documented",
  apply: ({ engine, doc, before, id }: Change) => {
    const properties = record(doc["properties"]);
    doc["properties"] = properties;
    const old = record(before?.body["properties"]);
    for (const member of ["osType", "osState", "identifier"]) {
      properties[member] ??= old[member] ?? null;
      if (properties[member] === null) throw missingParameter(`galleryImage.properties.${member}`);
    }
    fillDefaults(properties, {
      hyperVGeneration: old["hyperVGeneration"] ?? "V1",
      architecture: old["architecture"] ?? "x64",
    });
    if (before !== undefined)
      for (const member of ["osType", "osState", "hyperVGeneration", "architecture", "identifier"])
        if (JSON.stringify(properties[member]) !== JSON.stringify(old[member]))
          throw unchangeable(`galleryImage.properties.${member}`);
    const mine = record(properties["identifier"]);
    const same = engine.rows
      .inside(id.key.split("/").slice(0, -2).join("/"), galleryImageType, "", 1_000)
      .find((row) => {
        const other = record(valueAt(row.body, "properties.identifier"));
        return (
          row.key !== id.key &&
          identifier.every((name) => text(other[name]).toLowerCase() === text(mine[name]).toLowerCase())
        );
      });
    if (same !== undefined)
      throw new Refusal(
        409,
        "Conflict",
        `The gallery image identifier '${identifier.map((name) => text(mine[name])).join("/")}' is already used by gallery image '${same.name}'.`,
      );
  },
};

const features: Rule = {
  name: "features of a definition have a name and a value",
  evidence: "documented",
  apply: ({ doc }: Change) => {
    const { features: given } = record(doc["properties"]);
    for (const one of Array.isArray(given) ? given : [])
      if (!isDoc(one) || text(one["name"]) === "") throw missingParameter("galleryImage.properties.features.name");
  },
};

/** Image definitions of a gallery. */
export const galleryImages: TypeRow = galleryRow({
  type: "Microsoft.Compute/galleries/images",
  place: "child",
  verbs: ["GET", "PUT", "PATCH", "DELETE", "LIST"],
  model: "GalleryImage",
  patchModel: "GalleryImageUpdate",
  label: "GalleryImage",
  takes: { put: [1_000, 3_000], delete: [1_000, 3_000] },
  rules: [definition, features],
  removal: [emptyFirst("a definition")],
});
