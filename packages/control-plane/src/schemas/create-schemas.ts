import type { KubeObject } from "../objects/object.ts";
import type { Cause } from "../status/status.ts";
import { fillDefaults } from "./defaults.ts";
import { ofObject } from "./object-meta.ts";
import type { Schema, SchemaSource } from "./schema.ts";
import type { Schemas } from "./schemas.ts";
import { undecodable } from "./undecodable.ts";
import { eachUnknown } from "./unknown.ts";
import { validateValue } from "./validate.ts";
import { resolved } from "./walk.ts";

/** What the rules of a definition, written in CEL, find in an object. */
export type Rules = (schema: Schema, object: KubeObject, before: KubeObject | undefined) => readonly Cause[];

/** All that is done with schemas. `rules` looks at `x-kubernetes-validations`. */
export function createSchemas(source: SchemaSource, rules: Rules): Schemas {
  const whole = new WeakMap<Schema, Schema>();
  const rootOf = (schema: Schema): Schema => {
    let made = whole.get(schema);
    if (made === undefined) {
      made = ofObject(resolved(schema, source));
      whole.set(schema, made);
    }
    return made;
  };
  const isCustom = (schema: Schema): boolean => schema.$ref === undefined;
  return {
    unknown: (schema, object) => {
      const paths: string[] = [];
      eachUnknown(rootOf(schema), object, source, (_, __, path) => paths.push(`unknown field ${JSON.stringify(path)}`));
      return paths;
    },
    prune: (schema, object) =>
      eachUnknown(rootOf(schema), object, source, (holder, name) => {
        delete holder[name];
      }),
    fillDefaults: (schema, object) => fillDefaults(rootOf(schema), object, source, isCustom(schema)),
    undecodable: (schema, object) => undecodable(schema.$ref === undefined ? rootOf(schema) : schema, object, source),
    validate: (schema, object, before) => {
      const causes: Cause[] = [];
      if (isCustom(schema)) {
        validateValue(rootOf(schema), object, source, "", causes);
        // As on the real one, rules are not asked about values that are of another type than they expect.
        return causes.length > 0 ? causes : rules(rootOf(schema), object, before);
      }
      return causes;
    },
  };
}
