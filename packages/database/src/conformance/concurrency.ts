import assert from "node:assert/strict";
import { test } from "node:test";
import type { ContainerDefinition } from "../store.ts";
import { type BeginWorld, opened, plain, type Thing, written } from "./world.ts";

const keyed = { ...plain, name: "KeyedTogether", uniqueKeys: ["/key"] } as const satisfies ContainerDefinition;

/** Many at once, over two handles: what one process and another may do to each other. */
export function concurrencyFacts(begin: BeginWorld): void {
  test("of many replaces with one ETag exactly one is written", async () => {
    await using world = await begin();
    const handles = [await opened(world, plain), await opened(world, plain)];
    for (let round = 0; round < 5; round++) {
      const { _etag } = written(await (handles[0] ?? assert.fail()).create<Thing>("p", { id: `d${round}`, by: -1 }));
      const outcomes = await Promise.all(
        Array.from({ length: 20 }, (_, by) =>
          (handles[by % 2] ?? assert.fail()).replace<Thing>("p", { id: `d${round}`, by }, _etag),
        ),
      );
      const winners = outcomes.flatMap((outcome, by) => (outcome.outcome === "written" ? [by] : []));
      assert.equal(winners.length, 1);
      assert.ok(outcomes.every(({ outcome }) => outcome === "written" || outcome === "preconditionFailed"));
      for (const handle of handles) assert.equal((await handle.read("p", `d${round}`))?.["by"], winners[0]);
    }
  });

  test("of many creates of one id, and of one key, exactly one is written", async () => {
    await using world = await begin();
    const handles = [await opened(world, keyed), await opened(world, keyed)];
    const race = async (document: (n: number) => Thing) => {
      const outcomes = await Promise.all(
        Array.from({ length: 20 }, (_, n) => (handles[n % 2] ?? assert.fail()).create("p", document(n))),
      );
      assert.equal(outcomes.filter(({ outcome }) => outcome === "written").length, 1);
      return outcomes.find(({ outcome }) => outcome === "conflict");
    };
    assert.deepEqual(await race((n) => ({ id: "a", key: `a${n}` })), { outcome: "conflict", path: "/id" });
    assert.deepEqual(await race((n) => ({ id: `b${n}`, key: "b" })), { outcome: "conflict", path: "/key" });
  });

  test("no increment is lost, whoever reads and replaces (spec 02 §14 invariant 7)", async () => {
    await using world = await begin();
    const handles = [await opened(world, plain), await opened(world, plain)];
    written(await (handles[0] ?? assert.fail()).create<Thing>("p", { id: "counter", n: 0 }));
    await Promise.all(
      Array.from({ length: 10 }, async (_, lane) => {
        const container = handles[lane % 2] ?? assert.fail();
        for (let done = 0; done < 10; ) {
          const read = await container.read<Thing>("p", "counter");
          assert.ok(read !== undefined);
          const outcome = await container.replace("p", { ...read, n: (read["n"] as number) + 1 }, read._etag);
          if (outcome.outcome === "written") done++;
        }
      }),
    );
    for (const handle of handles) assert.equal((await handle.read("p", "counter"))?.["n"], 100);
  });

  test("a document fenced by another's ETag in one batch is written by the holder only (architecture decision 4)", async () => {
    await using world = await begin();
    const handles = [await opened(world, plain), await opened(world, plain)];
    const [one, other] = [handles[0] ?? assert.fail(), handles[1] ?? assert.fail()];
    const work = written(await one.create<Thing>("p", { id: "work", token: 1 }));
    written(await one.create<Thing>("p", { id: "cluster", by: "nobody" }));
    const write = (container: typeof one, by: string) =>
      container.batch("p", [
        { replace: { id: "work", token: 2, by }, ifMatch: work._etag },
        { replace: { id: "cluster", by }, ifMatch: "any" },
      ]);
    const outcomes = await Promise.all([write(one, "one"), write(other, "other"), write(one, "one")]);
    assert.equal(outcomes.filter(({ outcome }) => outcome === "written").length, 1);
    const holder = (await other.read("p", "work"))?.["by"];
    assert.equal((await one.read("p", "cluster"))?.["by"], holder);
  });

  test("a write that was acknowledged is read by every handle at once", async () => {
    await using world = await begin();
    const handles = [await opened(world, plain), await opened(world, plain)];
    for (let n = 0; n < 20; n++) {
      const { _etag } = written(await (handles[n % 2] ?? assert.fail()).create("p", { id: `d${n}` }));
      assert.equal((await (handles[(n + 1) % 2] ?? assert.fail()).read("p", `d${n}`))?._etag, _etag);
    }
  });
}
