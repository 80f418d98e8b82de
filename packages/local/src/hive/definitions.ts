import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Wanted } from "../openshift/cluster/objects.ts";

/** Hive's definitions, as it installs them. */
export const definitions = (): readonly Wanted[] =>
  JSON.parse(readFileSync(join(import.meta.dirname, "generated/definitions.json"), "utf8")) as Wanted[];
