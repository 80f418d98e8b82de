import type { Schema, SchemaSource } from "../schemas/schema.ts";
import { isObject, resolved, valuesOf } from "../schemas/walk.ts";
import { FieldSet } from "./field-set.ts";

/** How a list is merged: as one value, as a set, or element by element by its keys. */
export function listType(schema: Schema): "atomic" | "set" | "map" {
  return schema["x-kubernetes-list-type"] ?? "atomic";
}

export const isAtomic = (schema: Schema | undefined): boolean =>
  schema?.["x-kubernetes-map-type"] === "atomic" || (schema?.type === "array" && listType(schema) === "atomic");

/** The step to an element of a list that is no atom. */
export function elementStep(schema: Schema, element: unknown, source: SchemaSource): string {
  if (listType(schema) === "set") return `v:${JSON.stringify(element)}`;
  const of = schema.items === undefined ? undefined : resolved(schema.items, source);
  const keys = [...(schema["x-kubernetes-list-map-keys"] ?? [])].sort();
  const holder = isObject(element) ? element : {};
  const identity = keys
    .map(
      (key) =>
        [
          key,
          holder[key] ??
            (of?.properties?.[key] === undefined ? undefined : resolved(of.properties[key], source).default),
        ] as const,
    )
    .filter(([, value]) => value !== undefined && value !== null);
  return `k:${JSON.stringify(Object.fromEntries(identity))}`;
}

/** Schema of a member; undefined where none is known, and values are told apart by what they are. */
export function memberOf(schema: Schema | undefined, name: string, source: SchemaSource): Schema | undefined {
  const found = schema?.properties?.[name] ?? (schema === undefined ? undefined : valuesOf(schema));
  return found === undefined ? undefined : resolved(found, source);
}

/** Whether the schema names this member: else it is an entry of a map. */
const isDeclared = (schema: Schema | undefined, name: string): boolean =>
  schema?.properties !== undefined && Object.hasOwn(schema.properties, name);

/** All fields that a value sets. */
export function fieldsOf(schema: Schema | undefined, value: unknown, source: SchemaSource): FieldSet {
  const made = FieldSet.empty();
  collect(schema, value, source, made);
  return made;
}

function collect(schema: Schema | undefined, value: unknown, source: SchemaSource, into: FieldSet): void {
  if (isAtomic(schema)) {
    into.own = true;
    return;
  }
  if (Array.isArray(value)) {
    if (schema === undefined || schema.type !== "array" || value.length === 0) {
      into.own = true;
      return;
    }
    const items = schema.items === undefined ? undefined : resolved(schema.items, source);
    for (const one of value) {
      const below = into.child(elementStep(schema, one, source));
      below.own = true;
      if (listType(schema) === "map") collect(items, one, source, below);
    }
    return;
  }
  if (!isObject(value) || Object.keys(value).length === 0) {
    into.own = true;
    return;
  }
  for (const [name, one] of Object.entries(value)) {
    if (one === undefined) continue;
    const below = into.child(`f:${name}`);
    collect(memberOf(schema, name, source), one, source, below);
    if (!isDeclared(schema, name)) below.own = true;
  }
}
