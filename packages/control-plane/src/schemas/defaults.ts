import { copyOf } from "../objects/json.ts";
import { ofObject } from "./object-meta.ts";
import type { Schema, SchemaSource } from "./schema.ts";
import { isObject, resolved, valuesOf } from "./walk.ts";

/** Members that have a default, by the members of their schema: of many there are few, and they are looked for at every write. */
const known = new WeakMap<object, { source: SchemaSource; members: readonly (readonly [string, Schema])[] }>();

function defaulted(properties: Readonly<Record<string, Schema>>, source: SchemaSource) {
  let found = known.get(properties);
  if (found?.source !== source) {
    const all = Object.entries(properties).map(([name, of]) => [name, resolved(of, source)] as const);
    found = { source, members: all.filter(([, { default: usual }]) => usual !== undefined) };
    known.set(properties, found);
  }
  return found.members;
}

/** Fills in what is absent, bottom up; a null where none may stand gives way to the default, or goes. Changes `value`. */
export function fillDefaults(schema: Schema, value: unknown, source: SchemaSource, custom: boolean): void {
  const own = resolved(schema, source);
  if (Array.isArray(value)) {
    if (own.items !== undefined) for (const one of value) fillDefaults(own.items, one, source, custom);
    return;
  }
  if (!isObject(value)) return;
  const { properties = {} } = own["x-kubernetes-embedded-resource"] ? ofObject(own) : own;
  const of = (name: string): Schema | undefined =>
    Object.hasOwn(properties, name) ? resolved(properties[name] as Schema, source) : undefined;
  // Null is as good as absent, where it is not a value of its own.
  for (const name of Object.keys(value)) {
    const plain = value[name] === null ? of(name) : undefined;
    if (plain !== undefined && plain.nullable !== true) delete value[name];
  }
  for (const [name, plain] of defaulted(properties, source))
    if (value[name] === undefined) value[name] = copyOf(plain.default);
  for (const name of Object.keys(value)) {
    const plain = typeof value[name] === "object" ? of(name) : undefined;
    if (plain !== undefined) fillDefaults(plain, value[name], source, custom);
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
