import type { Schema, SchemaSource } from "./schema.ts";

export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** What a schema with members beside `$ref` comes to, and of which target: schemas are read at every write. */
const merged = new WeakMap<Schema, { target: Schema; whole: Schema }>();

/** The schema itself, when it only names another. What stands beside `$ref` counts on. */
export function resolved(schema: Schema, source: SchemaSource): Schema {
  if (schema.$ref === undefined) return schema;
  const target = resolved(source.resolve(schema.$ref), source);
  const known = merged.get(schema);
  if (known?.target === target) return known.whole;
  const { $ref: _, ...beside } = schema;
  const whole = Object.keys(beside).length === 0 ? target : { ...target, ...beside };
  merged.set(schema, { target, whole });
  return whole;
}

/** `spec.containers[0]`. */
export const member = (path: string, name: string): string => (path === "" ? name : `${path}.${name}`);
export const item = (path: string, index: number): string => `${path}[${index}]`;
/** A map's entry: `metadata.labels[app]`. */
export const entry = (path: string, name: string): string => `${path}[${name}]`;

/** Whether the schema tells which members an object has. */
export const isClosed = (schema: Schema): boolean =>
  schema["x-kubernetes-preserve-unknown-fields"] !== true && schema.additionalProperties === undefined;

/** Schema of a map's values; undefined when it has none of its own. */
export const valuesOf = ({ additionalProperties }: Schema): Schema | undefined =>
  typeof additionalProperties === "object" ? additionalProperties : undefined;
