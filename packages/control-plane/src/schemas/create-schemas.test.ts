import assert from "node:assert/strict";
import { test } from "node:test";
import { builtIn } from "../kinds/built-in.ts";
import type { KubeObject } from "../objects/object.ts";
import { createSchemas } from "./create-schemas.ts";
import type { Schema } from "./schema.ts";

const schemas = createSchemas(builtIn().schemas, () => []);
const deployment: Schema = { $ref: "io.k8s.api.apps.v1.Deployment" };
const custom: Schema = {
  type: "object",
  properties: {
    spec: {
      type: "object",
      required: ["name"],
      properties: {
        name: { type: "string", maxLength: 3, pattern: "^[a-z]+$" },
        mode: { type: "string", enum: ["a", "b"], default: "a" },
        port: { "x-kubernetes-int-or-string": true },
        open: { type: "object", "x-kubernetes-preserve-unknown-fields": true },
        parts: {
          type: "array",
          "x-kubernetes-list-type": "map",
          "x-kubernetes-list-map-keys": ["id"],
          items: { type: "object", properties: { id: { type: "integer" }, on: { type: "boolean", default: true } } },
        },
      },
    },
  },
};
const object = (spec: unknown, more: object = {}): KubeObject =>
  ({ apiVersion: "x/v1", kind: "X", metadata: { name: "x" }, spec, ...more }) as unknown as KubeObject;
const causes = (spec: unknown) =>
  schemas.validate(custom, object(spec), undefined).map(({ field, message }) => `${field}: ${message}`);

test("members that a schema does not know are named by their paths, at every depth and in metadata too", () => {
  const sent = object(
    { replicas: 1, foo: 1, template: { spec: { containers: [{ name: "a", imag: "x" }] } } },
    { metadata: { name: "x", labels: { a: "b" }, odd: 1 } },
  );
  assert.deepEqual(schemas.unknown(deployment, sent), [
    'unknown field "metadata.odd"',
    'unknown field "spec.foo"',
    'unknown field "spec.template.spec.containers[0].imag"',
  ]);
  schemas.prune(deployment, sent);
  assert.deepEqual(sent["spec"], { replicas: 1, template: { spec: { containers: [{ name: "a" }] } } });
  assert.deepEqual(sent.metadata, { name: "x", labels: { a: "b" } });
});

test("what a definition leaves open keeps its unknown members", () => {
  const sent = object({ name: "a", open: { any: { thing: 1 } }, closed: 1 });
  schemas.prune(custom, sent);
  assert.deepEqual(sent["spec"], { name: "a", open: { any: { thing: 1 } } });
});

test("defaults are filled in at every depth, and in the place of null", () => {
  const sent = object({ name: "a", mode: null, parts: [{ id: 1 }, { id: 2, on: false }] });
  schemas.fillDefaults(custom, sent);
  assert.deepEqual(sent["spec"], {
    name: "a",
    mode: "a",
    parts: [
      { id: 1, on: true },
      { id: 2, on: false },
    ],
  });
});

test("a value that a built-in kind cannot hold is named as the decoder names it", () => {
  assert.equal(
    schemas.undecodable(deployment, object({ replicas: "three" })),
    "json: cannot unmarshal string into Go struct field DeploymentSpec.spec.replicas of type int32",
  );
  assert.equal(schemas.undecodable(deployment, object({ replicas: 3, selector: {} })), undefined);
});

test("what is wrong with a definition's object is told with its path and in the known words", () => {
  assert.deepEqual(causes({ name: "abcd" }), ["spec.name: Too long: may not be more than 3 bytes"]);
  assert.deepEqual(causes({ name: "A" }), [`spec.name: Invalid value: "A": spec.name in body should match '^[a-z]+$'`]);
  assert.deepEqual(causes({}), ["spec.name: Required value"]);
  assert.deepEqual(causes({ name: "a", mode: "c" }), ['spec.mode: Unsupported value: "c": supported values: "a", "b"']);
  assert.deepEqual(causes({ name: 1 }), [
    'spec.name: Invalid value: "integer": spec.name in body must be of type string: "integer"',
  ]);
  assert.deepEqual(causes({ name: "a", port: "http", parts: [{ id: 1 }, { id: 1 }] }), [
    'spec.parts[1]: Duplicate value: {"id":1}',
  ]);
  assert.deepEqual(causes({ name: "a", port: true }), [
    'spec.port: Invalid value: "boolean": spec.port in body must be of type integer,string: "boolean"',
  ]);
});
