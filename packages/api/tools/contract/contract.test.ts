import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { apiVersions } from "../../src/versions/registry.ts";
import { commonTypes } from "./common-types.ts";
import { emittedSwagger } from "./emit.ts";
import { inlined, type JsonSchema, jsonSchemas } from "./schemas.ts";
import { typeDeclarations } from "./types.ts";
import { validators } from "./validator.ts";

const root = join(import.meta.dirname, "../../../..");
const emitted = emittedSwagger(root);

test("every api-version served has an emitted description, and the other way round", () =>
  assert.deepEqual(
    // Accepted, and never published (spec 01 §1.1).
    [...apiVersions.keys()].filter((name) => name !== "2019-12-31-preview"),
    emitted.map(({ version }) => version).sort(),
  ));

test("allOf is flattened, references stay inside, members beside a reference win", () => {
  const definitions = jsonSchemas(emitted.at(-1)?.file ?? "");
  const cluster = definitions["OpenShiftCluster"];
  assert.deepEqual(Object.keys(cluster?.properties ?? {}), [
    "id",
    "name",
    "type",
    "systemData",
    "tags",
    "location",
    "properties",
    "identity",
  ]);
  assert.deepEqual(cluster?.required, ["location"]);
  assert.equal(cluster?.properties?.["systemData"]?.$ref, "#/definitions/systemData");
  assert.equal(cluster?.properties?.["systemData"]?.readOnly, true);
});

test("a shape that holds itself is refused, since it cannot be walked", () => {
  const definitions: Record<string, JsonSchema> = {
    A: { type: "object", properties: { a: { $ref: "#/definitions/A" } } },
  };
  assert.throws(() => inlined(definitions, "A"), /A holds itself/);
});

test("declarations have optional members, open enums and no broken comments", () => {
  const text = typeDeclarations({
    thing: {
      type: "object",
      required: ["must"],
      properties: {
        must: { type: "string", description: "A */ trap." },
        "may-be": { type: "array", items: { type: "string", enum: ["a"] } },
        own: { type: "object", readOnly: true, additionalProperties: { $ref: "#/definitions/thing" } },
      },
    },
  });
  assert.match(text, /export interface Thing \{/);
  assert.match(text, / {2}must: string;/);
  assert.match(text, / {2}"may-be"\?: \("a" \| \(string & \{\}\)\)\[\];/);
  assert.match(text, / {2}readonly own\?: \{ \[key: string\]: Thing \};/);
  assert.equal(text.match(/\*\//g)?.length, text.match(/\/\*\*/g)?.length);
});

test("a validator module stands alone: it loads no library at start", () => {
  const source = validators({ check: { type: "object", properties: { a: { type: "integer", format: "int32" } } } });
  assert.doesNotMatch(source, /\brequire\(|^import /m);
});

test("common types are written for each version the descriptions refer to", () => {
  for (const { file } of emitted)
    for (const [, path] of readFileSync(file, "utf8").matchAll(/common-types\/resource-management\/([^#"]+)#/g))
      assert.ok(path !== undefined && path in commonTypes, path ?? "none");
});

test("actions address one resource by POST, answer JSON, and never replace PUT or PATCH (ARM-PRX-04)", () => {
  for (const { file } of emitted) {
    const { paths } = JSON.parse(readFileSync(file, "utf8")) as {
      paths: Record<string, Record<string, { responses: object }>>;
    };
    const posts = Object.entries(paths).filter(([, item]) => "post" in item);
    assert.ok(posts.length > 0);
    for (const [path, item] of posts) {
      assert.match(path, /\/openShiftClusters\/\{resourceName\}\/list[A-Z][A-Za-z]+$/);
      assert.deepEqual(Object.keys(item), ["post"]);
      assert.ok(Object.hasOwn(item["post"]?.responses ?? {}, "200"));
    }
  }
});
