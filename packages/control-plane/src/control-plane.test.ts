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
  for (const levels of [500, 990, 9_990, 60_000]) {
    const made = await client.call("POST", configMaps, {
      body: `{"metadata":{"name":"d${levels}"},"z":${deep(levels)}}`,
    });
    assert.equal(made.status, levels < 1_000 ? 201 : 400, `${levels} ${made.text.slice(0, 200)}`);
    for (const contentType of ["application/merge-patch+json", "application/strategic-merge-patch+json"]) {
      const patched = await client.call("PATCH", `${configMaps}/a`, { body: `{"z":${deep(levels)}}`, contentType });
      assert.equal(
        patched.status,
        levels < 1_000 ? 200 : 400,
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
