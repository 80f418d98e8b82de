import assert from "node:assert/strict";
import { test } from "node:test";
import type { ContainerDefinition } from "../store.ts";
import { type BeginWorld, opened, type Thing, written } from "./world.ts";

const keyed = {
  name: "Keyed",
  uniqueKeys: ["/key", "/nested/key"],
  defaultTtlSeconds: -1,
  queries: [],
} as const satisfies ContainerDefinition;
/** Where documents of one kind compete, and all others name themselves. */
const among = {
  name: "Among",
  uniqueKeys: ["/key"],
  uniqueAmong: "cluster",
  defaultTtlSeconds: -1,
  queries: [
    {
      name: "by-key",
      scope: "partition",
      where: [
        { path: "/kind", equals: "cluster" },
        { path: "/key", equals: { parameter: "key" } },
      ],
    },
    { name: "any-by-key", scope: "partition", where: [{ path: "/key", equals: { parameter: "key" } }] },
  ],
} as const satisfies ContainerDefinition;
const thing = (id: string, key: string, nested: string): Thing => ({ id, key, nested: { key: nested } });

/** Unique keys with Cosmos DB's meaning of absent. */
export function uniqueKeyFacts(begin: BeginWorld): void {
  test("a conflict names the unique path that another document of the partition holds", async () => {
    await using world = await begin();
    const container = await opened(world, keyed);
    written(await container.create("p", thing("a", "k1", "n1")));
    assert.deepEqual(await container.create("p", thing("b", "k1", "n2")), { outcome: "conflict", path: "/key" });
    assert.deepEqual(await container.create("p", thing("b", "k2", "n1")), { outcome: "conflict", path: "/nested/key" });
    assert.deepEqual(await container.create("p", thing("a", "k2", "n2")), { outcome: "conflict", path: "/id" });
    written(await container.create("p", thing("b", "k2", "n2")));
    written(await container.create("q", thing("b", "k1", "n1")));
  });

  test("a replace may keep its own keys, take free ones, and not those of others", async () => {
    await using world = await begin();
    const container = await opened(world, keyed);
    written(await container.create("p", thing("a", "k1", "n1")));
    written(await container.create("p", thing("b", "k2", "n2")));
    written(await container.replace("p", thing("a", "k1", "n1"), "any"));
    assert.deepEqual(await container.replace("p", thing("a", "k2", "n1"), "any"), {
      outcome: "conflict",
      path: "/key",
    });
    assert.deepEqual(await container.read("p", "a").then((read) => read?.["key"]), "k1");
    written(await container.replace("p", thing("a", "k3", "n1"), "any"));
    written(await container.create("p", thing("c", "k1", "n3")));
  });

  test("a deleted document's keys are free", async () => {
    await using world = await begin();
    const container = await opened(world, keyed);
    written(await container.create("p", thing("a", "k1", "n1")));
    written(await container.delete("p", "a", "any"));
    written(await container.create("p", thing("b", "k1", "n1")));
  });

  test("an absent path counts as null: two absent ones collide, in one partition (architecture decision 3)", async () => {
    await using world = await begin();
    const container = await opened(world, keyed);
    written(await container.create<Thing>("p", { id: "a", nested: { key: "n1" } }));
    for (const key of [undefined, null])
      assert.deepEqual(
        await container.create<Thing>("p", { id: "b", nested: { key: "n2" }, ...(key === undefined ? {} : { key }) }),
        { outcome: "conflict", path: "/key" },
      );
    for (const nested of [undefined, null, "text", {}]) {
      const id = `c-${JSON.stringify(nested) ?? "absent"}`;
      const outcome = await container.create<Thing>("p", { id, key: id, ...(nested === undefined ? {} : { nested }) });
      // The first takes the absence of /nested/key; whatever leaves it absent afterwards collides with it.
      if (nested === undefined) written(outcome);
      else assert.deepEqual(outcome, { outcome: "conflict", path: "/nested/key" });
    }
    written(await container.create<Thing>("q", { id: "a" }));
  });

  test("values of different kinds are different keys, however they print", async () => {
    await using world = await begin();
    const container = await opened(world, keyed);
    const keys = ["1", 1, true, "true", "null", "", "a", "A", "é", "e\u0301", 0, false];
    for (const [n, key] of keys.entries())
      written(await container.create<Thing>("p", { id: `d${n}`, key, nested: { key: n } }));
    for (const [n, key] of keys.entries())
      assert.deepEqual(await container.create<Thing>("p", { id: "again", key, nested: { key: -1 - n } }), {
        outcome: "conflict",
        path: "/key",
      });
  });

  test("where one kind competes, its documents collide and are found by their keys, and others name themselves", async () => {
    await using world = await begin();
    const container = await opened(world, among);
    const cluster = (id: string, key: string): Thing => ({ id, kind: "cluster", key });
    const work = (id: string, key = `work:${id}`): Thing => ({ id, kind: "work", key });
    written(await container.create("p", cluster("a", "k1")));
    assert.deepEqual(await container.create("p", cluster("b", "k1")), { outcome: "conflict", path: "/key" });
    for (const id of ["c", "d"]) written(await container.create("p", work(id)));
    assert.deepEqual(await container.create("p", work("c")), { outcome: "conflict", path: "/id" });
    const found = async (query: string, key: string) =>
      (await container.query(query, { partition: "p", parameters: { key } })).documents.map(({ id }) => id);
    assert.deepEqual(await found("by-key", "k1"), ["a"]);
    assert.deepEqual(await found("by-key", "work:c"), []);
    assert.deepEqual(await found("any-by-key", "k1"), ["a"]);
    assert.deepEqual(await found("any-by-key", "work:c"), ["c"]);
    // A document of the kind that competes may name itself as well: that is how a tombstone gives its keys back.
    written(await container.replace("p", cluster("a", "deleted:a"), "any"));
    written(await container.create("p", cluster("b", "k1")));
  });

  test("where one kind competes, whoever does not name itself, or names another document, is refused", async () => {
    await using world = await begin();
    const container = await opened(world, among);
    const refused: [Thing, RegExp][] = [
      [{ id: "a", kind: "work", key: "k1" }, /\/key of document a is not work:a/],
      [{ id: "a", kind: "work", key: "work:b" }, /\/key of document a is not work:a/],
      [{ id: "a", kind: "work" }, /\/key of document a is not work:a/],
      [{ id: "a", key: "k1" }, /\/key of document a is not undefined:a, though it is not of kind cluster/],
      [{ id: "a", kind: "cluster", key: "work:b" }, /\/key of document a names another document: work:b/],
    ];
    for (const [document, message] of refused) {
      await assert.rejects(container.create("p", document), { name: "TypeError", message });
      await assert.rejects(container.batch("p", [{ create: document }]), { name: "TypeError", message });
    }
    assert.equal(await container.read("p", "a"), undefined);
  });

  test("a batch may hand a key on, and fails as a whole where one is taken", async () => {
    await using world = await begin();
    const container = await opened(world, keyed);
    written(await container.create("p", thing("a", "k1", "n1")));
    const handedOn = await container.batch("p", [{ delete: "a", ifMatch: "any" }, { create: thing("b", "k1", "n1") }]);
    assert.equal(handedOn.outcome, "written");
    const refused = await container.batch("p", [
      { create: thing("c", "k3", "n3") },
      { replace: thing("b", "k4", "n3"), ifMatch: "any" },
    ]);
    assert.deepEqual(refused, { outcome: "conflict", index: 1, path: "/nested/key" });
    assert.equal(await container.read("p", "c"), undefined);
  });
}
