import type { Cause } from "../status/status.ts";
import { regular } from "./expressions.ts";
import { findings, typeOf } from "./findings.ts";
import { formats } from "./formats.ts";
import { ofObject } from "./object-meta.ts";
import type { Schema, SchemaSource } from "./schema.ts";
import { isObject, item, member, resolved, valuesOf } from "./walk.ts";

/** Adds what is wrong with a value: types, limits, lists' keys. CEL rules are another's. */
export function validateValue(
  schema: Schema,
  value: unknown,
  source: SchemaSource,
  path: string,
  causes: Cause[],
): void {
  const own = resolved(schema, source);
  if (value === null) {
    if (own.nullable || own["x-kubernetes-preserve-unknown-fields"] === true || own.type === undefined) return;
    causes.push(findings.type(path, value, own.type));
    return;
  }
  if (!isOfType(own, value)) {
    causes.push(findings.type(path, value, own["x-kubernetes-int-or-string"] ? "integer,string" : (own.type ?? "")));
    checkJoined(own, value, source, path, causes);
    return;
  }
  if (own.type === undefined && formats[own.format ?? ""] !== undefined && typeof value !== "string") {
    causes.push(findings.type(path, value, own.format ?? ""));
    return;
  }
  if (own.enum !== undefined && !own.enum.some((one) => JSON.stringify(one) === JSON.stringify(value)))
    causes.push(findings.unsupported(path, value, own.enum));
  if (typeof value === "string") checkString(own, value, path, causes);
  else if (typeof value === "number") checkNumber(own, value, path, causes);
  else if (Array.isArray(value)) checkList(own, value, source, path, causes);
  else if (isObject(value)) checkObject(own, value, source, path, causes);
  checkJoined(own, value, source, path, causes);
}

function isOfType(schema: Schema, value: unknown): boolean {
  if (schema["x-kubernetes-int-or-string"]) return typeof value === "string" || Number.isInteger(value);
  const type = typeOf(value);
  return schema.type === undefined || schema.type === type || (schema.type === "number" && type === "integer");
}

const inBody = (path: string): string => (path === "" ? "" : `${path} in body `);

function checkString(schema: Schema, value: string, path: string, causes: Cause[]): void {
  const { minLength, maxLength, pattern, format } = schema;
  // Characters count, not the halves of those outside the basic plane.
  const length = Array.from(value).length;
  if (maxLength !== undefined && length > maxLength) causes.push(findings.tooLong(path, maxLength));
  if (minLength !== undefined && length < minLength)
    causes.push(findings.invalid(path, value, `${inBody(path)}should be at least ${minLength} chars long`));
  if (pattern !== undefined && !regular(pattern).test(value))
    causes.push(findings.invalid(path, value, `${inBody(path)}should match '${pattern}'`));
  if (format !== undefined && formats[format]?.(value) === false)
    causes.push({
      ...findings.invalid(path, value, `${inBody(path)}must be of type ${format}: ${JSON.stringify(value)}`),
      reason: "FieldValueTypeInvalid",
    });
}

function checkNumber(schema: Schema, value: number, path: string, causes: Cause[]): void {
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum, multipleOf, format } = schema;
  const wrong = (why: string) => causes.push(findings.invalid(path, value, `${inBody(path)}${why}`));
  if (maximum !== undefined && (exclusiveMaximum ? value >= maximum : value > maximum))
    wrong(`should be less than ${exclusiveMaximum ? "" : "or equal to "}${maximum}`);
  if (minimum !== undefined && (exclusiveMinimum ? value <= minimum : value < minimum))
    wrong(`should be greater than ${exclusiveMinimum ? "" : "or equal to "}${minimum}`);
  if (multipleOf !== undefined && !Number.isInteger(value / multipleOf)) wrong(`should be a multiple of ${multipleOf}`);
  if (format === "int32" && (value > 2_147_483_647 || value < -2_147_483_648)) wrong(`must be of type int32: "number"`);
}

