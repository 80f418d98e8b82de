import { copyOf } from "../objects/json.ts";
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
    // Null is as good as absent, where it is not a value of its own.
    if (value[name] === null && !nullable) delete value[name];
    if (value[name] === undefined && plain.default !== undefined) value[name] = copyOf(plain.default);
    if (value[name] !== undefined) fillDefaults(plain, value[name], source, custom);
  }
  const values = valuesOf(own);
  if (values === undefined) return;
  for (const [name, one] of Object.entries(value)) {
    if (Object.hasOwn(properties, name)) continue;
    const plain = resolved(values, source);
    if (one === null && plain.default !== undefined) value[name] = copyOf(plain.default);
    else if (one === null && custom && plain.nullable !== true) delete value[name];
    fillDefaults(values, value[name], source, custom);
  }
}
