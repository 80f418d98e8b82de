import type { Generations } from "@aro/cluster/machines";
import { minorVersionOf } from "./minor-version.ts";

/** A published image of the node operating system. */
export interface OsImage {
  publisher: string;
  offer: string;
  sku: string;
  version: string;
}

interface ImageRow {
  version: string;
  sku(sizes: readonly Generations[]): string;
}

const onlySecond = (one: Generations): boolean => one.includes("V2") && !one.includes("V1");
const fixed = (sku: string) => (): string => sku;

/** Image of each minor release (spec 03 §7.3, "per release"): one SKU for all nodes, by what the sizes of masters and workers support. */
const images: Readonly<Record<string, ImageRow>> = {
  "4.17": { version: "417.94.20240701", sku: fixed("aro_417") },
  "4.18": { version: "418.94.20250122", sku: fixed("aro_418") },
  "4.19": { version: "419.6.20250523", sku: (sizes) => (sizes.some(onlySecond) ? "419-v2" : "aro_419") },
  "4.20": {
    version: "9.6.20251015",
    sku: (sizes) => (sizes.every((one) => one.includes("V2")) ? "aro_420-v2" : "aro_420"),
  },
  "4.21": { version: "9.6.20251015", sku: (sizes) => (sizes.some(onlySecond) ? "aro_420-v2" : "aro_420") },
};

/** The image for a version. @throws Error naming the versions that can be installed when it is of another minor release. */
export function osImage(version: string, sizes: readonly Generations[]): OsImage {
  const row = images[minorVersionOf(version)];
  if (row === undefined)
    throw new Error(
      `OpenShift ${version} cannot be installed: there is an image for ${Object.keys(images).join(", ")} only`,
    );
  return { publisher: "azureopenshift", offer: "aro4", sku: row.sku(sizes), version: row.version };
}
