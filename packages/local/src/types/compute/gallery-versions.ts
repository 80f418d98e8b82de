import { record, valueAt } from "../../documents/document.ts";
import type { Row } from "../../documents/rows.ts";
import type { Engine } from "../../resources/contract.ts";
import { galleryVersionType } from "./base.ts";

/** How versions compare: number by number. */
const compareVersions = (one: string, other: string): number => {
  const [left, right] = [one, other].map((version) => version.split(".").map(Number)) as [number[], number[]];
  for (let at = 0; at < Math.max(left.length, right.length); at++) {
    const difference = (left[at] ?? 0) - (right[at] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
};

/** The version that `latest` of a definition (by its key) means: the highest that is done and not left out. */
export const newestVersion = (engine: Engine, definition: string): Row | undefined =>
  engine.rows
    .inside(definition, galleryVersionType, "", 1_000)
    .filter(
      (row) =>
        row.state === "Succeeded" &&
        record(valueAt(row.body, "properties.publishingProfile"))["excludeFromLatest"] !== true,
    )
    .sort((one, other) => compareVersions(other.name, one.name))[0];
