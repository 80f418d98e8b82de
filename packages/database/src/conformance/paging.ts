import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { ContainerDefinition } from "../store.ts";
import { type BeginWorld, opened, type Thing, written } from "./world.ts";

const where = [{ path: "/kind", equals: "x" }] as const;
const paged = {
  name: "Paged",
  uniqueKeys: [],
  defaultTtlSeconds: -1,
  queries: [
    { name: "by-id", where },
    { name: "by-rank", where, orderBy: "/rank" },
    { name: "of-partition", where, scope: "partition", orderBy: "/rank" },
  ],
} as const satisfies ContainerDefinition;

/** Pages and their continuations. */
export function pagingFacts(begin: BeginWorld): void {
  test("pages have the size that was asked for, and the last one carries no continuation", async () => {
    await using world = await begin();
    const container = await opened(world, paged);
    for (let n = 0; n < 5; n++) written(await container.create<Thing>("p", { id: `d${n}`, kind: "x" }));
    const sizes: number[] = [];
    let continuation: string | undefined;
    do {
      const page = await container.query("by-id", {
        pageSize: 2,
        ...(continuation === undefined ? {} : { continuation }),
      });
      sizes.push(page.documents.length);
      continuation = page.continuation;
    } while (continuation !== undefined);
    assert.deepEqual(sizes, [2, 2, 1]);
    assert.equal((await container.query("by-id", { pageSize: 5 })).continuation, undefined);
    assert.equal((await container.query("by-id", {})).continuation, undefined);
  });

  test("a continuation is refused by another query, and text by text it is nobody's business what is in it", async () => {
    await using world = await begin();
    const container = await opened(world, paged);
    for (let n = 0; n < 3; n++) written(await container.create<Thing>("p", { id: `d${n}`, kind: "x" }));
    const { continuation = "" } = await container.query("by-id", { pageSize: 1 });
    assert.match(continuation, /^[\w-]+$/);
    await assert.rejects(container.query("by-rank", { continuation }), /cannot be read|belongs to/);
  });

  test("a document that nobody touches while others write is on exactly one page", async () => {
    await using world = await begin();
    const rank = fc.oneof(
      fc.integer({ min: -3, max: 3 }),
      fc.double({ noNaN: true }),
      fc.string({ maxLength: 2 }),
      fc.constant(null),
    );
    const document = fc.record({ rank }, { requiredKeys: [] });
    let run = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(document, { minLength: 1, maxLength: 12 }),
        fc.array(fc.record({ at: fc.nat(30), remove: fc.boolean(), rank }), { maxLength: 12 }),
        fc.integer({ min: 1, max: 4 }),
        fc.constantFrom("by-id", "by-rank", "of-partition"),
        async (untouched, writes, pageSize, query) => {
          const container = await opened(world, { ...paged, name: `Paged${run++}` });
          for (const [n, one] of untouched.entries())
            written(await container.create<Thing>("p", { ...one, id: `u${n}`, kind: "x" }));
          for (let n = 0; n < 8; n++) written(await container.create<Thing>("p", { id: `t${n}`, kind: "x", rank: n }));
          const found: string[] = [];
          const waiting = [...writes];
          let continuation: string | undefined;
          do {
            const page = await container.query<Thing>(query, {
              partition: "p",
              pageSize,
              ...(continuation === undefined ? {} : { continuation }),
            });
            found.push(...page.documents.map(({ id }) => id));
            continuation = page.continuation;
            const write = waiting.shift();
            if (write === undefined) continue;
            const touched: Thing = { id: `t${write.at}`, kind: "x", rank: write.rank };
            if (write.remove) await container.delete("p", touched.id, "any");
            else if ((await container.replace("p", touched, "any")).outcome === "notFound")
              await container.create("p", touched);
          } while (continuation !== undefined);
          const expected = untouched.map((_, n) => `u${n}`).sort();
          assert.deepEqual(found.filter((id) => id.startsWith("u")).sort(), expected);
        },
      ),
      { numRuns: 40 },
    );
  });
}
