import assert from "node:assert/strict";
import { test } from "node:test";
import { DocumentTooLarge } from "../limits.ts";
import type { BatchOperation, Etag } from "../store.ts";
import { type BeginWorld, opened, plain, type Thing, written } from "./world.ts";

/** Batches: all of it or nothing. */
export function batchFacts(begin: BeginWorld): void {
  test("a batch creates, replaces and deletes in one partition at once", async () => {
    await using world = await begin();
    const container = await opened(world, plain);
    const replaced = written(await container.create<Thing>("p", { id: "replaced", n: 1 }));
    const deleted = written(await container.create<Thing>("p", { id: "deleted" }));
    const outcome = await container.batch("p", [
      { create: { id: "created", n: 1 } },
      { replace: { id: "replaced", n: 2 }, ifMatch: replaced._etag },
      { delete: "deleted", ifMatch: deleted._etag },
    ]);
    assert.equal(outcome.outcome, "written");
    assert.ok(outcome.outcome === "written");
    const [first, second, third, ...none] = outcome.documents;
    assert.deepEqual([third, none], [undefined, []]);
    assert.deepEqual(await container.read("p", "created"), first);
    assert.deepEqual(await container.read("p", "replaced"), second);
    assert.equal(second?.["n"], 2);
    assert.equal(await container.read("p", "deleted"), undefined);
  });

  test("a batch whose documents nobody asks for gives none, and writes them all the same", async () => {
    await using world = await begin();
    const container = await opened(world, plain);
    const create: BatchOperation[] = [{ create: { id: "a", n: 1 } }, { create: { id: "b", n: 2 } }];
    const outcome = await container.batch("p", create, { documents: false });
    assert.ok(outcome.outcome === "written");
    assert.deepEqual(outcome.documents, []);
    const [a, b] = await Promise.all([container.read("p", "a"), container.read("p", "b")]);
    assert.deepEqual([a?.["n"], b?.["n"]], [1, 2]);
    const again = await container.batch("p", create, { documents: false });
    assert.deepEqual(again, { outcome: "conflict", index: 0, path: "/id" });
  });

  const failures: { name: string; last: (etag: Etag) => BatchOperation; outcome: object }[] = [
    {
      name: "an older ETag",
      last: () => ({ replace: { id: "b" }, ifMatch: '"000000000"' as Etag }),
      outcome: { outcome: "preconditionFailed", index: 3 },
    },
    {
      name: "a delete with another's ETag",
      last: (etag) => ({ delete: "b", ifMatch: etag }),
      outcome: { outcome: "preconditionFailed", index: 3 },
    },
    {
      name: "a missing document",
      last: () => ({ delete: "none", ifMatch: "any" }),
      outcome: { outcome: "notFound", index: 3 },
    },
    {
      name: "an id that is taken",
      last: () => ({ create: { id: "b" } }),
      outcome: { outcome: "conflict", index: 3, path: "/id" },
    },
    {
      name: "a document that the batch itself deleted",
      last: () => ({ replace: { id: "c" }, ifMatch: "any" }),
      outcome: { outcome: "notFound", index: 3 },
    },
  ];
  for (const { name, last, outcome } of failures) {
    test(`a batch that meets ${name} does nothing and says which operation it was`, async () => {
      await using world = await begin();
      const container = await opened(world, plain);
      const before = [];
      for (const id of ["a", "b", "c"]) before.push(written(await container.create<Thing>("p", { id, n: 1 })));
      const etag = before[0]?._etag as Etag;
      const operations: BatchOperation[] = [
        { create: { id: "new" } },
        { replace: { id: "a", n: 2 }, ifMatch: etag },
        { delete: "c", ifMatch: "any" },
        last(etag),
        { create: { id: "never" } },
      ];
      assert.deepEqual(await container.batch("p", operations), outcome);
      for (const document of before) assert.deepEqual(await container.read("p", document["id"] as string), document);
      for (const id of ["new", "never"]) assert.equal(await container.read("p", id), undefined);
    });
  }

  test("a batch sees its own earlier operations, and a failing one leaves its neighbours alone", async () => {
    await using world = await begin();
    const container = await opened(world, plain);
    written(await container.create<Thing>("p", { id: "a", n: 1 }));
    const [moved, failed, single] = await Promise.all([
      container.batch("p", [{ delete: "a", ifMatch: "any" }, { create: { id: "a", n: 2 } }]),
      container.batch("p", [{ create: { id: "b" } }, { create: { id: "b" } }]),
      container.create("p", { id: "c" }),
    ]);
    assert.equal(moved.outcome, "written");
    assert.deepEqual(failed, { outcome: "conflict", index: 1, path: "/id" });
    assert.equal(single.outcome, "written");
    assert.equal((await container.read("p", "a"))?.["n"], 2);
    assert.equal(await container.read("p", "b"), undefined);
  });

  test("a batch has at most 100 operations and 2 MB", async () => {
    await using world = await begin();
    const container = await opened(world, plain);
    const creates = (count: number, text = "") =>
      Array.from({ length: count }, (_, n) => ({ create: { id: `d${n}`, text } }));
    await assert.rejects(container.batch("p", creates(101)), /at most 100 operations; this one has 101/);
    await assert.rejects(container.batch("p", creates(3, "x".repeat(1_000_000))), DocumentTooLarge);
    assert.equal(await container.read("p", "d0"), undefined);
    assert.equal((await container.batch("p", creates(100))).outcome, "written");
    assert.notEqual(await container.read("p", "d99"), undefined);
  });
}
