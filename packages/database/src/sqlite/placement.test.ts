import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { systemClock } from "@aro/runtime";
import { Connection } from "./connection.ts";
import { openSqliteStore } from "./open.ts";

const definition = { name: "Things", uniqueKeys: [], queries: [] };
const bytesOf = { cluster: 7900, operation: 900, work: 450 };
const number = (count: number) => String(count).padStart(6, "0");

/** A store in a file of its own, and what `former` versions did with it: they left the rowid to SQLite. */
async function world() {
  const folder = await mkdtemp(join(tmpdir(), "placement-"));
  const path = join(folder, "store.db");
  const open = async () => {
    const store = await openSqliteStore({ path, clock: systemClock });
    const things = await store.container(definition);
    const create = (count: number) =>
      things.batch(
        "p",
        Object.entries(bytesOf).map(([kind, bytes]) => ({
          create: { id: `${kind}-${number(count)}`, text: "x".repeat(bytes) },
        })),
      );
    return { things, create, [Symbol.asyncDispose]: () => store[Symbol.asyncDispose]() };
  };
  const direct = <Result>(use: (connection: Connection) => Result): Result => {
    const connection = new Connection(path);
    try {
      return use(connection);
    } finally {
      connection.close();
    }
  };
  return { open, direct, [Symbol.asyncDispose]: () => rm(folder, { recursive: true }) };
}

test("clusters, operations and work items fill their pages, though they are written in turn", async () => {
  await using file = await world();
  const many = 100;
  {
    await using store = await file.open();
    for (let count = 0; count < many; count++) await store.create(count);
  }
  const bytes = file.direct((connection) => {
    const { pages } = connection.prepare("SELECT page_count AS pages FROM pragma_page_count").get() as {
      pages: bigint;
    };
    return Number(pages) * 8192;
  });
  const stored = many * (bytesOf.cluster + bytesOf.operation + bytesOf.work);
  assert.ok(bytes < stored * 1.3, `${bytes} bytes for ${stored}`);
});

test("a file that former versions write as well takes documents of both sizes from either", async () => {
  await using file = await world();
  const former = (first: number) =>
    file.direct((connection) => {
      connection.database.exec("BEGIN IMMEDIATE");
      for (const [kind, bytes] of Object.entries(bytesOf))
        for (let count = first; count < first + 3; count++)
          connection.database.exec(`
            UPDATE commit_sequence SET last=last+1;
            INSERT INTO "documents_Things"(seq,ts,expires,body,partition,id)
              SELECT last,1,NULL,'{"id":"${kind}-${number(count)}","text":"${"x".repeat(bytes)}"}','p','${kind}-${number(count)}' FROM commit_sequence;`);
      connection.database.exec("COMMIT");
    });
  for (const first of [0, 10, 20]) {
    {
      await using store = await file.open();
      for (let count = first; count < first + 3; count++)
        assert.equal((await store.create(count)).outcome, "written", number(count));
    }
    former(first + 5);
  }
  await using store = await file.open();
  for (const kind of Object.keys(bytesOf))
    for (const count of [0, 2, 5, 7, 10, 12, 15, 17, 20, 22, 25, 27])
      assert.equal(
        (await store.things.read("p", `${kind}-${number(count)}`))?.["text"]?.toString().length,
        bytesOf[kind as keyof typeof bytesOf],
      );
});
