import { type Doc, record } from "../../documents/document.ts";
import { Refusal } from "../../documents/refusal.ts";
import { createChecker } from "../../resources/checker.ts";
import type { TypeRow } from "../../resources/contract.ts";
import type { Models } from "../../resources/models.ts";
import { createVersions } from "../../resources/versions.ts";
import { computeModels } from "../generated/compute.ts";
import { diskHistory } from "../generated/disk-history.ts";
import { galleryHistory } from "../generated/gallery-history.ts";
import { machineHistory } from "../generated/machine-history.ts";
import { diskVersions, galleryVersions, machineVersions } from "./versions.ts";

const model = (name: string): Readonly<Record<string, string>> => computeModels.models[name] ?? {};

// What the SDK takes for sets of values are the values of their day: sizes are what the region has.
const models: Models = {
  models: {
    ...computeModels.models,
    HardwareProfile: { ...model("HardwareProfile"), vmSize: "string" },
    GalleryImageVersion: { ...model("GalleryImageVersion"), properties: "*GalleryImageVersionProperties" },
    Disk: { ...model("Disk"), properties: "*DiskProperties" },
    DiskProperties: { ...model("DiskProperties"), creationData: "*CreationData" },
    Snapshot: { ...model("Snapshot"), properties: "*SnapshotProperties" },
    SnapshotProperties: { ...model("SnapshotProperties"), creationData: "*CreationData" },
  },
  values: computeModels.values,
};

/** Checks bodies of Microsoft.Compute. */
const computeChecker = createChecker(models);

export const machineType = "microsoft.compute/virtualmachines";
export const diskType = "microsoft.compute/disks";
export const snapshotType = "microsoft.compute/snapshots";
export const imageType = "microsoft.compute/images";
export const encryptionSetType = "microsoft.compute/diskencryptionsets";
export const availabilitySetType = "microsoft.compute/availabilitysets";
export const galleryType = "microsoft.compute/galleries";
export const galleryImageType = "microsoft.compute/galleries/images";
export const galleryVersionType = "microsoft.compute/galleries/images/versions";

/** A row with what all of Microsoft.Compute has in common. */
const computeType = (row: Pick<TypeRow, "type" | "model" | "label" | "apiVersions"> & Partial<TypeRow>): TypeRow => ({
  place: "group",
  tracked: true,
  verbs: ["GET", "PUT", "PATCH", "DELETE", "LIST", "LIST-SUBSCRIPTION"],
  checker: computeChecker,
  located: true,
  parser: "arm",
  manner: "compute",
  busy: "conflict",
  parts: [],
  references: [],
  addresses: [],
  own: [],
  defaults: {},
  namePattern: /^\w([\w.-]{0,78}\w)?$/,
  etag: false,
  expands: [],
  rules: [],
  effects: [],
  removal: [],
  evidence: "documented",
  ...row,
});

const machineLacks = createVersions(machineHistory);
const diskLacks = createVersions(diskHistory);
const galleryLacks = createVersions(galleryHistory);

type Given = Pick<TypeRow, "type" | "model" | "label"> & Partial<TypeRow>;

/** A row of machines and what goes with them. */
export const machineRow = (row: Given): TypeRow =>
  computeType({ apiVersions: machineVersions, lacking: machineLacks, ...row });

/** A row of disks and what goes with them. */
export const diskRow = (row: Given): TypeRow =>
  computeType({ apiVersions: diskVersions, lacking: diskLacks, manner: "disk", ...row });

/** A row of galleries and what is in them. */
export const galleryRow = (row: Given): TypeRow =>
  computeType({
    apiVersions: galleryVersions,
    lacking: galleryLacks,
    manner: "gallery",
    namePattern: /^[A-Za-z0-9]([\w.-]{0,78}[A-Za-z0-9])?$/,
    ...row,
  });

/** How Microsoft.Compute refuses a value: the member is its target. */
export const invalidParameter = (target: string, message: string): Refusal =>
  new Refusal(400, "InvalidParameter", message, { target });

/** How it refuses what is not there. */
export const missingParameter = (target: string): Refusal =>
  invalidParameter(target, `Required parameter '${target}' is missing (null).`);

/** How it refuses what may not be changed. */
export const unchangeable = (target: string): Refusal =>
  new Refusal(409, "PropertyChangeNotAllowed", `Changing property '${target}' is not allowed.`, { target });

/** How it refuses what the state of things does not allow. */
export const notAllowed = (message: string): Refusal => new Refusal(409, "OperationNotAllowed", message);

/** The properties of a document, made when there are none. */
export const propertiesOf = (doc: Doc): Doc => {
  const properties = record(doc["properties"]);
  doc["properties"] = properties;
  return properties;
};
