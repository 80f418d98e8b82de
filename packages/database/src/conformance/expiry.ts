import assert from "node:assert/strict";
import { test } from "node:test";
import type { ContainerDefinition } from "../store.ts";
import { type BeginWorld, drained, everything, opened, type Thing, written } from "./world.ts";

const queries = [{ name: "all", where: [{ path: "/kind", equals: "x" }] }] as const;
const perDocument = {
  name: "PerDocument",
  uniqueKeys: ["/key"],
  defaultTtlSeconds: -1,
  queries,
} as const satisfies ContainerDefinition;
const byDefault = { ...perDocument, name: "ByDefault", defaultTtlSeconds: 3 } as const satisfies ContainerDefinition;
const off = { name: "Off", uniqueKeys: ["/key"], queries } as const satisfies ContainerDefinition;
const thing = (id: string, more: object = {}): Thing => ({ id, kind: "x", key: id, ...more });

/** Documents that vanish by themselves. */
export function expiryFacts(begin: BeginWorld): void {
  test("with a default of −1 only documents that carry ttl vanish: from reads, queries, counts and the feed", async () => {
    await using world = await begin();
    const container = await opened(world, perDocument);
    written(await container.create("p", thing("stays")));
    written(await container.create("p", thing("never", { ttl: -1 })));
    written(await container.create("p", thing("goes", { ttl: 2 })));
    assert.equal((await everything(container, "all")).length, 3);
    assert.equal((await drained(container)).documents.length, 3);
    await world.pass(3);
    assert.equal(await container.read("p", "goes"), undefined);
    const ids = (await everything(container, "all")).map(({ id }) => id);
    assert.deepEqual(ids, ["never", "stays"]);
    assert.equal(await container.count("all", {}), 2);
    assert.deepEqual(
      (await drained(container)).documents.map(({ id }) => id),
      ["stays", "never"],
    );
  });

  test("the seconds count from the last write, and a write without ttl keeps the document", async () => {
    await using world = await begin();
    const container = await opened(world, perDocument);
    for (const id of ["renewed", "kept", "left"]) written(await container.create("p", thing(id, { ttl: 4 })));
    await world.pass(2);
    written(await container.replace("p", thing("renewed", { ttl: 4 }), "any"));
    written(await container.replace("p", thing("kept"), "any"));
    await world.pass(3);
    assert.equal(await container.read("p", "left"), undefined);
    assert.notEqual(await container.read("p", "renewed"), undefined);
    await world.pass(2);
    assert.equal(await container.read("p", "renewed"), undefined);
    assert.notEqual(await container.read("p", "kept"), undefined);
  });

  test("a default counts for documents without ttl; −1 or a longer ttl outlives it", async () => {
    await using world = await begin();
    const container = await opened(world, byDefault);
    written(await container.create("p", thing("default")));
    written(await container.create("p", thing("longer", { ttl: 60 })));
    written(await container.create("p", thing("never", { ttl: -1 })));
    await world.pass(4);
    assert.deepEqual(
      (await everything(container, "all")).map(({ id }) => id),
      ["longer", "never"],
    );
  });

  test("without a default nothing vanishes, whatever it carries", async () => {
    await using world = await begin();
    const container = await opened(world, off);
    written(await container.create("p", thing("a", { ttl: 1 })));
    await world.pass(3);
    assert.notEqual(await container.read("p", "a"), undefined);
  });

  test("an expired document blocks neither its id nor its unique keys", async () => {
    await using world = await begin();
    const container = await opened(world, perDocument);
    written(await container.create("p", thing("a", { ttl: 1, key: "k1" })));
    written(await container.create("p", thing("b", { ttl: 1, key: "k2" })));
    written(await container.create("p", thing("c", { key: "k3" })));
    assert.equal((await container.create("p", thing("d", { key: "k1" }))).outcome, "conflict");
    await world.pass(2);
    written(await container.create("p", thing("a", { key: "k4" })));
    written(await container.create("p", thing("d", { key: "k1" })));
    written(await container.replace("p", thing("c", { key: "k2" }), "any"));
  });

  test("an expired document cannot be replaced or deleted", async () => {
    await using world = await begin();
    const container = await opened(world, perDocument);
    const expired = written(await container.create("p", thing("a", { ttl: 1 })));
    await world.pass(2);
    assert.deepEqual(await container.replace("p", thing("a"), "any"), { outcome: "notFound" });
    assert.deepEqual(await container.replace("p", thing("a"), expired._etag), { outcome: "notFound" });
    assert.deepEqual(await container.delete("p", "a", expired._etag), { outcome: "notFound" });
    const batch = await container.batch("p", [{ create: thing("b") }, { delete: "a", ifMatch: "any" }]);
    assert.deepEqual(batch, { outcome: "notFound", index: 1 });
    assert.equal(await container.read("p", "b"), undefined);
  });

  test("a ttl that is neither whole seconds from 1 nor −1 is refused", async () => {
    await using world = await begin();
    const container = await opened(world, perDocument);
    for (const ttl of [0, -2, 1.5, "60", null, true])
      await assert.rejects(container.create("p", thing("a", { ttl })), TypeError, String(ttl));
    assert.equal(await container.read("p", "a"), undefined);
  });
}
