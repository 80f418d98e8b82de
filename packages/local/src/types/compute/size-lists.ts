import type { Doc } from "../../documents/document.ts";
import type { ActionRow, ViewRow } from "../../resources/contract.ts";
import { normalLocation } from "../../resources/put.ts";
import { offersIn } from "./offers.ts";
import type { Size } from "./sizes.ts";
import { machineVersions } from "./versions.ts";

const shown = (size: Size): Doc => ({
  name: size.name,
  numberOfCores: size.cores,
  osDiskSizeInMB: 1_047_552,
  resourceDiskSizeInMB: size.temporaryGb * 1024,
  memoryInMB: size.memoryGb * 1024,
  maxDataDiskCount: size.mostDataDisks,
});

const sizesIn = (region: string): Doc[] =>
  offersIn(region)
    .filter((offer) => !offer.restrictions.some((one) => one.type === "Location"))
    .map((offer) => shown(offer.size));

/** The sizes of a region. */
export const sizeList: ViewRow = {
  type: "Microsoft.Compute/locations/vmSizes",
  ends: "type",
  verb: "GET",
  apiVersions: machineVersions,
  what: "the sizes that a region has",
  evidence: "documented",
  answer: ({ id }) => ({ value: sizesIn(normalLocation(id.names[0] ?? "")) }),
};

/** The sizes that a machine, or one of an availability set, may be changed to. */
export const sizesOfOne: ActionRow = {
  name: "vmSizes",
  verb: "GET",
  what: "the sizes that it may have",
  evidence: "documented",
  run: ({ row }) => ({ value: sizesIn(row.location) }),
};
