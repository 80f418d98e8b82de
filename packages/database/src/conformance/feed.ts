import assert from "node:assert/strict";
import { test } from "node:test";
import type { Container } from "../store.ts";
import { type BeginWorld, drained, opened, plain, type Thing, written } from "./world.ts";

const idsOf = (documents: readonly Thing[]) => documents.map(({ id }) => id);

/** The change feed, and the hint that something was written. */
export function feedFacts(begin: BeginWorld): void {
  test("the feed gives each document once, in its newest version, oldest write first", async () => {
    await using world = await begin();
    const container = await opened(world, plain);
    for (const id of ["a", "b", "c"]) written(await container.create<Thing>("p", { id, n: 1 }));
    const newest = written(await container.replace<Thing>("p", { id: "a", n: 2 }, "any"));
    written(await container.create<Thing>("q", { id: "d" }));
    const { documents } = await drained(container, undefined, 2);
    assert.deepEqual(idsOf(documents), ["b", "c", "a", "d"]);
    assert.deepEqual(documents[2], newest);
  });

  test("a continuation is always good for later, at an empty end too, in any handle", async () => {
    await using world = await begin();
    const [one, other] = [await opened(world, plain), await opened(world, plain)];
    const empty = await one.changes({});
    assert.deepEqual(empty.documents, []);
    written(await one.create("p", { id: "a" }));
    const first = await other.changes<Thing>(empty);
    assert.deepEqual(idsOf(first.documents), ["a"]);
    const second = await one.changes(first);
    assert.deepEqual(second.documents, []);
    written(await other.create("p", { id: "b" }));
    for (const from of [first, second]) assert.deepEqual(idsOf((await one.changes<Thing>(from)).documents), ["b"]);
    assert.deepEqual(idsOf((await one.changes<Thing>(empty)).documents), ["a", "b"]);
  });

  test("deletes never appear, and a document created again does", async () => {
    await using world = await begin();
    const container = await opened(world, plain);
    written(await container.create("p", { id: "a" }));
    written(await container.create("p", { id: "b" }));
    const { continuation } = await drained(container);
    written(await container.delete("p", "a", "any"));
    assert.deepEqual((await drained(container, continuation)).documents, []);
    assert.deepEqual(idsOf((await drained(container)).documents), ["b"]);
    written(await container.create("p", { id: "a" }));
    assert.deepEqual(idsOf((await drained(container, continuation)).documents), ["a"]);
  });

  test("what a batch wrote appears in its order, what it failed to write does not", async () => {
    await using world = await begin();
    const container = await opened(world, plain);
    await container.batch("p", [{ create: { id: "c" } }, { create: { id: "a" } }, { create: { id: "b" } }]);
    await container.batch("p", [{ replace: { id: "a" }, ifMatch: "any" }, { create: { id: "b" } }]);
    assert.deepEqual(idsOf((await drained(container, undefined, 1)).documents), ["c", "a", "b"]);
  });

  test("a continuation of another container or of no feed is refused", async () => {
    await using world = await begin();
    const store = await world.open();
    const [one, other] = [await store.container(plain), await store.container({ ...plain, name: "Other" })];
    const { continuation } = await one.changes({});
    await assert.rejects(other.changes({ continuation }), /belongs to "Plain\/changes"/);
    await assert.rejects(one.changes({ continuation: "nonsense" }), /cannot be read/);
  });

  test("while two handles write, a reader of the feed misses no document's newest version and sees no version twice", async () => {
    await using world = await begin();
    const writers = [await opened(world, plain), await opened(world, plain)];
    const reader = await opened(world, plain);
    let running = writers.length;
    const write = async (container: Container, writer: number) => {
      for (let round = 0; round < 60; round++)
        await Promise.all(
          Array.from({ length: 5 }, async (_, lane) => {
            // Every fourth document belongs to both writers.
            const id = lane === 0 ? `shared-${round % 3}` : `${writer}-${(round * 7 + lane) % 11}`;
            const document: Thing = { id, writer, round };
            if ((await container.replace("p", document, "any")).outcome === "notFound")
              await container.create("p", document);
          }),
        );
      running--;
    };
    const seen: Thing[] = [];
    const read = async () => {
      let continuation: string | undefined;
      for (let last = false; ; ) {
        last = running === 0;
        const pages = await drained(reader, continuation, 3);
        seen.push(...pages.documents);
        continuation = pages.continuation;
        if (last) return;
        await new Promise((resolve) => setImmediate(resolve));
      }
    };
    await Promise.all([...writers.map(write), read()]);
    const etags = seen.map((document) => document["_etag"]);
    assert.equal(new Set(etags).size, etags.length);
    const newest = new Map(seen.map((document) => [document.id, document]));
    for (const document of (await drained(reader)).documents) assert.deepEqual(newest.get(document.id), document);
    // A writer awaits its rounds: what it wrote later stands later in the feed.
    for (const writer of [0, 1]) {
      const rounds = seen
        .filter((document) => document["writer"] === writer)
        .map((document) => document["round"] as number);
      assert.deepEqual(
        rounds,
        rounds.toSorted((a, b) => a - b),
      );
    }
  });

  test("listeners hear of writes by their own handle and by others, until they are disposed", async () => {
    await using world = await begin();
    const store = await world.open();
    const [own, unheard, foreign] = [
      await store.container(plain),
      await store.container({ ...plain, name: "Other" }),
      await opened(world, plain),
    ];
    let calls = 0;
    const heard = () =>
      new Promise<void>((resolve) => {
        const listening = own.onWrite(() => {
          listening[Symbol.dispose]();
          resolve();
        });
      });
    using _failing = own.onWrite(() => {
      throw new Error("a listener that throws is its own affair");
    });
    using counting = own.onWrite(() => calls++);
    for (const container of [own, foreign]) {
      const hearing = heard();
      written(await container.create("p", { id: container === own ? "own" : "foreign" }));
      await hearing;
    }
    const hearing = heard();
    await own.batch("p", [{ delete: "own", ifMatch: "any" }]);
    await hearing;
    assert.ok(calls >= 3, String(calls));
    counting[Symbol.dispose]();
    const before = calls;
    written(await own.create("p", { id: "later" }));
    written(await unheard.create("p", { id: "later" }));
    assert.equal(calls, before);
  });
}
