import { isoTime } from "@aro/runtime";
import { isDoc, record, text } from "../../documents/document.ts";
import type { Change, Rule, TypeRow } from "../../resources/contract.ts";
import { galleryRow, missingParameter, unchangeable } from "./base.ts";
import { emptyFirst } from "./galleries.ts";

const system: Rule = {
  name: "an application is for one system, which stays",
  evidence: "documented",
  apply: ({ doc, before }: Change) => {
    const properties = record(doc["properties"]);
    doc["properties"] = properties;
    const old = record(before?.body["properties"])["supportedOSType"];
    properties["supportedOSType"] ??= old ?? null;
    if (properties["supportedOSType"] === null) throw missingParameter("galleryApplication.properties.supportedOSType");
    if (before !== undefined && properties["supportedOSType"] !== old)
      throw unchangeable("galleryApplication.properties.supportedOSType");
  },
};

/** Applications of a gallery. */
export const galleryApplications: TypeRow = galleryRow({
  type: "Microsoft.Compute/galleries/applications",
  place: "child",
  verbs: ["GET", "PUT", "PATCH", "DELETE", "LIST"],
  model: "GalleryApplication",
  patchModel: "GalleryApplicationUpdate",
  label: "GalleryApplication",
  takes: { put: [1_000, 3_000], delete: [1_000, 3_000] },
  rules: [system],
  removal: [emptyFirst("an application")],
});

const source: Rule = {
  name: "a version of an application names the package that it is, and how it is installed and removed",
  evidence: "documented",
  apply: ({ doc, before, location, now }: Change) => {
    const properties = record(doc["properties"]);
    doc["properties"] = properties;
    const old = record(record(before?.body["properties"])["publishingProfile"]);
    const profile = { ...old, ...record(properties["publishingProfile"]) };
    const path = "galleryApplicationVersion.properties.publishingProfile";
    if (text(record(profile["source"])["mediaLink"]) === "") throw missingParameter(`${path}.source.mediaLink`);
    const actions = profile["manageActions"];
    for (const member of ["install", "remove"])
      if (!isDoc(actions) || text(actions[member]) === "") throw missingParameter(`${path}.manageActions.${member}`);
    properties["publishingProfile"] = {
      ...profile,
      publishedDate: old["publishedDate"] ?? isoTime(now),
      targetRegions: profile["targetRegions"] ?? [{ name: location, regionalReplicaCount: 1 }],
    };
  },
};

/** Versions of the applications of a gallery. */
export const galleryApplicationVersions: TypeRow = galleryRow({
  type: "Microsoft.Compute/galleries/applications/versions",
  place: "child",
  verbs: ["GET", "PUT", "PATCH", "DELETE", "LIST"],
  model: "GalleryApplicationVersion",
  patchModel: "GalleryApplicationVersionUpdate",
  label: "GalleryApplicationVersion",
  takes: { put: [5_000, 15_000], delete: [2_000, 5_000] },
  namePattern: /^\d{1,9}\.\d{1,9}\.\d{1,9}$/,
  expands: ["ReplicationStatus"],
  rules: [source],
});
