import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { builtIn } from "../kinds/built-in.ts";
import type { KubeObject } from "../objects/object.ts";
import type { Schema } from "../schemas/schema.ts";
import { createPatches } from "./create-patches.ts";

const patches = createPatches(builtIn().schemas);
const configMap: Schema = { $ref: "io.k8s.api.core.v1.ConfigMap" };
const pod: Schema = { $ref: "io.k8s.api.core.v1.Pod" };
const time = "2026-01-02T03:04:05Z";
const writer = (manager: string) => ({ manager, apiVersion: "v1", time });
const object = (data: Record<string, string> | undefined): KubeObject =>
  ({
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata: { name: "a" },
    ...(data === undefined ? {} : { data }),
  }) as unknown as KubeObject;
const keys = fc.constantFrom("a", "b", "c", "d", "e");
const data = fc.dictionary(keys, fc.constantFrom("1", "2", "3"), { minKeys: 1, noNullPrototype: true });
const dataOf = (one: KubeObject) => (one["data"] ?? {}) as Record<string, string>;

const apply = (live: KubeObject | undefined, config: Record<string, string>, manager: string, force = false) =>
  patches.apply(configMap, live, object(config), writer(manager), force);
function applied(
  live: KubeObject | undefined,
  config: Record<string, string>,
  manager: string,
  force = false,
): KubeObject {
  const made = apply(live, config, manager, force);
  assert.equal(made.outcome, "applied", JSON.stringify(made));
  return (made as { object: KubeObject }).object;
}

test("what an apply leaves is what it says, whatever it said before", () => {
  fc.assert(
    fc.property(data, data, (first, second) => {
      const one = applied(undefined, first, "one");
      assert.deepEqual(dataOf(applied(one, second, "one")), second);
    }),
  );
});

test("the same apply again changes nothing", () => {
  fc.assert(
    fc.property(data, (config) => {
      const once = applied(undefined, config, "one");
      assert.deepEqual(applied(once, config, "one"), once);
    }),
  );
});

test("two appliers conflict where their values differ, and only there", () => {
  fc.assert(
    fc.property(data, data, (mine, yours) => {
      const live = applied(undefined, mine, "one");
      const second = apply(live, yours, "two");
      const differing = Object.keys(yours).filter((key) => key in mine && mine[key] !== yours[key]);
      if (differing.length === 0) {
        assert.equal(second.outcome, "applied");
        return;
      }
      assert.equal(second.outcome, "conflict");
      const fields = (second as Extract<typeof second, { outcome: "conflict" }>).conflicts.map(({ field }) => field);
      assert.deepEqual(fields.sort(), differing.map((key) => `.data.${key}`).sort());
    }),
  );
});

test("who applies by force owns what he set, and gives back what he drops unless another owns it too", () => {
  fc.assert(
    fc.property(data, data, (mine, yours) => {
      const live = applied(undefined, mine, "one");
      const forced = applied(live, yours, "two", true);
      assert.deepEqual(dataOf(forced), { ...mine, ...yours });
      const left = applied(forced, { z: "1" }, "two", true);
      const kept = Object.fromEntries(
        Object.entries({ ...mine, ...yours }).filter(
          ([key]) => key in mine && (!(key in yours) || mine[key] === yours[key]),
        ),
      );
      assert.deepEqual(dataOf(left), { ...kept, z: "1" });
    }),
  );
});

test("a merge patch leaves what it says, takes away its nulls and keeps the rest", () => {
  const patch = fc.dictionary(keys, fc.option(fc.constantFrom("7", "8")), { maxKeys: 5, noNullPrototype: true });
  fc.assert(
    fc.property(data, patch, (held, change) => {
      const wanted: Record<string, string> = { ...held };
      for (const [key, value] of Object.entries(change))
        if (value === null) delete wanted[key];
        else wanted[key] = value;
      assert.deepEqual(dataOf(patches.merge(object(held), { data: change })), wanted);
    }),
  );
});

test("a JSON patch of replacements, undone, leaves the object as it was", () => {
  fc.assert(
    fc.property(data, fc.constantFrom("7", "8"), (held, value) => {
      const there = object(held);
      const change = Object.keys(held).map((key) => ({ op: "replace", path: `/data/${key}`, value }));
      const back = Object.entries(held).map(([key, old]) => ({ op: "replace", path: `/data/${key}`, value: old }));
      const changed = patches.json(there, change);
      assert.ok(Object.values(dataOf(changed)).every((one) => one === value));
      assert.deepEqual(patches.json(changed, back), there);
    }),
  );
});

test("patches leave what they are given alone", () => {
  fc.assert(
    fc.property(data, data, (held, other) => {
      const there = object(held);
      const copy = structuredClone(there);
      patches.merge(there, { data: other });
      patches.json(
        there,
        Object.keys(held).map((key) => ({ op: "remove", path: `/data/${key}` })),
      );
      patches.strategic(configMap, there, { data: other });
      applied(there, other, "one", true);
      assert.deepEqual(there, copy);
    }),
  );
});

const containers = fc.uniqueArray(fc.constantFrom("a", "b", "c", "d"), { minLength: 1 });
const podOf = (names: readonly string[], image: string): KubeObject =>
  ({
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name: "p" },
    spec: { containers: names.map((name) => ({ name, image })) },
  }) as unknown as KubeObject;
const imagesOf = (one: KubeObject): Record<string, string> =>
  Object.fromEntries(
    (one["spec"] as { containers: { name: string; image: string }[] }).containers.map(({ name, image }) => [
      name,
      image,
    ]),
  );

test("a strategic patch merges containers by their names: each is there once, with the patch's image where it has one", () => {
  fc.assert(
    fc.property(containers, containers, (held, change) => {
      const images = imagesOf(patches.strategic(pod, podOf(held, "old"), podOf(change, "new")));
      const wanted = Object.fromEntries([...held.map((name) => [name, "old"]), ...change.map((name) => [name, "new"])]);
      assert.deepEqual(images, wanted);
    }),
  );
});

test("a strategic patch deletes what its directives name and nothing else", () => {
  fc.assert(
    fc.property(containers, containers, (held, gone) => {
      const patch = { spec: { containers: gone.map((name) => ({ name, $patch: "delete" })) } };
      const images = imagesOf(patches.strategic(pod, podOf(held, "old"), patch));
      assert.deepEqual(
        Object.keys(images),
        held.filter((name) => !gone.includes(name)),
      );
    }),
  );
});

test("appliers of a list own its elements by name, and drop only their own", () => {
  fc.assert(
    fc.property(containers, containers, (mine, yours) => {
      const one = patches.apply(pod, undefined, podOf(mine, "i"), writer("one"), false) as { object: KubeObject };
      const two = patches.apply(pod, one.object, podOf(yours, "i"), writer("two"), false) as { object: KubeObject };
      assert.deepEqual(Object.keys(imagesOf(two.object)).sort(), [...new Set([...mine, ...yours])].sort());
      const back = patches.apply(pod, two.object, podOf(mine, "i"), writer("two"), false) as { object: KubeObject };
      assert.deepEqual(Object.keys(imagesOf(back.object)).sort(), [...mine].sort());
    }),
  );
});
