import assert from "node:assert/strict";
import { test } from "node:test";
import { systemClock, systemRandom } from "@aro/runtime";
import { silentLog } from "@aro/telemetry";
import { createClient } from "./conformance/client.ts";
import { startControlPlane } from "./control-plane.ts";
import type { Gate } from "./requests/handle.ts";
import { makeKeys } from "./server/keyring.ts";

const keys = await makeKeys(["127.0.0.1"], systemClock, systemRandom);

async function start(gate?: Gate) {
  const plane = await startControlPlane({
    path: ":memory:",
    keys,
    port: 0,
    clock: systemClock,
    random: systemRandom,
    log: silentLog,
    ...(gate === undefined ? {} : { gate }),
  });
  const identity = await plane.identity({ name: "admin", groups: ["system:masters"] });
  return { plane, client: createClient(plane.address, plane.authority, { identity }) };
}
const configMaps = "/api/v1/namespaces/default/configmaps";

test("one that hangs, and one that has lost its store, do not disturb the others of the process", async () => {
  const hanging = await start(
    ({ signal }) => new Promise((done) => signal.addEventListener("abort", () => done(undefined))),
  );
  const broken = await start();
  const well = await start();
  broken.plane.store.close();
  let answered = false;
  const waiting = hanging.client.call("GET", "/readyz").then(
    () => {
      answered = true;
    },
    () => {},
  );
  const lost = await broken.client.call("POST", configMaps, { body: { metadata: { name: "a" } } });
  assert.equal(lost.status, 500);
  assert.equal((await broken.client.call("GET", "/api/v1/namespaces/default")).status, 200);
  for (let index = 0; index < 5; index++) {
    const made = await well.client.call("POST", configMaps, { body: { metadata: { name: `a-${index}` } } });
    assert.equal(made.status, 201);
  }
  assert.equal(answered, false);
  for (const { plane } of [hanging, broken, well]) await plane[Symbol.asyncDispose]();
  await waiting;
});

test("two control planes with the same keys have nothing else in common", async () => {
  const [one, two] = [await start(), await start()];
  await one.client.call("POST", configMaps, { body: { metadata: { name: "a" } } });
  assert.equal((await two.client.call("GET", `${configMaps}/a`)).status, 404);
  for (const { plane } of [one, two]) await plane[Symbol.asyncDispose]();
});

test("bodies that are nested without end, and patches that copy without end, are refused at once", async () => {
  const { plane, client } = await start();
  const deep = (levels: number) => `${'{"a":'.repeat(levels)}1${"}".repeat(levels)}`;
  await client.call("POST", configMaps, { body: { metadata: { name: "a" }, data: { a: "x" } } });
  for (const levels of [500, 990, 9_998, 9_999, 10_000, 60_000]) {
    const made = await client.call("POST", configMaps, {
      body: `{"metadata":{"name":"d${levels}"},"z":${deep(levels)}}`,
    });
    // One level is the object's own. What nobody knows is not kept, however deep it is.
    assert.equal(made.status, levels < 10_000 ? 201 : 400, `${levels} ${made.text.slice(0, 200)}`);
    for (const [contentType, deepest] of [
      ["application/merge-patch+json", 9_999],
      // It goes by the schema, one call a level.
      ["application/strategic-merge-patch+json", 990],
    ] as const) {
      const patched = await client.call("PATCH", `${configMaps}/a`, { body: `{"z":${deep(levels)}}`, contentType });
      assert.equal(
        patched.status,
        levels <= deepest ? 200 : 400,
        `${levels} ${contentType} ${patched.text.slice(0, 200)}`,
      );
    }
  }
  const copies = Array.from({ length: 60 }, (_, index) => ({ op: "copy", from: "/data", path: `/data/x${index}` }));
  const contentType = "application/json-patch+json";
  const grown = await client.call("PATCH", `${configMaps}/a`, { body: copies, contentType });
  assert.equal(grown.status, 422, grown.text.slice(0, 200));
  const text = [
    { op: "copy", from: "/data/a", path: "/data/b" },
    { op: "move", from: "/data/b", path: "/data/c" },
  ];
  assert.deepEqual((await client.call("PATCH", `${configMaps}/a`, { body: text, contentType })).json.data, {
    a: "x",
    c: "x",
  });
  await plane[Symbol.asyncDispose]();
});

