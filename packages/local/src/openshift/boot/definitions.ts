import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Wanted } from "../cluster/objects.ts";
import { ownDefinitions } from "./own-definitions.ts";

let read: readonly Wanted[] | undefined;

/** OpenShift's definitions, those published with its API and those of its other operators. Read once for all clusters. */
export function definitions(): readonly Wanted[] {
  read ??= [
    ...(JSON.parse(readFileSync(join(import.meta.dirname, "../generated/definitions.json"), "utf8")) as Wanted[]),
    ...ownDefinitions(),
  ];
  return read;
}
