import { ofObject } from "./object-meta.ts";
import type { Schema, SchemaSource } from "./schema.ts";
import { isObject, resolved, valuesOf } from "./walk.ts";

/** Fills in what is absent, bottom up; a null where none may stand gives way to the default, or goes. Changes `value`. */
export function fillDefaults(schema: Schema, value: unknown, source: SchemaSource, custom: boolean): void {
  const own = resolved(schema, source);
  if (Array.isArray(value)) {
    if (own.items !== undefined) for (const one of value) fillDefaults(own.items, one, source, custom);
    return;
  }
  if (!isObject(value)) return;
  const { properties = {} } = own["x-kubernetes-embedded-resource"] ? ofObject(own) : own;
  for (const [name, of] of Object.entries(properties)) {
    const plain = resolved(of, source);
    const nullable = plain.nullable === true;
    // A built-in kind's decoder takes null for absent; a definition's only where a default can stand in.
    if (value[name] === null && !nullable && (!custom || plain.default !== undefined)) delete value[name];
    if (value[name] === undefined && plain.default !== undefined) value[name] = structuredClone(plain.default);
    if (value[name] !== undefined) fillDefaults(plain, value[name], source, custom);
  }
  const values = valuesOf(own);
  if (values === undefined) return;
  for (const [name, one] of Object.entries(value)) {
    if (Object.hasOwn(properties, name)) continue;
    if (one === null && resolved(values, source).default !== undefined)
      value[name] = structuredClone(resolved(values, source).default);
    fillDefaults(values, value[name], source, custom);
  }
}
