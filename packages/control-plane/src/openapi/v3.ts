import { createHash } from "node:crypto";
import type { Kind, Kinds } from "../kinds/kind.ts";
import type { PathCall } from "../requests/handle.ts";
import { json, jsonText } from "../requests/request.ts";
import type { SchemaSource } from "../schemas/schema.ts";
import {
  booleans,
  documentPath,
  groupVersionKind,
  integers,
  type Operation,
  type Path,
  pathsOf,
  schemaName,
} from "./operations.ts";
import { schemasIn } from "./schemas-in.ts";

const refer = (name: string): string => `#/components/schemas/${name}`;
const schemaOfParameter = (name: string) =>
  booleans.has(name) ? { type: "boolean" } : integers.has(name) ? { type: "integer" } : { type: "string" };

function operation({ id, action, query, body, method }: Operation, { kind }: Path): object {
  const answer = action === "list" ? `${schemaName(kind)}List` : schemaName(kind);
  const status = "io.k8s.apimachinery.pkg.apis.meta.v1.Status";
  const removed = method === "delete";
  const shown = removed ? status : answer;
  const taken = removed ? "io.k8s.apimachinery.pkg.apis.meta.v1.DeleteOptions" : schemaName(kind);
  const content = { "application/json": { schema: { $ref: refer(shown) } } };
  return {
    operationId: id,
    parameters: query.map((name) => ({
      name,
      in: "query",
      schema: { ...schemaOfParameter(name), uniqueItems: true },
    })),
    ...(body.length === 0
      ? {}
      : {
          requestBody: {
            content: Object.fromEntries(
              body.map((type) => [type, { schema: method === "patch" ? { type: "object" } : { $ref: refer(taken) } }]),
            ),
          },
        }),
    responses: { "200": { description: "OK", content } },
    "x-kubernetes-action": action,
    "x-kubernetes-group-version-kind": groupVersionKind(kind),
  };
}

function document(title: string, kinds: readonly Kind[], source: SchemaSource, kubernetes: string): object {
  const paths = kinds.flatMap(pathsOf).map((path) => [
    path.path,
    {
      ...Object.fromEntries(path.operations.map((one) => [one.method, operation(one, path)])),
      parameters: path.parameters.map((name) => ({
        name,
        in: "path",
        required: true,
        schema: { type: "string", uniqueItems: true },
      })),
    },
  ]);
  return {
    openapi: "3.0.0",
    info: { title: `Kubernetes ${title}`, version: kubernetes },
    paths: Object.fromEntries(paths),
    components: { schemas: schemasIn(kinds, source, refer) },
  };
}

/** `/openapi/v3`: an index, and a document for each version of a group. They are made when they are asked for. */
export function openApiV3(kinds: Kinds, source: SchemaSource, kubernetes: string): PathCall {
  const made = new Map<string, { text: string; hash: string }>();
  let generation = -1;
  const documentOf = (path: string): { text: string; hash: string } | undefined => {
    if (generation !== kinds.generation) {
      generation = kinds.generation;
      for (const one of [...made.keys()]) if (isCustom(kinds, one)) made.delete(one);
    }
    const known = made.get(path);
    if (known !== undefined) return known;
    const own = kinds.all().filter((kind) => documentPath(kind) === path);
    if (own.length === 0) return undefined;
    const text = JSON.stringify(document(path, own, source, kubernetes));
    const fresh = { text, hash: createHash("sha256").update(text).digest("hex").toUpperCase() };
    made.set(path, fresh);
    return fresh;
  };
  return ({ url, method }) => {
    const rest = /^\/openapi\/v3(?:\/(.+))?$/.exec(url.pathname.replace(/\/$/, ""));
    if (rest === null || (method !== "GET" && method !== "HEAD")) return undefined;
    const path = rest[1];
    if (path === undefined) {
      const all = [...new Set(kinds.all().map(documentPath))].sort();
      const entries = all.map((one) => [one, { serverRelativeURL: `/openapi/v3/${one}?hash=${hashOf(kinds, one)}` }]);
      return json(200, { paths: Object.fromEntries(entries) });
    }
    const found = documentOf(path);
    if (found === undefined) return undefined;
    return jsonText(200, found.text, { etag: `"${found.hash}"`, vary: "Accept" });
  };
}

const isCustom = (kinds: Kinds, path: string): boolean =>
  !kinds.all().some((kind) => !kind.custom && documentPath(kind) === path);

/** What tells clients that a document has changed, without making it. */
const hashOf = (kinds: Kinds, path: string): string =>
  createHash("sha256")
    .update(`${path} ${isCustom(kinds, path) ? kinds.generation : "built in"}`)
    .digest("hex")
    .toUpperCase();
