import type { Random } from "@aro/runtime";
import { regular } from "../../schemas/expressions.ts";
import type { Schema } from "../../schemas/schema.ts";

/** Strings that fit the patterns that definitions are used to ask for; the first that matches is taken. */
const words = [
  "abc",
  "a",
  "A",
  "1",
  "10",
  "100",
  "0.5",
  "50%",
  "1h",
  "1h0m0s",
  "30s",
  "10Gi",
  "example.com",
  "a.example.com",
  "https://example.com",
  "https://example.com/a",
  "example.com/a",
  "registry.example.com/a/b",
  "10.0.0.0/16",
  "10.0.0.1",
  "fd00::/48",
  "2026-01-02T03:04:05Z",
  "4.18.0",
  "v1",
  "AbcDef",
  "a/b",
  "/a",
  "a=b",
  "a@example.com",
  "*.example.com",
  "YWJj",
  "0123456789abcdef0123456789abcdef",
  "123e4567-e89b-12d3-a456-426614174000",
  `sha256:${"a".repeat(64)}`,
  `example.com/a@sha256:${"a".repeat(64)}`,
];
const byFormat: Readonly<Record<string, string>> = {
  "date-time": "2026-01-02T03:04:05Z",
  date: "2026-01-02",
  duration: "1h0m0s",
  ipv4: "10.0.0.1",
  ipv6: "fd00::1",
  cidr: "10.0.0.0/16",
  uri: "https://example.com/a",
  hostname: "example.com",
  email: "a@example.com",
  byte: "YWJj",
  uuid: "123e4567-e89b-12d3-a456-426614174000",
};
const deepest = 7;

/** A value that a schema's types and limits allow, as far as they are alone; rules in CEL may refuse it. */
export function sampleOf(schema: Schema, random: Random, depth = 0): unknown {
  if (schema["x-kubernetes-int-or-string"]) return random.integer(2) === 0 ? 1 : textOf({ ...schema, type: "string" });
  if (schema.enum !== undefined) return schema.enum[random.integer(schema.enum.length)];
  switch (schema.type) {
    case "boolean":
      return random.integer(2) === 0;
    case "string":
      return textOf(schema);
    case "integer":
    case "number":
      return numberOf(schema);
    case "array":
      return listOf(schema, random, depth);
    default:
      return objectOf(schema, random, depth);
  }
}

function textOf({ format, pattern, minLength = 0, maxLength = 10_000, allOf = [], anyOf = [] }: Schema): string {
  const patterns = [pattern, ...allOf.map((one) => one.pattern), anyOf[0]?.pattern].filter((one) => one !== undefined);
  const least = Math.max(minLength, ...allOf.map((one) => one.minLength ?? 0));
  const most = Math.min(maxLength, ...allOf.map((one) => one.maxLength ?? maxLength));
  const fits = (text: string) =>
    text.length >= least && text.length <= most && patterns.every((one) => regular(one).test(text));
  const known = format === undefined ? undefined : byFormat[format];
  const candidates = [...(known === undefined ? [] : [known]), ...words, "a".repeat(least)];
  return candidates.find(fits) ?? "abc";
}

function numberOf({ minimum = 0, maximum = minimum + 100, exclusiveMinimum, multipleOf = 1 }: Schema): number {
  const least = exclusiveMinimum ? minimum + 1 : minimum;
  return Math.min(Math.ceil(least / multipleOf) * multipleOf, maximum);
}

function listOf(
  { items = {}, minItems = 0, maxItems = 2, ...schema }: Schema,
  random: Random,
  depth: number,
): unknown[] {
  const count = Math.min(
    Math.max(minItems, depth >= deepest ? 0 : random.integer(3)),
    Math.max(maxItems, minItems),
    20,
  );
  const made = Array.from({ length: count }, () => sampleOf(items, random, depth + 1));
  const keys = schema["x-kubernetes-list-type"] === "map" ? (schema["x-kubernetes-list-map-keys"] ?? []) : undefined;
  if (keys === undefined && schema["x-kubernetes-list-type"] !== "set") return made;
  const identity = (one: unknown) =>
    JSON.stringify(keys === undefined ? one : keys.map((key) => (one as Record<string, unknown>)[key]));
  return made.filter((one, index) => made.findIndex((other) => identity(other) === identity(one)) === index);
}

function objectOf(schema: Schema, random: Random, depth: number): Record<string, unknown> {
  const { properties = {}, required = [], additionalProperties } = schema;
  const made: Record<string, unknown> = {};
  if (schema["x-kubernetes-embedded-resource"])
    Object.assign(made, { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "abc" } });
  for (const [name, of] of Object.entries(properties)) {
    const wanted = required.includes(name) || (depth < deepest && random.integer(10) < (depth < 2 ? 7 : 4));
    if (wanted && made[name] === undefined) made[name] = sampleOf(of, random, depth + 1);
  }
  if (typeof additionalProperties === "object" && depth < deepest)
    made["abc"] = sampleOf(additionalProperties, random, depth + 1);
  return made;
}
