import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Schema, SchemaSource } from "../schemas/schema.ts";
import { apiVersionOf, type Kind, type Subresource } from "./kind.ts";
import { columnsOf, type Recorded } from "./rows/columns-of.ts";
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
  subresources: Subresource[];
}

const read = (file: string): unknown => JSON.parse(readFileSync(join(import.meta.dirname, "generated", file), "utf8"));

const reviews: Readonly<Record<string, string>> = {
  "policy/v1 Eviction": "io.k8s.api.policy.v1.Eviction",
  "v1 DeleteOptions": "io.k8s.apimachinery.pkg.apis.meta.v1.DeleteOptions",
};

/** Name of the message in which protobuf carries a kind; it is the schema's. */
export function messageOfKind(apiVersion: string, kind: string): string | undefined {
  for (const one of builtIn().kinds) {
    if (one.kind === kind && apiVersionOf(one) === apiVersion) return one.schema.$ref;
    const sub = one.subresources.find(
      ({ responseKind }) => responseKind?.kind === kind && apiVersionOf(responseKind) === apiVersion,
    );
    if (sub?.schema !== undefined) return sub.schema;
  }
  return reviews[`${apiVersion} ${kind}`];
}

let loaded: { kinds: readonly Kind[]; schemas: SchemaSource; kubernetes: string; names: readonly string[] } | undefined;

/** Kinds that Kubernetes serves by itself, their schemas, and of which release they are. Read once: all control planes of a process share them. */
export function builtIn(): NonNullable<typeof loaded> {
  loaded ??= load();
  return loaded;
}

function load(): NonNullable<typeof loaded> {
  const schemas = read("schemas.json") as Record<string, Schema>;
  const columns = read("columns.json") as Readonly<Record<string, readonly Recorded[]>>;
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
    kinds: kinds.map(({ schema, subresources, ...described }): Kind => {
      const { group, version, plural } = described;
      const traits = traitsOf(group, plural);
      return {
        listKind: `${described.kind}List`,
        shortNames: [],
        categories: [],
        storageVersion: described.version,
        schema: schema === undefined ? { type: "object" } : { $ref: schema },
        columns: columnsOf(`${group}/${plural}`, columns[`${group}/${version}/${plural}`], traits.toStored),
        hasStatus: subresources.some(({ name }) => name === "status"),
        hasGeneration: false,
        unconditionalUpdate: true,
        custom: false,
        subresources,
        ...described,
        ...traits,
      };
    }),
  };
}
