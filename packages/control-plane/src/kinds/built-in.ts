import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Schema, SchemaSource } from "../schemas/schema.ts";
import { nameAndAge } from "./columns.ts";
import type { Kind, Subresource } from "./kind.ts";
import { traitsOf } from "./traits/traits.ts";

interface Described {
  group: string;
  version: string;
  kind: string;
  plural: string;
  singular: string;
  namespaced: boolean;
  verbs: string[];
  shortNames?: string[];
  categories?: string[];
  schema?: string;
  subresources: (Subresource & { schema?: string })[];
}

const read = (file: string): unknown => JSON.parse(readFileSync(join(import.meta.dirname, "generated", file), "utf8"));

let loaded: { kinds: readonly Kind[]; schemas: SchemaSource; kubernetes: string; names: readonly string[] } | undefined;

/** Kinds that Kubernetes serves by itself, their schemas, and of which release they are. Read once: all control planes of a process share them. */
export function builtIn(): NonNullable<typeof loaded> {
  loaded ??= load();
  return loaded;
}

function load(): NonNullable<typeof loaded> {
  const schemas = read("schemas.json") as Record<string, Schema>;
  const { kubernetes, kinds } = read("kinds.json") as { kubernetes: string; kinds: Described[] };
  return {
    kubernetes,
    names: Object.keys(schemas),
    schemas: {
      resolve: (ref) => {
        const found = schemas[ref];
        if (found === undefined) throw new Error(`there is no schema ${ref}`);
        return found;
      },
    },
    kinds: kinds.map(
      ({ schema, subresources, ...described }): Kind => ({
        listKind: `${described.kind}List`,
        shortNames: [],
        categories: [],
        storageVersion: described.version,
        schema: schema === undefined ? { type: "object" } : { $ref: schema },
        columns: nameAndAge,
        hasStatus: subresources.some(({ name }) => name === "status"),
        hasGeneration: false,
        unconditionalUpdate: true,
        custom: false,
        subresources: subresources.map(({ schema: _, ...subresource }) => subresource),
        ...described,
        ...traitsOf(described.group, described.plural),
      }),
    ),
  };
}
