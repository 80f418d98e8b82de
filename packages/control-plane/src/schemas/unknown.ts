import { ofObject } from "./object-meta.ts";
import type { Schema, SchemaSource } from "./schema.ts";
import { entry, isClosed, isObject, item, member, resolved, valuesOf } from "./walk.ts";

/** Goes over the members that a schema does not know: `found` is told, and may drop them. */
export function eachUnknown(
  schema: Schema,
  value: unknown,
  source: SchemaSource,
  found: (holder: Record<string, unknown>, name: string, path: string) => void,
  path = "",
): void {
  const own = resolved(schema, source);
  if (Array.isArray(value)) {
    if (own.items !== undefined)
      for (const [index, one] of value.entries()) eachUnknown(own.items, one, source, found, item(path, index));
    return;
  }
  if (!isObject(value) || own["x-kubernetes-int-or-string"]) return;
  if (own["x-kubernetes-embedded-resource"]) {
    const embedded = ofObject({ ...own, "x-kubernetes-embedded-resource": false });
    eachUnknown(embedded, value, source, found, path);
    return;
  }
  const values = valuesOf(own);
  for (const [name, one] of Object.entries(value)) {
    const known =
      own.properties !== undefined && Object.hasOwn(own.properties, name) ? own.properties[name] : undefined;
    if (known !== undefined) eachUnknown(known, one, source, found, member(path, name));
    else if (values !== undefined) eachUnknown(values, one, source, found, entry(path, name));
    else if (isClosed(own) && (own.type === "object" || own.properties !== undefined))
      found(value, name, member(path, name));
  }
}
