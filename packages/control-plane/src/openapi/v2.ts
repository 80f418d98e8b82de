import type { Kind, Kinds } from "../kinds/kind.ts";
import type { PathCall } from "../requests/handle.ts";
import { firstAccepted } from "../requests/negotiate.ts";
import type { Schema, SchemaSource } from "../schemas/schema.ts";
import { booleans, groupVersionKind, integers, type Operation, type Path, pathsOf, schemaName } from "./operations.ts";
import { schemasIn } from "./schemas-in.ts";
import { type Document, encodeDocument, type SchemaV2 } from "./v2-protobuf.ts";

const refer = (name: string): string => `#/definitions/${name}`;
const meta = "io.k8s.apimachinery.pkg.apis.meta.v1";

/** Of a schema what the older OpenAPI can say: it has neither alternatives nor null. */
function older(schema: Schema): SchemaV2 {
  const { nullable: _, anyOf: __, oneOf, not: ___, allOf, ...rest } = schema;
  const [only] = allOf ?? [];
  if (only?.$ref !== undefined) return { $ref: only.$ref };
  const made: Record<string, unknown> = { ...rest };
  if (schema.format === "int-or-string" || schema["x-kubernetes-int-or-string"]) {
    made["type"] = "string";
    made["format"] = "int-or-string";
  } else if (oneOf !== undefined) made["type"] = "string";
  // What may hold anything says nothing, or clients would refuse what they do not find in it.
  if (schema["x-kubernetes-preserve-unknown-fields"] && schema.properties === undefined) return { type: "object" };
  if (schema.properties !== undefined)
    made["properties"] = Object.fromEntries(Object.entries(schema.properties).map(([name, of]) => [name, older(of)]));
  if (schema.items !== undefined) made["items"] = older(schema.items);
  if (typeof schema.additionalProperties === "object")
    made["additionalProperties"] = older(schema.additionalProperties);
  return made as SchemaV2;
}

const parameterOf = (name: string) => ({
  name,
  in: "query" as const,
  type: booleans.has(name) ? "boolean" : integers.has(name) ? "integer" : "string",
  uniqueItems: true,
});

function operation({ id, action, query, body, method }: Operation, { kind }: Path) {
  const removed = method === "delete";
  const shown = removed ? `${meta}.Status` : action === "list" ? `${schemaName(kind)}List` : schemaName(kind);
  const taken: SchemaV2 =
    method === "patch" ? { type: "object" } : { $ref: refer(removed ? `${meta}.DeleteOptions` : schemaName(kind)) };
  return {
    operationId: id,
    consumes: body.length === 0 ? ["*/*"] : [...body],
    produces: ["application/json"],
    schemes: ["https"],
    parameters: [
      ...(body.length === 0 ? [] : [{ name: "body", in: "body" as const, required: !removed, schema: taken }]),
      ...query.map(parameterOf),
    ],
    responses: { "200": { description: "OK", schema: { $ref: refer(shown) } } },
    "x-kubernetes-action": action,
    "x-kubernetes-group-version-kind": groupVersionKind(kind),
  };
}

function document(kinds: readonly Kind[], source: SchemaSource, kubernetes: string): Document {
  const paths = kinds.flatMap(pathsOf).map((path) => [
    path.path,
    {
      ...Object.fromEntries(path.operations.map((one) => [one.method, operation(one, path)])),
      parameters: path.parameters.map((name) => ({
        name,
        in: "path" as const,
        required: true,
        type: "string",
        uniqueItems: true,
      })),
    },
  ]);
  const schemas = schemasIn(kinds, source, refer) as Record<string, Schema>;
  return {
    swagger: "2.0",
    info: { title: "Kubernetes", version: kubernetes },
    paths: Object.fromEntries(paths),
    definitions: Object.fromEntries(Object.entries(schemas).map(([name, schema]) => [name, older(schema)])),
  };
}

const protobuf = "application/com.github.proto-openapi.spec.v2@v1.0+protobuf";
const protobufToo = "application/com.github.proto-openapi.spec.v2.v1.0+protobuf";

/** `/openapi/v2`, as JSON and as the protobuf that older clients insist on. */
export function openApiV2(kinds: Kinds, source: SchemaSource, kubernetes: string): PathCall {
  let made: { generation: number; json?: string; protobuf?: Uint8Array } | undefined;
  return ({ url, method, headers }) => {
    if (url.pathname.replace(/\/$/, "") !== "/openapi/v2" || (method !== "GET" && method !== "HEAD")) return undefined;
    if (made?.generation !== kinds.generation) made = { generation: kinds.generation };
    const type = firstAccepted(headers["accept"], ["application/json", protobuf, protobufToo]) ?? "application/json";
    const etag = { etag: `"${kubernetes}-${made.generation}"`, vary: "Accept" };
    if (type === "application/json") {
      made.json ??= JSON.stringify(document(kinds.all(), source, kubernetes));
      return { status: 200, headers: { "content-type": type, ...etag }, body: made.json };
    }
    made.protobuf ??= encodeDocument(document(kinds.all(), source, kubernetes));
    // Clients ask with an at sign that no media type may have.
    return { status: 200, headers: { "content-type": protobufToo, ...etag }, body: made.protobuf };
  };
}
