import { type Located, membersOf, SwaggerFiles, type SwaggerNode } from "../contract/swagger.ts";

/** What a client can notice of a swagger file, in a form that compares: operations and the definitions they reach, references by name. */
export interface Surface {
  [part: string]: unknown;
  operations: Record<string, unknown>;
  definitions: Record<string, unknown>;
}

const verbs = ["get", "put", "post", "patch", "delete", "head", "options"];

/** Keywords of a schema or parameter that change what clients send, accept or generate. Prose is not among them. */
const noticed = [
  "type",
  "format",
  "pattern",
  "minLength",
  "maxLength",
  "minimum",
  "maximum",
  "minItems",
  "maxItems",
  "uniqueItems",
  "default",
  "readOnly",
  "discriminator",
  "x-ms-discriminator-value",
  "x-ms-secret",
  "x-ms-client-flatten",
  "x-ms-client-name",
  "x-ms-mutability",
  "x-ms-azure-resource",
  "x-ms-parameter-location",
  "x-nullable",
  "collectionFormat",
] as const;

/** The surface of the swagger at `file`. */
export function surfaceOf(file: string): Surface {
  const files = new SwaggerFiles();
  const definitions: Record<string, unknown> = {};
  const waiting: Located[] = [];

  const schema = (at: string, node: SwaggerNode): unknown => {
    const reference = node["$ref"];
    if (typeof reference === "string") {
      const target = files.follow(at, reference);
      waiting.push(target);
      return { definition: target.name, ...keywords(node) };
    }
    const own = (member: string) => membersOf(node, member).map(([name, inner]) => [name, schema(at, inner)] as const);
    return {
      ...keywords(node),
      ...(Array.isArray(node["enum"]) ? { enum: sorted(node["enum"]) } : {}),
      ...(node["x-ms-enum"] === undefined ? {} : { "x-ms-enum": enumNames(node["x-ms-enum"] as SwaggerNode) }),
      ...(Array.isArray(node["required"]) ? { required: sorted(node["required"]) } : {}),
      ...(node["properties"] === undefined ? {} : { properties: Object.fromEntries(own("properties")) }),
      ...(node["items"] === undefined ? {} : { items: schema(at, node["items"] as SwaggerNode) }),
      ...(node["allOf"] === undefined
        ? {}
        : { allOf: (node["allOf"] as SwaggerNode[]).map((parent) => schema(at, parent)) }),
      ...(typeof node["additionalProperties"] === "object"
        ? { additionalProperties: schema(at, node["additionalProperties"] as SwaggerNode) }
        : {}),
    };
  };

  const parameter = (at: string, node: SwaggerNode): [string, unknown] => {
    const { file: there, node: own } = files.resolve({ file: at, node });
    const body = own["schema"] as SwaggerNode | undefined;
    return [
      `${own["in"]} ${own["name"]}`,
      {
        required: own["required"] === true,
        ...keywords(own),
        ...(Array.isArray(own["enum"]) ? { enum: sorted(own["enum"]) } : {}),
        ...(body === undefined ? {} : { schema: schema(there, body) }),
      },
    ];
  };

  const response = (node: SwaggerNode): unknown => ({
    ...(node["schema"] === undefined ? {} : { schema: schema(file, node["schema"] as SwaggerNode) }),
    headers: Object.fromEntries(membersOf(node, "headers").map(([name, header]) => [name, keywords(header)])),
  });

  const root = files.document(file).node;
  const operations: Record<string, unknown> = {};
  for (const [path, item] of membersOf(root, "paths")) {
    const shared = (item["parameters"] ?? []) as unknown as SwaggerNode[];
    for (const verb of verbs) {
      const operation = item[verb] as SwaggerNode | undefined;
      if (operation === undefined) continue;
      const parameters = [...shared, ...((operation["parameters"] ?? []) as SwaggerNode[])];
      operations[`${verb} ${path}`] = {
        operationId: operation["operationId"],
        parameters: Object.fromEntries(parameters.map((one) => parameter(file, one))),
        // The order of arguments in generated clients.
        arguments: parameters.map((one) => files.resolve({ file, node: one }).node["name"]),
        responses: Object.fromEntries(membersOf(operation, "responses").map(([code, one]) => [code, response(one)])),
        longRunning: operation["x-ms-long-running-operation"] === true,
        longRunningOptions: operation["x-ms-long-running-operation-options"],
        pageable: operation["x-ms-pageable"],
      };
    }
  }
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    const name = next.name ?? "";
    if (Object.hasOwn(definitions, name)) continue;
    definitions[name] = {};
    definitions[name] = schema(next.file, next.node);
  }
  const general = ["swagger", "host", "schemes", "consumes", "produces", "security"] as const;
  return {
    general: Object.fromEntries([
      ...general.map((member) => [member, root[member]] as const),
      ["title", (root["info"] as SwaggerNode | undefined)?.["title"]],
      ["version", (root["info"] as SwaggerNode | undefined)?.["version"]],
    ]),
    operations,
    definitions,
  };
}

/** Order means nothing in these lists of strings. */
const sorted = (values: unknown[]): string[] => values.map(String).sort();

const keywords = (node: SwaggerNode): SwaggerNode =>
  Object.fromEntries(
    noticed.filter((keyword) => node[keyword] !== undefined).map((keyword) => [keyword, node[keyword]]),
  );

/** Name, openness, and the names generated for the values where they differ from these: without a name a value is called what it is. */
const enumNames = (node: SwaggerNode): unknown => {
  const named = ((node["values"] ?? []) as SwaggerNode[])
    .map((value) => [`${value["value"]}`, `${value["name"] ?? value["value"]}`] as const)
    .filter(([value, name]) => value !== name);
  return {
    name: node["name"],
    modelAsString: node["modelAsString"] === true,
    ...(named.length === 0 ? {} : { values: Object.fromEntries(named) }),
  };
};
