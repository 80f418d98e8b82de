import type { Random } from "@aro/runtime";
import type { Schema } from "../../schemas/schema.ts";
import { isObject, valuesOf } from "../../schemas/walk.ts";

/** A value inside of an object, with what its schema asks of it. */
interface Site {
  path: string;
  schema: Schema;
  value: unknown;
  required: boolean;
  put(value: unknown): void;
  drop(): void;
}

function sitesIn(schema: Schema, value: unknown, path: string, found: Site[]): void {
  if (Array.isArray(value)) {
    if (schema.items === undefined) return;
    for (const [index, one] of value.entries()) {
      const of = schema.items;
      const put = (other: unknown) => {
        value[index] = other;
      };
      found.push({ path: `${path}[${index}]`, schema: of, value: one, required: false, put, drop: () => {} });
      sitesIn(of, one, `${path}[${index}]`, found);
    }
    return;
  }
  if (!isObject(value)) return;
  for (const [name, one] of Object.entries(value)) {
    const of = schema.properties?.[name] ?? valuesOf(schema);
    if (of === undefined) continue;
    found.push({
      path: `${path}.${name}`,
      schema: of,
      value: one,
      required: schema.required?.includes(name) === true,
      put: (other) => {
        value[name] = other;
      },
      drop: () => {
        delete value[name];
      },
    });
    sitesIn(of, one, `${path}.${name}`, found);
  }
}

/** What another type than the schema's is. */
const misfit = ({ type, ...schema }: Schema): unknown => {
  if (schema["x-kubernetes-int-or-string"]) return true;
  if (type === "string") return 7;
  if (type === "object" || type === "array") return "abc";
  return type === "boolean" ? "true" : "seven";
};

const largestList = 40;

/** Ways to make an object wrong: where they can be done, and how. */
const ways: Readonly<Record<string, { fits(site: Site): boolean; spoil(site: Site): void }>> = {
  "a required member is missing": { fits: ({ required }) => required, spoil: ({ drop }) => drop() },
  "a value is of another type": {
    fits: ({ schema }) => schema.type !== undefined || schema["x-kubernetes-int-or-string"] === true,
    spoil: ({ schema, put }) => put(misfit(schema)),
  },
  "a value is outside of its enumeration": {
    fits: ({ schema }) => schema.enum !== undefined && schema.type === "string",
    spoil: ({ put }) => put("none-of-these"),
  },
  "a text does not match": {
    fits: ({ schema, value }) => schema.pattern !== undefined && typeof value === "string",
    spoil: ({ put }) => put("~ ~"),
  },
  "a text is not of its format": {
    fits: ({ schema, value }) => schema.format !== undefined && typeof value === "string",
    spoil: ({ put }) => put("~ ~"),
  },
  "a text is too long": {
    fits: ({ schema, value }) => typeof value === "string" && (schema.maxLength ?? 10_000) < 5_000,
    spoil: ({ schema, put }) => put("a".repeat((schema.maxLength ?? 0) + 1)),
  },
  "a text is too short": {
    fits: ({ schema, value }) => typeof value === "string" && (schema.minLength ?? 0) > 0,
    spoil: ({ put }) => put(""),
  },
  "a number is too small": {
    fits: ({ schema, value }) => schema.minimum !== undefined && typeof value === "number",
    spoil: ({ schema, put }) => put((schema.minimum ?? 0) - 1),
  },
  "a number is too large": {
    fits: ({ schema, value }) => schema.maximum !== undefined && typeof value === "number",
    spoil: ({ schema, put }) => put((schema.maximum ?? 0) + 1),
  },
  "a list has too many": {
    fits: ({ schema, value }) =>
      Array.isArray(value) && value.length > 0 && schema.maxItems !== undefined && schema.maxItems < largestList,
    spoil: ({ schema, value, put }) =>
      put(Array.from({ length: (schema.maxItems ?? 0) + 1 }, () => structuredClone((value as unknown[])[0]))),
  },
  "a list has too few": {
    fits: ({ schema, value }) => Array.isArray(value) && (schema.minItems ?? 0) > 0,
    spoil: ({ put }) => put([]),
  },
  "a list has a double": {
    fits: ({ schema, value }) =>
      Array.isArray(value) && value.length > 0 && ["set", "map"].includes(schema["x-kubernetes-list-type"] ?? ""),
    spoil: ({ value, put }) => put([...(value as unknown[]), structuredClone((value as unknown[])[0])]),
  },
  "a member is unknown": {
    fits: ({ value }) => isObject(value),
    spoil: ({ value }) => {
      (value as Record<string, unknown>)["unheardOf"] = 1;
    },
  },
  "a value is null": { fits: () => true, spoil: ({ put }) => put(null) },
};

/** A copy that is wrong in one way, and what was done to it; undefined when there is no place for that way. */
export function spoiled(
  schema: Schema,
  object: object,
  way: string,
  random: Random,
): { object: object; path: string } | undefined {
  const copy = structuredClone(object);
  const found: Site[] = [];
  sitesIn(schema, copy, "", found);
  const own = found.filter(({ path }) => path.startsWith(".spec") || path.startsWith(".status"));
  const sites = (own.length > 0 ? own : found.filter(({ path }) => !/^\.(apiVersion|kind|metadata)/.test(path))).filter(
    (site) => ways[way]?.fits(site) === true,
  );
  const site = sites[sites.length === 0 ? 0 : random.integer(sites.length)];
  if (site === undefined) return undefined;
  ways[way]?.spoil(site);
  return { object: copy, path: site.path };
}

export const allWays: readonly string[] = Object.keys(ways);
