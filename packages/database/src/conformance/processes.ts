import assert from "node:assert/strict";
import { test } from "node:test";
import type { ContainerDefinition, WriteOutcome } from "../store.ts";
import { type BeginWorld, drained, opened, plain, type Thing, written } from "./world.ts";

const keyed = { ...plain, name: "Keyed", uniqueKeys: ["/key"] } as const satisfies ContainerDefinition;

/** A real second process, also one that is killed. */
export function processFacts(begin: BeginWorld): void {
  test("another process's writes are read, queried, fed and heard of here", async () => {
    await using world = await begin();
    const container = await opened(world, plain);
    const other = await world.startProcess();
    const { continuation } = await container.changes({});
    const heard = new Promise<void>((resolve) => {
      const listening = container.onWrite(() => {
        listening[Symbol.dispose]();
        resolve();
      });
    });
    const outcome = await other.ask<WriteOutcome>(plain, {
      call: "create",
      arguments: ["p", { id: "a", from: "there" }],
    });
    await heard;
    const document = written(outcome);
    assert.deepEqual(await container.read("p", "a"), document);
    assert.deepEqual((await container.changes({ continuation })).documents, [document]);
    const replaced = written(await container.replace<Thing>("p", { id: "a", from: "here" }, document._etag));
    assert.deepEqual(await other.ask(plain, { call: "read", arguments: ["p", "a"] }), replaced);
    const late = await other.ask(plain, { call: "replace", arguments: ["p", { id: "a" }, document._etag] });
    assert.deepEqual(late, { outcome: "preconditionFailed" });
  });

  test("two processes may open an empty database and its containers at once", async () => {
    await using world = await begin();
    const all = await Promise.all([opened(world, keyed), world.startProcess(), world.startProcess()]);
    const [here, ...others] = all;
    const outcomes = await Promise.all([
      here.create<Thing>("p", { id: "0", key: "same" }),
      ...others.map((other, n) =>
        other.ask<WriteOutcome>(keyed, { call: "create", arguments: ["p", { id: `${n + 1}`, key: "same" }] }),
      ),
    ]);
    assert.equal(outcomes.filter(({ outcome }) => outcome === "written").length, 1, JSON.stringify(outcomes));
  });

  test("while two processes write, the feed gives every document's newest version once, each writer's in its order", async () => {
    await using world = await begin();
    const reader = await opened(world, plain);
    const writers = [await world.startProcess(), await world.startProcess()];
    const ids = ["a", "b", "c"];
    for (const [n, writer] of writers.entries())
      await writer.ask(plain, { call: "stream", partition: `w${n}`, ids, lanes: 4 });
    const all = writers.length * 4 * ids.length;
    const seen: Thing[] = [];
    const documents = new Set<string>();
    let continuation: string | undefined;
    const readPage = async () => {
      const page = await reader.changes<Thing>({
        pageSize: 5,
        ...(continuation === undefined ? {} : { continuation }),
      });
      seen.push(...page.documents);
      for (const one of page.documents) documents.add(`${String(one["at"])}/${one.id}`);
      continuation = page.continuation;
      await new Promise((resolve) => setImmediate(resolve));
      return page.documents.length;
    };
    while (seen.length < 600 || documents.size < all) await readPage();
    for (const writer of writers) await writer.kill();
    while ((await readPage()) > 0);
    const etags = seen.map((document) => document["_etag"]);
    assert.equal(new Set(etags).size, etags.length);
    const newest = (await drained(reader)).documents;
    assert.equal(newest.length, all);
    const etagsSeen = new Set(etags);
    for (const document of newest) assert.ok(etagsSeen.has(document._etag), JSON.stringify(document));
    // A writer awaits its batches: in what was seen, the generations of one document only grow, and a, b, c follow each other.
    const last = new Map<string, number>();
    for (const document of seen) {
      const at = `${String(document["at"])}/${document.id}`;
      assert.ok((document["generation"] as number) > (last.get(at) ?? 0), at);
      last.set(at, document["generation"] as number);
    }
  });

  test("kill -9 of a writer leaves every batch whole, and none that was acknowledged is lost", async () => {
    await using world = await begin();
    const ids = ["a", "b", "c", "d", "e"];
    const lanes = 6;
    for (let round = 0; round < 3; round++) {
      const writer = await world.startProcess();
      await writer.ask(plain, { call: "stream", partition: "lane", ids, lanes });
      const enough = (round + 1) * 40;
      while (Math.max(0, ...writer.acknowledged.values()) < enough)
        await new Promise((resolve) => setImmediate(resolve));
      await writer.kill();
      const container = await opened(world, plain);
      for (let lane = 0; lane < lanes; lane++) {
        const documents = await Promise.all(ids.map((id) => container.read<Thing>(`lane-${lane}`, id)));
        const generations = new Set(documents.map((document) => document?.["generation"]));
        assert.equal(generations.size, 1, `lane ${lane} shows parts of batches: ${JSON.stringify([...generations])}`);
        const [stored = 0] = generations as Set<number>;
        const acknowledged = writer.acknowledged.get(lane) ?? 0;
        assert.ok(stored >= acknowledged, `lane ${lane}: ${acknowledged} acknowledged, ${stored} stored`);
      }
    }
  });
}
