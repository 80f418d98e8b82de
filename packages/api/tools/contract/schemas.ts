import { type Located, membersOf, SwaggerFiles, type SwaggerNode } from "./swagger.ts";

/** JSON Schema (draft 7), as far as it is emitted here. */
export interface JsonSchema {
  $ref?: string;
  type?: string;
  description?: string;
  format?: string;
  enum?: unknown[];
  readOnly?: true;
  properties?: Record<string, JsonSchema>;
  required?: string[];
  additionalProperties?: JsonSchema;
  items?: JsonSchema;
}

/** Every definition reachable from those of the swagger at `file`, by name, with `allOf` flattened and references kept inside the result. */
export function jsonSchemas(file: string): Record<string, JsonSchema> {
  const files = new SwaggerFiles();
  const done = new Map<string, JsonSchema>();
  const waiting: Located[] = membersOf(files.document(file).node, "definitions").map(([name, node]) => ({
    file,
    node,
    name,
  }));

  const convert = (file: string, node: SwaggerNode): JsonSchema => {
    const reference = node["$ref"];
    if (typeof reference === "string") {
      const target = files.follow(file, reference);
      waiting.push(target);
      return { $ref: `#/definitions/${target.name}`, ...beside(node) };
    }
    const parents = ((node["allOf"] ?? []) as SwaggerNode[])
      .map((parent) => files.resolve({ file, node: parent }))
      .map((parent) => convert(parent.file, parent.node));
    const properties = Object.fromEntries([
      ...parents.flatMap((parent) => Object.entries(parent.properties ?? {})),
      ...membersOf(node, "properties").map(([name, property]) => [name, convert(file, property)] as const),
    ]);
    const required = [...parents.flatMap((parent) => parent.required ?? []), ...((node["required"] ?? []) as string[])];
    return {
      ...(typeof node["type"] === "string" ? { type: node["type"] } : {}),
      ...beside(node),
      ...(typeof node["format"] === "string" ? { format: node["format"] } : {}),
      ...(Array.isArray(node["enum"]) ? { enum: node["enum"] } : {}),
      ...(Object.keys(properties).length === 0 ? {} : { properties }),
      ...(required.length === 0 ? {} : { required }),
      ...(node["additionalProperties"] === undefined
        ? {}
        : { additionalProperties: convert(file, node["additionalProperties"] as SwaggerNode) }),
      ...(node["items"] === undefined ? {} : { items: convert(file, node["items"] as SwaggerNode) }),
    };
  };

  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    const name = next.name ?? "";
    if (!done.has(name)) {
      done.set(name, {});
      done.set(name, convert(next.file, next.node));
    }
  }
  return Object.fromEntries([...done].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** What may stand beside a reference as well as in a schema. */
const beside = (node: SwaggerNode): JsonSchema => ({
  ...(typeof node["description"] === "string" ? { description: node["description"] } : {}),
  ...(node["readOnly"] === true ? { readOnly: true } : {}),
});

/** `definitions[name]` with every reference put in place and prose dropped: a shape that can be walked. @throws Error on a schema that holds itself. */
export function inlined(definitions: Record<string, JsonSchema>, name: string): JsonSchema {
  const walk = (schema: JsonSchema, holders: readonly string[]): JsonSchema => {
    const { $ref, description: _, ...own } = schema;
    if ($ref !== undefined) {
      const target = $ref.slice("#/definitions/".length);
      if (holders.includes(target)) throw new Error(`${target} holds itself: it has no finite shape`);
      return { ...walk(definitions[target] ?? {}, [...holders, target]), ...own };
    }
    return {
      ...own,
      ...(own.properties === undefined
        ? {}
        : {
            properties: Object.fromEntries(
              Object.entries(own.properties).map(([member, inner]) => [member, walk(inner, holders)]),
            ),
          }),
      ...(own.items === undefined ? {} : { items: walk(own.items, holders) }),
      ...(own.additionalProperties === undefined
        ? {}
        : { additionalProperties: walk(own.additionalProperties, holders) }),
    };
  };
  return walk({ $ref: `#/definitions/${name}` }, []);
}
