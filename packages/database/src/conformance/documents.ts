import assert from "node:assert/strict";
import { test } from "node:test";
import type { JsonObject } from "@aro/api";
import { parseExactly } from "../json/exact-json.ts";
import { DocumentTooLarge, largestDocumentBytes } from "../limits.ts";
import { type Etag, StoreUnavailable } from "../store.ts";
import { type BeginWorld, bare, opened, plain, type Thing, written } from "./world.ts";

/** Point operations and what a document may be. */
export function documentFacts(begin: BeginWorld): void {
  test("a created document is read back as it was written, with its stamps", async () => {
    await using world = await begin();
    const store = await world.open();
    const container = await store.container(plain);
    const document: Thing = {
      id: "a",
      text: "ü",
      number: 1.5,
      yes: true,
      no: null,
      list: [1, [2], {}],
      object: { deep: { er: 1 } },
    };
    const before = await store.now();
    const created = written(await container.create("p", document));
    const after = await store.now();
    assert.deepEqual(bare(created), document);
    assert.equal(typeof created._etag, "string");
    assert.ok(Number.isInteger(created._ts) && before <= created._ts && created._ts <= after, String(created._ts));
    assert.deepEqual(await container.read("p", "a"), created);
    assert.equal(container.definition.name, "Plain");
  });

  test("what was never created, and what was deleted, reads as undefined", async () => {
    await using world = await begin();
    const container = await opened(world, plain);
    assert.equal(await container.read("p", "a"), undefined);
    written(await container.create("p", { id: "a" }));
    assert.equal((await container.delete("p", "a", "any")).outcome, "written");
    assert.equal(await container.read("p", "a"), undefined);
  });

  test("a second create of an id is a conflict on /id and changes nothing", async () => {
    await using world = await begin();
    const container = await opened(world, plain);
    const first = written(await container.create<Thing>("p", { id: "a", n: 1 }));
    assert.deepEqual(await container.create<Thing>("p", { id: "a", n: 2 }), { outcome: "conflict", path: "/id" });
    assert.deepEqual(await container.read("p", "a"), first);
  });

  test("ids are unique in their partition and container only", async () => {
    await using world = await begin();
    const store = await world.open();
    const [one, other] = [await store.container(plain), await store.container({ ...plain, name: "Other" })];
    written(await one.create<Thing>("p", { id: "a", at: 1 }));
    written(await one.create<Thing>("q", { id: "a", at: 2 }));
    written(await other.create<Thing>("p", { id: "a", at: 3 }));
    written(await one.delete("p", "a", "any"));
    assert.equal((await one.read("q", "a"))?.["at"], 2);
    assert.equal((await other.read("p", "a"))?.["at"], 3);
  });

  test("every write gives another ETag, also after delete and create", async () => {
    await using world = await begin();
    const container = await opened(world, plain);
    const seen = new Set<string>();
    let etag = written(await container.create("p", { id: "a" }))._etag;
    for (let round = 0; round < 5; round++) {
      seen.add(etag);
      etag = written(await container.replace("p", { id: "a" }, etag))._etag;
    }
    written(await container.delete("p", "a", etag));
    seen.add(etag);
    seen.add(written(await container.create("p", { id: "a" }))._etag);
    assert.equal(seen.size, 7);
  });

  test("replace and delete with an older ETag fail and change nothing", async () => {
    await using world = await begin();
    const container = await opened(world, plain);
    const first = written(await container.create<Thing>("p", { id: "a", n: 1 }));
    const second = written(await container.replace<Thing>("p", { id: "a", n: 2 }, first._etag));
    assert.deepEqual(await container.replace("p", { id: "a", n: 3 }, first._etag), { outcome: "preconditionFailed" });
    assert.deepEqual(await container.delete("p", "a", first._etag), { outcome: "preconditionFailed" });
    assert.deepEqual(await container.replace("p", { id: "a", n: 3 }, '"other"' as Etag), {
      outcome: "preconditionFailed",
    });
    assert.deepEqual(await container.read("p", "a"), second);
    // The ETag of a document that was deleted and created again is another version's too.
    written(await container.delete("p", "a", second._etag));
    written(await container.create("p", { id: "a" }));
    assert.deepEqual(await container.replace("p", { id: "a" }, second._etag), { outcome: "preconditionFailed" });
  });

  test('"any" replaces and deletes whatever version is there', async () => {
    await using world = await begin();
    const container = await opened(world, plain);
    written(await container.create<Thing>("p", { id: "a", n: 1 }));
    assert.equal(written(await container.replace<Thing>("p", { id: "a", n: 2 }, "any"))["n"], 2);
    assert.equal((await container.delete("p", "a", "any")).outcome, "written");
  });

  test("replace and delete of what is not there say notFound, whatever the ETag", async () => {
    await using world = await begin();
    const container = await opened(world, plain);
    const gone = written(await container.create("p", { id: "a" }));
    written(await container.delete("p", "a", "any"));
    for (const etag of ["any", gone._etag] as const) {
      assert.deepEqual(await container.replace("p", { id: "a" }, etag), { outcome: "notFound" });
      assert.deepEqual(await container.delete("p", "a", etag), { outcome: "notFound" });
    }
  });

  test("replace stores exactly the members it is given, known or not (spec 02 §2.6)", async () => {
    await using world = await begin();
    const container = await opened(world, plain);
    const first = written(await container.create<Thing>("p", { id: "a", known: 1, future: { deep: [{ x: 1 }] } }));
    const second = written(await container.replace<Thing>("p", { ...first, known: 2 }, first._etag));
    assert.deepEqual(bare(second), { id: "a", known: 2, future: { deep: [{ x: 1 }] } });
    const third = written(await container.replace<Thing>("p", { id: "a" }, second._etag));
    assert.deepEqual(Object.keys(third).sort(), ["_etag", "_ts", "id"]);
  });

  test("the stamps of what was read may stand in what is written: the store's own count", async () => {
    await using world = await begin();
    const container = await opened(world, plain);
    const first = written(await container.create<Thing>("p", { id: "a", _ts: 5, _etag: '"mine"' }));
    assert.notEqual(first._ts, 5);
    const second = written(await container.replace("p", first, first._etag));
    assert.notEqual(second._etag, first._etag);
    assert.equal((await container.read("p", "a"))?._etag, second._etag);
  });

  test("whole numbers beyond 2^53 survive read, change and write byte for byte (spec 02 §14 invariant 28)", async () => {
    await using world = await begin();
    const container = await opened(world, plain);
    const text =
      '{"id":"a","n":1,"big":9007199254740993,"list":[-9223372036854775808,18446744073709551615],"deep":{"big":9007199254740993}}';
    written(await container.create("p", parseExactly(text) as Thing));
    for (let round = 2; round <= 3; round++) {
      const read = await container.read<Thing>("p", "a");
      assert.ok(read !== undefined);
      assert.equal(typeof read["n"], "number");
      const changed = { ...read, n: round, deep: { ...(read["deep"] as JsonObject) } };
      written(await container.replace("p", changed, read._etag));
    }
    const stored = await container.read<Thing>("p", "a");
    assert.ok(stored !== undefined);
    assert.equal(JSON.stringify(bare(stored)), text.replace('"n":1', '"n":3'));
  });

  test("ids and partitions in any script are kept apart byte by byte", async () => {
    await using world = await begin();
    const container = await opened(world, plain);
    const ids = [
      "caf\u00e9",
      "cafe\u0301",
      "ß",
      "SS",
      "日本語",
      "😀",
      "a'b\"c",
      "a b",
      "%",
      "null",
      "a;--",
      "Ⅷ",
      "\u{1f468}‍\u{1f469}",
    ];
    for (const id of ids) written(await container.create<Thing>(`p-${id}`, { id, same: id }));
    for (const id of ids) assert.equal((await container.read(`p-${id}`, id))?.["same"], id);
    assert.equal(await container.read("p-ß", "SS"), undefined);
  });

  test("ids that Cosmos DB could not address are refused", async () => {
    await using world = await begin();
    const container = await opened(world, plain);
    for (const id of ["", "a/b", "a\\b", "a?b", "a#b", "end ", "\ud800", "x".repeat(1024)])
      await assert.rejects(container.create("p", { id }), TypeError, JSON.stringify(id));
    written(await container.create("p", { id: "x".repeat(1023) }));
  });

  test("a member named like a prototype is a member", async () => {
    await using world = await begin();
    const container = await opened(world, plain);
    const text = '{"id":"a","__proto__":{"x":1},"constructor":2,"toString":"t"}';
    written(await container.create("p", JSON.parse(text) as Thing));
    const read = await container.read<Thing>("p", "a");
    assert.ok(read !== undefined);
    assert.equal(JSON.stringify(bare(read)), text);
  });

  test("documents up to 2 MB are stored, larger ones refused with their size", async () => {
    await using world = await begin();
    const container = await opened(world, plain);
    const around = '{"id":"a","text":""}'.length;
    const most = "ü".repeat((largestDocumentBytes - around) / 2);
    const largest = written(await container.create<Thing>("p", { id: "a", text: most }));
    assert.equal((await container.read("p", "a"))?.["text"], most);
    // The stamps it was read with do not count.
    written(await container.replace("p", largest, largest._etag));
    const tooMuch = container.replace<Thing>("p", { id: "a", text: `${most}x` }, "any");
    await assert.rejects(tooMuch, (error: Error) => {
      assert.ok(error instanceof DocumentTooLarge);
      assert.match(error.message, /document a has 2097153 bytes; the store takes at most 2097152/);
      return true;
    });
    assert.equal((await container.read("p", "a"))?.["text"], most);
  });

  test("objects that were passed in or handed out are nobody's way into the store", async () => {
    await using world = await begin();
    const container = await opened(world, plain);
    const mine = { id: "a", list: [1], deep: { n: 1 } };
    const writing = container.create("p", mine);
    mine.list.push(2);
    const returned = written(await writing);
    mine.deep.n = 2;
    returned.deep.n = 3;
    const read = await container.read<typeof mine>("p", "a");
    assert.deepEqual(read?.list, [1]);
    read?.list.push(4);
    assert.deepEqual(bare((await container.read<Thing>("p", "a")) as never), { id: "a", list: [1], deep: { n: 1 } });
  });

  test("a container keeps its documents when the store is opened again, also with other queries", async () => {
    await using world = await begin();
    const first = await world.open();
    written(await (await first.container(plain)).create<Thing>("p", { id: "a", n: 1 }));
    await first[Symbol.asyncDispose]();
    const wider = { ...plain, queries: [{ name: "by-n", where: [{ path: "/n", equals: { parameter: "n" } }] }] };
    const container = await opened(world, wider);
    const { documents } = await container.query("by-n", { parameters: { n: 1 } });
    assert.deepEqual(
      documents.map((document) => document["id"]),
      ["a"],
    );
  });

  test("closing waits for writes that were asked for; afterwards calls reject with StoreUnavailable", async () => {
    await using world = await begin();
    const store = await world.open();
    const container = await store.container(plain);
    const writes = Array.from({ length: 20 }, (_, n) => container.create("p", { id: `d${n}` }));
    await store[Symbol.asyncDispose]();
    for (const outcome of await Promise.all(writes)) written(outcome);
    await assert.rejects(container.create("p", { id: "late" }), StoreUnavailable);
    await assert.rejects(container.read("p", "d1"), StoreUnavailable);
    await store[Symbol.asyncDispose]();
    const again = await opened(world, plain);
    assert.notEqual(await again.read("p", "d19"), undefined);
  });

  test("store time passes in whole seconds, and stamps follow it", async () => {
    await using world = await begin();
    const store = await world.open();
    const container = await store.container(plain);
    const first = written(await container.create("p", { id: "a" }));
    const start = await store.now();
    await world.pass(2);
    const later = await store.now();
    assert.ok(Number.isInteger(later) && later - start >= 2, `${start} → ${later}`);
    const second = written(await container.replace("p", { id: "a" }, first._etag));
    assert.ok(second._ts - first._ts >= 2);
    assert.equal((await container.read("p", "a"))?._ts, second._ts);
  });
}
