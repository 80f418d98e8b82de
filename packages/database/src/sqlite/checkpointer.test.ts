import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, rename, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { type TestContext, test } from "node:test";
import { manualClock, systemClock } from "@aro/runtime";
import { Checkpointer } from "./checkpointer.ts";
import { Connection } from "./connection.ts";
import { openSqliteStore } from "./open.ts";

const plain = { name: "Plain", uniqueKeys: [], queries: [] };
/** Two pages each in the log and one in the database, with what the index needs. */
const page = "x".repeat(7_000);

async function folderOf(context: TestContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "checkpointer-"));
  context.after(() => rm(folder, { recursive: true }));
  return folder;
}

async function until(what: string, isSo: () => boolean): Promise<void> {
  for (let waited = 0; !isSo(); waited += 10) {
    assert.ok(waited < 20_000, what);
    await systemClock.sleep(10);
  }
}

/** What the log and the database have of each other, seen by a connection that carries nothing over. */
const pagesOf = (file: DatabaseSync) =>
  file.prepare("PRAGMA wal_checkpoint(NOOP)").get() as { log: number; checkpointed: number };

test("the log is carried over by its own thread before the connection that writes would, and loses nothing", async (context) => {
  const path = join(await folderOf(context), "store.db");
  const store = await openSqliteStore({ path, clock: systemClock });
  const container = await store.container(plain);
  const file = new DatabaseSync(path, { readOnly: true });
  const documents = 900;
  for (let n = 0; n < documents; n += 30)
    await Promise.all(Array.from({ length: 30 }, (_, one) => container.create("p", { id: `d${n + one}`, page })));
  // A store of 900 pages, and a log that was never four times as long as what the thread takes.
  await until("nothing was carried over", () => pagesOf(file).checkpointed > 0 || pagesOf(file).log < documents / 2);
  file.close();
  await store[Symbol.asyncDispose]();
  assert.equal(existsSync(`${path}-wal`), false);
  const after = new DatabaseSync(path, { readOnly: true });
  assert.equal(after.prepare("SELECT count(*) AS n FROM documents_Plain").get()?.["n"], documents);
  assert.equal(after.prepare("PRAGMA integrity_check").get()?.["integrity_check"], "ok");
  after.close();
});

test("a checkpoint that fails is told once, and made later", async (context) => {
  const folder = await folderOf(context);
  const [path, aside] = [join(folder, "store.db"), join(folder, "aside")];
  const connection = new Connection(path, { carriesOverAfter: 1_000_000 });
  const waits = manualClock();
  const told: string[] = [];
  const checkpointer = new Checkpointer({
    connection,
    waits,
    log: { warn: (event, fields) => void told.push(`${event}: ${(fields?.["error"] as Error | undefined)?.message}`) },
  });
  connection.database.exec("CREATE TABLE pages(page)");
  const write = () => connection.database.exec("INSERT INTO pages VALUES (zeroblob(5000000))");
  checkpointer.committed();
  write();
  // The thread opens the file by its name.
  for (const suffix of ["", "-wal", "-shm"]) await rename(path + suffix, aside + suffix);
  await mkdir(path);
  checkpointer.committed();
  await until("nothing was told", () => told.length > 0);
  checkpointer.committed();
  await systemClock.sleep(50);
  assert.equal(told.length, 1);
  assert.match(told[0] as string, /store\.checkpointFailed: .* is a folder, not a database/);

  await rm(path, { recursive: true });
  for (const suffix of ["", "-wal", "-shm"]) await rename(aside + suffix, path + suffix);
  await waits.advance(1000);
  const file = new DatabaseSync(path, { readOnly: true });
  checkpointer.committed();
  await until("nothing was carried over", () => pagesOf(file).checkpointed > 600);
  file.close();
  await checkpointer.close();
  connection.close();
  assert.equal(told.length, 1);
});

test("a database that cannot be asked is told of, and harms nobody who commits", async (context) => {
  const connection = new Connection(join(await folderOf(context), "store.db"));
  const told: string[] = [];
  const log = { warn: (event: string) => void told.push(event) };
  const checkpointer = new Checkpointer({ connection, waits: manualClock(), log });
  connection.close();
  checkpointer.committed();
  assert.deepEqual(told, ["store.checkpointFailed"]);
});