test("what is nested deeper than it can be kept or read is refused in JSON and YAML, by every verb, and all goes on", async () => {
  const { plane, client } = await start();
  const definitions = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";
  const openAPIV3Schema = { type: "object", "x-kubernetes-preserve-unknown-fields": true };
  const versions = [{ name: "v1", served: true, storage: true, schema: { openAPIV3Schema } }];
  const names = { kind: "Thing", plural: "things", singular: "thing", listKind: "ThingList" };
  await client.call("POST", definitions, {
    body: {
      metadata: { name: "things.deep.test" },
      spec: { group: "deep.test", scope: "Namespaced", names, versions },
    },
  });
  const things = "/apis/deep.test/v1/namespaces/default/things";
  for (let tries = 0; tries < 100 && (await client.call("GET", things)).status !== 200; tries++)
    await systemClock.sleep(20);
  const lists = (levels: number) => "[".repeat(levels) + "]".repeat(levels);
  const deep = (levels: number) => `${'{"a":'.repeat(levels)}1${"}".repeat(levels)}`;
  const thing = (name: string, z: string) =>
    `{"apiVersion":"deep.test/v1","kind":"Thing","metadata":{"name":"${name}"},"z":${z}}`;
  assert.equal((await client.call("POST", things, { body: thing("one", deep(900)) })).status, 201);
  const apply = "application/apply-patch+yaml";
  for (const levels of [5_000, 9_998, 10_001]) {
    const calls: [string, string, string, string?][] = [
      ["POST", things, thing("two", deep(levels))],
      ["POST", things, thing("two", lists(levels))],
      ["POST", configMaps, `metadata: {name: b}\nz: ${lists(levels)}\n`, "application/yaml"],
      ["PUT", `${things}/one`, thing("one", deep(levels))],
      ["PATCH", `${things}/one`, `{"z":${deep(levels)}}`, "application/merge-patch+json"],
      ["PATCH", `${things}/one`, `[{"op":"add","path":"/y","value":${deep(levels)}}]`, "application/json-patch+json"],
      ["PATCH", `${things}/one?fieldManager=m&force=true`, thing("one", deep(levels)), apply],
    ];
    for (const [method, path, body, contentType] of calls) {
      const refused = await client.call(method, path, { body, ...(contentType === undefined ? {} : { contentType }) });
      assert.equal(refused.status, 400, `${levels} ${method} ${contentType} ${refused.text.slice(0, 200)}`);
      assert.match(refused.json.message, /exceeded max depth/);
    }
  }
  for (const body of [`{"z":${deep(996)}}`, '{"y":1}', '{"z":null}']) {
    const patched = await client.call("PATCH", `${things}/one`, { body, contentType: "application/merge-patch+json" });
    assert.equal(patched.status, 200, patched.text.slice(0, 200));
  }
  const list = await client.call("GET", things);
  assert.deepEqual(
    list.json.items.map(({ metadata }: { metadata: { name: string } }) => metadata.name),
    ["one"],
  );
  await plane[Symbol.asyncDispose]();
});

test("no patch moves an object to another namespace", async () => {
  const { plane, client } = await start();
  await client.call("POST", configMaps, { body: { metadata: { name: "a" } } });
  const patches = {
    "application/merge-patch+json": { metadata: { namespace: "other" } },
    "application/strategic-merge-patch+json": { metadata: { namespace: "other" } },
    "application/json-patch+json": [{ op: "replace", path: "/metadata/namespace", value: "other" }],
    "application/apply-patch+yaml": {
      apiVersion: "v1",
      kind: "ConfigMap",
      metadata: { name: "a", namespace: "other" },
    },
  };
  for (const [contentType, body] of Object.entries(patches)) {
    const moved = await client.call("PATCH", `${configMaps}/a?fieldManager=m`, { body, contentType });
    assert.deepEqual(
      [moved.status, moved.json.message],
      [400, "the namespace of the provided object does not match the namespace sent on the request"],
      contentType,
    );
  }
  const contentType = "application/merge-patch+json";
  for (const namespace of ["", null]) {
    const same = await client.call("PATCH", `${configMaps}/a`, { body: { metadata: { namespace } }, contentType });
    assert.deepEqual([same.status, same.json.metadata.namespace], [200, "default"]);
  }
  const own = await client.call("PATCH", "/api/v1/namespaces/default", { body: patches[contentType], contentType });
  assert.deepEqual([own.status, own.json.metadata.namespace], [200, undefined]);
  await plane[Symbol.asyncDispose]();
});
