import { isoTime } from "@aro/runtime";
import { type Doc, isDoc, record, records, text, valueAt } from "../../documents/document.ts";
import { Refusal } from "../../documents/refusal.ts";
import { parseId } from "../../documents/resource-id.ts";
import type { Row } from "../../documents/rows.ts";
import type { Change, Engine, Rule, TypeRow } from "../../resources/contract.ts";
import { normalLocation } from "../../resources/put.ts";
import {
  diskType,
  galleryRow,
  galleryVersionType,
  imageType,
  invalidParameter,
  machineType,
  missingParameter,
  snapshotType,
} from "./base.ts";

const sources = [imageType, galleryVersionType, machineType, diskType, snapshotType];

/** The row that a source names, and its disk's size. */
function sourceNamed(engine: Engine, id: string): Row {
  const parsed = parseId(id);
  if (parsed === undefined || !sources.includes(parsed.typeKey))
    throw invalidParameter(
      "galleryImageVersion.properties.storageProfile.source.id",
      `The value '${id}' of parameter 'galleryImageVersion.properties.storageProfile.source.id' is not the id of an image, a version, a machine, a disk or a snapshot.`,
    );
  const row = engine.rows.get(parsed.key);
  if (row === undefined)
    throw new Refusal(404, "NotFound", `The source '${id}' of the gallery image version was not found.`);
  return row;
}

const sizeOf = (row: Row): number =>
  Number(
    valueAt(row.body, "properties.diskSizeGB") ??
      valueAt(row.body, "properties.storageProfile.osDisk.diskSizeGB") ??
      valueAt(row.body, "properties.storageProfile.osDiskImage.sizeInGB") ??
      30,
  );

const storage: Rule = {
  name: "a version is made of an image, a machine, or a disk or snapshot that is there; that stays",
  evidence: "documented",
  apply: ({ engine, doc, before }: Change) => {
    const properties = record(doc["properties"]);
    const old = record(before === undefined ? undefined : valueAt(before.body, "properties.storageProfile"));
    const profile = isDoc(properties["storageProfile"]) ? properties["storageProfile"] : { ...old };
    properties["storageProfile"] = profile;
    if (before !== undefined) {
      properties["storageProfile"] = { ...old };
      return;
    }
    const whole = text(record(profile["source"])["id"]) || text(record(profile["source"])["virtualMachineId"]);
    const disk = record(profile["osDiskImage"]);
    const ofDisk = text(record(disk["source"])["id"]);
    if (whole === "" && ofDisk === "")
      throw missingParameter("galleryImageVersion.properties.storageProfile.source.id");
    profile["osDiskImage"] = {
      hostCaching: "ReadWrite",
      ...disk,
      sizeInGB: sizeOf(sourceNamed(engine, whole || ofDisk)),
    };
  },
};

const publishing: Rule = {
  name: "a version is published in its own region at least, one copy in each",
  evidence: "documented",
  apply: ({ doc, before, location, now }: Change) => {
    const properties = record(doc["properties"]);
    const old = record(before === undefined ? undefined : valueAt(before.body, "properties.publishingProfile"));
    const profile: Doc = { ...old, ...record(properties["publishingProfile"]) };
    const regions = records(profile["targetRegions"]);
    const all = regions.length === 0 ? [{ name: location } as Doc] : regions;
    if (!all.some((one) => normalLocation(text(one["name"])) === location))
      throw invalidParameter(
        "galleryImageVersion.properties.publishingProfile.targetRegions",
        `The source region '${location}' of the gallery image version must be one of its target regions.`,
      );
    const count = profile["replicaCount"] ?? 1;
    const account = profile["storageAccountType"] ?? "Standard_LRS";
    properties["publishingProfile"] = {
      ...profile,
      replicaCount: count,
      storageAccountType: account,
      excludeFromLatest: profile["excludeFromLatest"] ?? false,
      publishedDate: old["publishedDate"] ?? isoTime(now),
      replicationMode: profile["replicationMode"] ?? "Full",
      targetRegions: all.map((one) => ({
        regionalReplicaCount: count,
        storageAccountType: account,
        excludeFromLatest: false,
        ...one,
      })),
    };
  },
};

const replication = (_engine: Engine, row: Row): Doc => {
  const done = row.state === "Succeeded";
  const regions = records(valueAt(row.body, "properties.publishingProfile.targetRegions"));
  return {
    aggregatedState: done ? "Completed" : "InProgress",
    summary: regions.map((one) => ({
      region: text(one["name"]),
      state: done ? "Completed" : "Replicating",
      details: "",
      progress: done ? 100 : 50,
    })),
  };
};

/** Versions of the images of a gallery. */
export const galleryImageVersions: TypeRow = galleryRow({
  type: "Microsoft.Compute/galleries/images/versions",
  place: "child",
  verbs: ["GET", "PUT", "PATCH", "DELETE", "LIST"],
  model: "GalleryImageVersion",
  patchModel: "GalleryImageVersionUpdate",
  label: "GalleryImageVersion",
  takes: { put: [20_000, 60_000], delete: [5_000, 15_000] },
  namePattern: /^\d{1,9}\.\d{1,9}\.\d{1,9}$/,
  computes: { replicationStatus: replication },
  rules: [storage, publishing],
});
