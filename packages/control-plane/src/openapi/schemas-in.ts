import type { Kind } from "../kinds/kind.ts";
import type { Schema, SchemaSource } from "../schemas/schema.ts";
import { groupVersionKind, schemaName } from "./operations.ts";

const meta = "io.k8s.apimachinery.pkg.apis.meta.v1";
const always = [`${meta}.ObjectMeta`, `${meta}.ListMeta`, `${meta}.DeleteOptions`, `${meta}.Status`];

/** How a document writes where another schema is. */
export type Refer = (name: string) => string;

/** Schemas that these kinds need, by name, their `$ref`s written as `refer` says. */
export function schemasIn(kinds: readonly Kind[], source: SchemaSource, refer: Refer): Record<string, object> {
  const made: Record<string, object> = {};
  const take = (name: string): void => {
    if (name in made) return;
    made[name] = {};
    made[name] = written(source.resolve(name)) as object;
  };
  const written = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(written);
    if (typeof value !== "object" || value === null) return value;
    const { $ref, ...rest } = value as Schema;
    const plain = Object.fromEntries(Object.entries(rest).map(([name, member]) => [name, written(member)]));
    if (typeof $ref !== "string") return plain;
    take($ref);
    const pointer = { $ref: refer($ref) };
    return Object.keys(plain).length === 0 ? pointer : { ...plain, allOf: [pointer] };
  };
  for (const name of always) take(name);
  for (const kind of kinds) {
    const name = schemaName(kind);
    const list = `${name}List`;
    if (kind.schema.$ref !== undefined) take(kind.schema.$ref);
    else {
      const own = written(kind.schema) as { properties?: object };
      made[name] = {
        ...own,
        properties: {
          ...own.properties,
          apiVersion: { type: "string" },
          kind: { type: "string" },
          metadata: { $ref: refer(`${meta}.ObjectMeta`) },
        },
        "x-kubernetes-group-version-kind": [groupVersionKind(kind)],
      };
    }
    if (!kind.verbs.includes("list") || list in made) continue;
    made[list] = {
      type: "object",
      required: ["items"],
      properties: {
        apiVersion: { type: "string" },
        items: { type: "array", items: { $ref: refer(name) } },
        kind: { type: "string" },
        metadata: { $ref: refer(`${meta}.ListMeta`) },
      },
      "x-kubernetes-group-version-kind": [{ ...groupVersionKind(kind), kind: kind.listKind }],
    };
  }
  return made;
}
