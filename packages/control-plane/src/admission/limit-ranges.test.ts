import assert from "node:assert/strict";
import { test } from "node:test";
import { builtIn } from "../kinds/built-in.ts";
import type { KubeObject } from "../objects/object.ts";
import { openSqliteStore } from "../store/sqlite-store.ts";
import type { Admitted } from "./admission.ts";
import { limitRanges } from "./limit-ranges.ts";

const pods = builtIn().kinds.find(({ group, plural }) => group === "" && plural === "pods");

function admit(limit: object, resources: object): { resources: unknown } {
  assert.ok(pods);
  using store = Object.assign(openSqliteStore({ path: ":memory:" }), {
    [Symbol.dispose]() {
      store.close();
    },
  });
  store.put("/limitranges", "ns/range", () =>
    JSON.stringify({ metadata: { name: "range" }, spec: { limits: [limit] } }),
  );
  const object = {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name: "p", namespace: "ns" },
    spec: { containers: [{ name: "c", resources }] },
  } as unknown as KubeObject;
  const write: Admitted = {
    operation: "CREATE",
    kind: pods,
    object,
    user: { name: "joe", groups: [] },
    warn: () => {},
    complete: () => {},
  };
  limitRanges(store)(write);
  return (object["spec"] as { containers: { resources: unknown }[] }).containers[0] as { resources: unknown };
}

test("a container that says nothing gets what its namespace's range says", () => {
  const range = { type: "Container", default: { cpu: "500m" }, defaultRequest: { cpu: "100m" } };
  assert.deepEqual(admit(range, {}).resources, { limits: { cpu: "500m" }, requests: { cpu: "100m" } });
  assert.deepEqual(admit(range, { requests: { cpu: "200m" } }).resources, {
    limits: { cpu: "500m" },
    requests: { cpu: "200m" },
  });
});

test("what lies outside of the range is refused in words that name both amounts", () => {
  const range = { type: "Container", min: { memory: "64Mi" }, max: { memory: "1Gi" } };
  assert.throws(
    () => admit(range, { requests: { memory: "32Mi" }, limits: { memory: "2Gi" } }),
    /pods "p" is forbidden: \[minimum memory usage per Container is 64Mi, but request is 32Mi, maximum memory usage per Container is 1Gi, but limit is 2Gi\]/,
  );
  assert.throws(() => admit(range, { requests: { memory: "64Mi" } }), /No limit is specified/);
  assert.doesNotThrow(() => admit(range, { requests: { memory: "64Mi" }, limits: { memory: "1Gi" } }));
});
