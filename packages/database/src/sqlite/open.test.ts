import assert from "node:assert/strict";
import { chmod, mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { type TestContext, test } from "node:test";
import { manualClock, systemClock } from "@aro/runtime";
import { StoreUnavailable } from "../store.ts";
import { type DatabaseFault, DatabaseUnusable } from "./faults.ts";
import { openSqliteStore } from "./open.ts";
import { schemaVersion } from "./schema.ts";

const clock = systemClock;
const plain = { name: "Plain", uniqueKeys: [], queries: [] };

async function folderOf(context: TestContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "open-"));
  context.after(() => rm(folder, { recursive: true }));
  return folder;
}

const unusable = (fault: DatabaseFault, message: RegExp) => (error: unknown) => {
  assert.ok(error instanceof DatabaseUnusable, String(error));
  assert.equal(error.fault, fault);
  assert.match(error.message, message);
  return true;
};

/** Writes a database with a container of `count` documents and closes it. */
async function filled(path: string, count: number): Promise<void> {
  await using store = await openSqliteStore({ path, clock });
  const container = await store.container(plain);
  await Promise.all(
    Array.from({ length: count }, (_, n) => container.create("p", { id: `d${n}`, text: "x".repeat(2000) })),
  );
}

test("a missing folder is named, and not made", async (context) => {
  const folder = join(await folderOf(context), "missing");
  await assert.rejects(
    openSqliteStore({ path: join(folder, "store.db"), clock }),
    unusable("missingFolder", /the folder .*missing of the database does not exist; create it/),
  );
  await assert.rejects(stat(folder), /ENOENT/);
});

test("a folder in the place of the file is named", async (context) => {
  const folder = await folderOf(context);
  await assert.rejects(openSqliteStore({ path: folder, clock }), unusable("notADatabase", /is a folder/));
});

test("a file that is not a database is left as it is", async (context) => {
  const path = join(await folderOf(context), "store.db");
  await writeFile(path, "a letter to a friend\n".repeat(300));
  await assert.rejects(openSqliteStore({ path, clock }), unusable("notADatabase", /store\.db is not a database/));
  assert.equal(await readFile(path, "utf8"), "a letter to a friend\n".repeat(300));
});

test("another program's database is left as it is", async (context) => {
  const path = join(await folderOf(context), "store.db");
  const theirs = new DatabaseSync(path);
  theirs.exec("CREATE TABLE songs (title TEXT)");
  theirs.close();
  await assert.rejects(openSqliteStore({ path, clock }), unusable("notADatabase", /another program's database/));
});

test("a layout that this build does not know is refused", async (context) => {
  const path = join(await folderOf(context), "store.db");
  await filled(path, 1);
  const file = new DatabaseSync(path);
  file.exec(`UPDATE schema_version SET version=${schemaVersion + 1}`);
  file.close();
  await assert.rejects(
    openSqliteStore({ path, clock }),
    unusable("newerSchema", new RegExp(`has layout ${schemaVersion + 1}, this build knows ${schemaVersion}`)),
  );
});

test("a damaged file says so, and what to do, wherever it is met", async (context) => {
  const path = join(await folderOf(context), "store.db");
  await filled(path, 200);
  const bytes = await readFile(path);
  bytes.fill(0xa5, 4096 * 8);
  await writeFile(path, bytes);
  const use = async () => {
    await using store = await openSqliteStore({ path, clock });
    const container = await store.container(plain);
    for (let n = 0; n < 200; n++) await container.replace("p", { id: `d${n}`, text: "y" }, "any");
  };
  await assert.rejects(use(), unusable("damaged", /is damaged \(.*\); restore it from a copy, or remove it/));
});

test("a file without permission to write says which permission is missing", async (context) => {
  const folder = await folderOf(context);
  const path = join(folder, "store.db");
  await filled(path, 1);
  await chmod(path, 0o444);
  await chmod(folder, 0o555);
  // The superuser may write anything: step down for the attempt.
  const superuser = process.getuid?.() === 0;
  if (superuser) process.seteuid?.(65534);
  try {
    const use = async () => {
      await using store = await openSqliteStore({ path, clock });
      await (await store.container(plain)).create("p", { id: "new" });
    };
    await assert.rejects(use(), unusable("readOnly", /cannot be written; the process needs write permission/));
  } finally {
    if (superuser) process.seteuid?.(0);
    await chmod(folder, 0o755);
  }
});

test("a lock that another process keeps ends in StoreUnavailable, and the event loop is free meanwhile", async (context) => {
  const path = join(await folderOf(context), "store.db");
  await filled(path, 1);
  const other = new DatabaseSync(path);
  await using store = await openSqliteStore({ path, clock, busyLimitMilliseconds: 200 });
  const container = await store.container(plain);
  other.exec("BEGIN IMMEDIATE");
  let turns = 0;
  const watch = async (writing: Promise<unknown>) => {
    let done = false;
    void writing.finally(() => (done = true)).catch(() => undefined);
    for (; !done; turns++) await clock.sleep(1);
  };
  const writing = container.create("p", { id: "refused" });
  await watch(writing);
  await assert.rejects(writing, (error: unknown) => {
    assert.ok(error instanceof StoreUnavailable);
    assert.match(error.message, /has been locked by another process for \d{3,} ms/);
    return true;
  });
  // Who waits for the lock inside SQLite lets nothing else happen: one turn at most.
  assert.ok(turns > 3, `${turns} turns`);
  // Reads need no lock, and the next write goes through once the lock is gone.
  assert.notEqual(await container.read("p", "d0"), undefined);
  const waiting = container.create("p", { id: "accepted" });
  await clock.sleep(20);
  other.exec("COMMIT");
  assert.equal((await waiting).outcome, "written");
  assert.equal(await container.read("p", "refused"), undefined);
  other.close();
});

test("expired documents are removed from the file by and by, also those nobody asks for", async (context) => {
  const path = join(await folderOf(context), "store.db");
  const manual = manualClock();
  await using store = await openSqliteStore({ path, clock: manual });
  const container = await store.container({ ...plain, defaultTtlSeconds: -1 });
  await Promise.all(Array.from({ length: 450 }, (_, n) => container.create("p", { id: `d${n}`, ttl: 10 })));
  await container.create("p", { id: "stays" });
  const rows = () => {
    const file = new DatabaseSync(path, { readOnly: true });
    const row = file.prepare("SELECT count(*) AS rows FROM documents_Plain").get();
    file.close();
    return row?.["rows"];
  };
  assert.equal(rows(), 451);
  await manual.advance(61_000);
  // Several transactions of bounded size: let them all pass.
  await container.create("p", { id: "after" });
  for (let waited = 0; waited < 5000 && rows() !== 2; waited += 10) await clock.sleep(10);
  assert.equal(rows(), 2);
});

test("an in-memory store works without a file and vanishes with its handle", async () => {
  await using store = await openSqliteStore({ path: ":memory:", clock });
  const container = await store.container(plain);
  assert.equal((await container.create("p", { id: "a" })).outcome, "written");
  await using other = await openSqliteStore({ path: ":memory:", clock });
  assert.equal(await (await other.container(plain)).read("p", "a"), undefined);
});

test("names and paths that could be taken for SQL are refused", async () => {
  await using store = await openSqliteStore({ path: ":memory:", clock });
  await assert.rejects(store.container({ ...plain, name: 'a" (x); --' }), /container name/);
  await assert.rejects(store.container({ ...plain, uniqueKeys: ["/a'b"] }), /is not a path such as \/a\/b/);
});
