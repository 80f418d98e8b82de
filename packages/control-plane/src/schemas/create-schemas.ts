import type { KubeObject } from "../objects/object.ts";
import type { Cause } from "../status/status.ts";
import { fillDefaults } from "./defaults.ts";
import { findings } from "./findings.ts";
import { ofObject } from "./object-meta.ts";
import type { Schema, SchemaSource } from "./schema.ts";
import type { Schemas } from "./schemas.ts";
import { undecodable } from "./undecodable.ts";
import { eachUnknown } from "./unknown.ts";
import { validateValue } from "./validate.ts";
import { resolved, valuesOf } from "./walk.ts";

/** What the rules of a definition, written in CEL, find in an object. */
export type Rules = (schema: Schema, object: KubeObject, before: KubeObject | undefined) => readonly Cause[];

/** Findings after which rules would stumble. */
const blocking = new Set([
  "FieldValueNotSupported",
  "FieldValueRequired",
  "FieldValueTooLong",
  "FieldValueTooMany",
  "FieldValueTypeInvalid",
]);
const unasked: Cause = {
  ...findings.invalid(
    "",
    null,
    "some validation rules were not checked because the object was invalid; correct the existing errors to complete validation",
  ),
};

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
  const ruled = new WeakMap<Schema, boolean>();
  const hasRules = (schema: Schema): boolean => {
    let made = ruled.get(schema);
    if (made === undefined) {
      made = someRule(schema);
      ruled.set(schema, made);
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
        // Of metadata a definition may narrow the names only.
        const { name, generateName } = schema.properties?.["metadata"]?.properties ?? {};
        if (name !== undefined) validateValue(name, object.metadata.name, source, "metadata.name", causes);
        if (generateName !== undefined && object.metadata.generateName !== undefined)
          validateValue(generateName, object.metadata.generateName, source, "metadata.generateName", causes);
        if (before !== undefined)
          causes.splice(0, causes.length, ...causes.filter((one) => !wasThere(one, object, before)));
        // As on the real one, rules are not asked about values that are of another type than they expect, or of too many.
        if (!causes.some(({ reason }) => blocking.has(reason)))
          return [...causes, ...rules(rootOf(schema), object, before)];
        return hasRules(rootOf(schema)) ? [...causes, unasked] : causes;
      }
      return causes;
    },
  };
}

/** Whether what a finding is about is as it was before: then it stands in nobody's way. */
function wasThere({ field, reason }: Cause, object: KubeObject, before: KubeObject): boolean {
  const steps = field.split(/[.[\]]+/).filter((one) => one !== "");
  // What is missing is looked for in what holds it.
  if (reason === "FieldValueRequired") steps.pop();
  const at = (one: unknown) =>
    steps.reduce<unknown>((held, step) => (held as Record<string, unknown> | undefined | null)?.[step], one);
  const [now, old] = [at(object), at(before)];
  return steps.length > 0 && now !== undefined && field !== "<nil>" && JSON.stringify(now) === JSON.stringify(old);
}

/** Whether a rule stands anywhere in a definition's schema. */
function someRule(schema: Schema): boolean {
  if ((schema["x-kubernetes-validations"] ?? []).length > 0) return true;
  const { properties = {}, items } = schema;
  const below = [...Object.values(properties), items, valuesOf(schema)];
  return below.some((one) => one !== undefined && someRule(one));
}
