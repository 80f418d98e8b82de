import { ofObject } from "../schemas/object-meta.ts";
import type { Schema, SchemaSource } from "../schemas/schema.ts";
import { resolved } from "../schemas/walk.ts";
import { applyConfig } from "./apply.ts";
import { patchJson } from "./json.ts";
import { patchMerge } from "./merge.ts";
import type { Patches } from "./patches.ts";
import { patchStrategic } from "./strategic.ts";
import { track } from "./track.ts";

/** All patches over these schemas. */
export function createPatches(source: SchemaSource): Patches {
  const root = (schema: Schema): Schema => ofObject(resolved(schema, source));
  return {
    json: patchJson,
    merge: patchMerge,
    strategic: (schema, document, patch) => patchStrategic(schema, document, patch, source),
    apply: (schema, live, config, writer, force) => applyConfig(schema, live, config, writer, force, source),
    track: (schema, before, after, writer) => track(root(schema), before, after, writer, source),
  };
}