function checkList(
  schema: Schema,
  value: readonly unknown[],
  source: SchemaSource,
  path: string,
  causes: Cause[],
): void {
  const { minItems, maxItems, uniqueItems, items } = schema;
  if (maxItems !== undefined && value.length > maxItems) causes.push(findings.tooMany(path, value.length, maxItems));
  if (minItems !== undefined && value.length < minItems)
    causes.push(findings.invalid(path, value.length, `${inBody(path)}should have at least ${minItems} items`));
  const type = schema["x-kubernetes-list-type"];
  const keys = schema["x-kubernetes-list-map-keys"] ?? [];
  const of = items === undefined ? undefined : resolved(items, source);
  const seen = new Map<string, number>();
  for (const [index, one] of value.entries()) {
    if (items !== undefined) validateValue(items, one, source, item(path, index), causes);
    if (type !== "set" && type !== "map" && !uniqueItems) continue;
    const identity =
      type === "map" && isObject(one)
        ? Object.fromEntries(keys.map((key) => [key, one[key] ?? of?.properties?.[key]?.default ?? null]))
        : one;
    const text = JSON.stringify(identity);
    const before = seen.get(text) ?? 0;
    // Told once, however often it comes.
    if (before === 1) causes.push(findings.duplicate(item(path, index), identity));
    seen.set(text, before + 1);
  }
}

function checkObject(
  schema: Schema,
  value: Record<string, unknown>,
  source: SchemaSource,
  path: string,
  causes: Cause[],
): void {
  const { minProperties, maxProperties } = schema;
  const count = Object.keys(value).length;
  if (maxProperties !== undefined && count > maxProperties)
    causes.push({ ...findings.tooMany(path, count, maxProperties) });
  if (minProperties !== undefined && count < minProperties)
    causes.push(findings.invalid(path, count, `${inBody(path)}should have at least ${minProperties} properties`));
  const { properties = {}, required = [] } = schema["x-kubernetes-embedded-resource"] ? ofObject(schema) : schema;
  if (schema["x-kubernetes-embedded-resource"])
    for (const name of ["apiVersion", "kind"])
      if (!value[name] && !required.includes(name))
        causes.push(findings.required(member(path, name), "must not be empty"));
  for (const name of required) if (value[name] === undefined) causes.push(findings.required(member(path, name)));
  const values = valuesOf(schema);
  for (const [name, one] of Object.entries(value)) {
    const known = Object.hasOwn(properties, name) ? properties[name] : undefined;
    if (one === undefined) continue;
    if (known !== undefined) validateValue(known, one, source, member(path, name), causes);
    else if (values !== undefined) validateValue(values, one, source, member(path, name), causes);
  }
}

/** `allOf`, `anyOf`, `oneOf` and `not`. */
function checkJoined(schema: Schema, value: unknown, source: SchemaSource, path: string, causes: Cause[]): void {
  const found = (one: Schema): Cause[] => {
    const inner: Cause[] = [];
    validateValue(one, value, source, path, inner);
    return inner;
  };
  // Of these the real one names the place in its words only.
  const wrong = (why: string) => causes.push(findings.invalid("", "", `${JSON.stringify(path)} ${why}`));
  const { allOf = [], anyOf, oneOf, not } = schema;
  const failing = allOf.flatMap(found);
  if (failing.length > 0) {
    causes.push(...failing);
    wrong("must validate all the schemas (allOf)");
  }
  if (anyOf !== undefined) {
    const results = anyOf.map(found);
    if (results.every((one) => one.length > 0)) {
      causes.push(...(results[0] ?? []));
      wrong("must validate at least one schema (anyOf)");
    }
  }
  if (oneOf !== undefined) {
    const results = oneOf.map(found);
    const fitting = results.filter((one) => one.length === 0).length;
    if (fitting !== 1) {
      if (fitting === 0) causes.push(...(results[0] ?? []));
      wrong(
        `must validate one and only one schema (oneOf). ${fitting === 0 ? "Found none valid" : `Found ${fitting} valid alternatives`}`,
      );
    }
  }
  if (not !== undefined && found(not).length === 0) wrong("must not validate the schema (not)");
}
