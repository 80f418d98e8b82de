import type { Schema, SchemaSource } from "./schema.ts";
import { isObject, member, resolved, valuesOf } from "./walk.ts";

const nameOf = (ref: string): string => ref.slice(ref.lastIndexOf(".") + 1);

/** A type as Go writes it. */
function goType(schema: Schema, source: SchemaSource): string {
  if (schema.$ref !== undefined) {
    const target = resolved(schema, source);
    if (target.type === "object") return `v1.${nameOf(schema.$ref)}`;
    return nameOf(schema.$ref);
  }
  if (schema.type === "array") return `[]${goType(schema.items ?? {}, source)}`;
  if (schema.type === "boolean") return "bool";
  if (schema.type === "integer") return schema.format === "int64" ? "int64" : "int32";
  if (schema.type === "number") return "float64";
  const values = valuesOf(schema);
  if (schema.type === "object" && values !== undefined) return `map[string]${goType(values, source)}`;
  return schema.type ?? "interface {}";
}

const jsonType = (value: unknown): string =>
  Array.isArray(value) ? "array" : typeof value === "boolean" ? "bool" : typeof value;

function fits(schema: Schema, value: unknown): boolean {
  if (schema.format === "int-or-string" || schema.oneOf !== undefined)
    return typeof value === "string" || typeof value === "number";
  switch (schema.type) {
    case "string":
      return typeof value === "string";
    case "boolean":
      return typeof value === "boolean";
    case "integer":
      return typeof value === "number" && Number.isInteger(value);
    case "number":
      return typeof value === "number";
    case "array":
      return Array.isArray(value);
    case "object":
      return isObject(value);
    default:
      return true;
  }
}

/** The first value that the decoder cannot hold. `owner` and `path` name where we are. */
export function undecodable(
  schema: Schema,
  value: unknown,
  source: SchemaSource,
  owner = "",
  path = "",
): string | undefined {
  if (value === null || value === undefined) return undefined;
  const own = resolved(schema, source);
  if (!fits(own, value)) {
    const number = typeof value === "number" ? `number${Number.isInteger(value) ? "" : ` ${value}`}` : jsonType(value);
    return `json: cannot unmarshal ${number} into Go struct field ${owner}.${path} of type ${goType(schema, source)}`;
  }
  if (typeof value !== "object") return undefined;
  const holder = schema.$ref === undefined ? owner : nameOf(schema.$ref);
  if (Array.isArray(value)) {
    for (const one of value) {
      const fault = own.items === undefined ? undefined : undecodable(own.items, one, source, holder, path);
      if (fault !== undefined) return fault;
    }
    return undefined;
  }
  if (!isObject(value)) return undefined;
  const values = valuesOf(own);
  for (const [name, one] of Object.entries(value)) {
    const known = own.properties !== undefined && Object.hasOwn(own.properties, name) ? own.properties[name] : values;
    if (known === undefined) continue;
    const fault = undecodable(known, one, source, holder, member(path, name));
    if (fault !== undefined) return fault;
  }
  return undefined;
}
