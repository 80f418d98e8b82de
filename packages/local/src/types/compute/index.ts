import type { TypeRow, ViewRow } from "../../resources/contract.ts";
import { availabilitySets } from "./availability-sets.ts";
import { communityViews } from "./community-images.ts";
import { disks } from "./disks.ts";
import { encryptionSets } from "./encryption-sets.ts";
import { galleries } from "./galleries.ts";
import { galleryApplications, galleryApplicationVersions } from "./gallery-applications.ts";
import { galleryImageVersions } from "./gallery-image-versions.ts";
import { galleryImages } from "./gallery-images.ts";
import { images } from "./images.ts";
import { publishedImageViews } from "./published-images.ts";
import { sizeList } from "./size-lists.ts";
import { skus } from "./skus.ts";
import { snapshots } from "./snapshots.ts";
import { usages } from "./usages.ts";
import { machinesOfRegion, virtualMachines } from "./virtual-machines.ts";

export { allocationCodes, isShortage, type Shortage, setShortages } from "./allocation.ts";
export { consoleBlobs, setConsole } from "./console.ts";
export { customDataOf, type Power, powerOf } from "./power.ts";

/** The types of Microsoft.Compute. */
export const computeTypes = (): readonly TypeRow[] => [
  virtualMachines,
  availabilitySets,
  images,
  disks,
  snapshots,
  encryptionSets,
  galleries,
  galleryImages,
  galleryImageVersions,
  galleryApplications,
  galleryApplicationVersions,
];

/** What of Microsoft.Compute is no resource. */
export const computeViews = (): readonly ViewRow[] => [
  skus,
  usages,
  sizeList,
  machinesOfRegion,
  ...publishedImageViews,
  ...communityViews,
];
