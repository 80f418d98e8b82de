import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { type TestContext, test } from "node:test";
import type { Worker } from "node:worker_threads";
import { manualClock, systemClock } from "@aro/runtime";
import { createLog } from "@aro/telemetry";
import { type Container, StoreUnavailable } from "../store.ts";
import { DatabaseUnusable } from "./faults.ts";
import { openSqliteStore, type SqliteOptions } from "./open.ts";

const plain = { name: "Plain", uniqueKeys: [], queries: [] };

/** A store with a container, the threads it started, and what it logged. */
async function world(context: TestContext, options: Partial<SqliteOptions> = {}) {
  const folder = await mkdtemp(join(tmpdir(), "thread-"));
  const path = join(folder, "store.db");
  const threads: Worker[] = [];
  const started = (worker: Worker) => void threads.push(worker);
  process.on("worker", started);
  const lines: string[] = [];
  const log = createLog({ service: "test", level: "debug", destination: { write: (line) => void lines.push(line) } });
  const store = await openSqliteStore({ path, clock: systemClock, log, ...options });
  context.after(async () => {
    await store[Symbol.asyncDispose]();
    process.off("worker", started);
    await rm(folder, { recursive: true });
  });
  return { path, store, threads, lines, container: await store.container(plain) };
}

const end = async (thread: Worker | undefined) => void (await thread?.terminate());
/** Ids in the order in which they were written. */
const ids = async (container: Container) => (await container.changes({})).documents.map(({ id }) => id);

test("writes happen in the order of the calls, across messages and groups", async (context) => {
  const { container } = await world(context);
  const wanted = Array.from({ length: 1500 }, (_, n) => `d${n}`);
  const creating: Promise<unknown>[] = [];
  for (const [n, id] of wanted.entries()) {
    creating.push(container.create("p", { id }));
    if (n % 100 === 0) await new Promise((resolve) => setImmediate(resolve));
  }
  await Promise.all(creating);
  const read: unknown[] = [];
  for (let continuation: string | undefined, more = true; more; ) {
    const page = await container.changes({ pageSize: 1000, ...(continuation === undefined ? {} : { continuation }) });
    read.push(...page.documents.map(({ id }) => id));
    ({ continuation } = page);
    more = page.documents.length > 0;
  }
  assert.deepEqual(read, wanted);
});

test("what has been acknowledged is read at once; a listener hears of each commit once", async (context) => {
  const { container } = await world(context);
  let heard = 0;
  using _listening = container.onWrite(() => heard++);
  await container.create("p", { id: "first" });
  await systemClock.sleep(50);
  const before = heard;
  for (let n = 0; n < 50; n++) {
    await container.create("p", { id: `d${n}` });
    assert.notEqual(await container.read("p", `d${n}`), undefined);
  }
  // Longer than it takes to look for other processes' commits: none of these was another's.
  await systemClock.sleep(50);
  assert.equal(heard - before, 50);
});

test("a thread that dies refuses what it owed with StoreUnavailable, says so, and the next write has another", async (context) => {
  const { container, threads, lines } = await world(context);
  await container.create("p", { id: "before" });
  const owed = Array.from({ length: 20 }, (_, n) => container.create("p", { id: `owed${n}` }));
  const ending = end(threads[0]);
  for (const one of await Promise.allSettled(owed)) {
    if (one.status === "fulfilled") continue;
    assert.ok(one.reason instanceof StoreUnavailable);
    assert.match(one.reason.message, /the thread that writes the database .*store\.db has ended/);
  }
  await ending;
  assert.ok((await Promise.allSettled(owed)).some(({ status }) => status === "rejected"));
  assert.match(lines.join(""), /"level":"error".*"event":"store.writerEnded"/);
  assert.equal((await container.create("p", { id: "after" })).outcome, "written");
  assert.equal(threads.length, 2);
  const stored = await ids(container);
  assert.deepEqual([stored[0], stored.at(-1)], ["before", "after"]);
});

test("a thread that died while nobody wrote is missed by no write", async (context) => {
  const { container, threads } = await world(context);
  await end(threads[0]);
  assert.equal((await container.create("p", { id: "a" })).outcome, "written");
});

test("other processes' commits are heard of again after the thread has died", async (context) => {
  const { path, container, threads } = await world(context);
  let heard = 0;
  using _listening = container.onWrite(() => heard++);
  await end(threads[0]);
  await using other = await openSqliteStore({ path, clock: systemClock });
  await (await other.container(plain)).create("p", { id: "a" });
  for (let waited = 0; heard === 0; waited += 20) {
    assert.ok(waited < 10_000, "nothing was heard");
    await systemClock.sleep(20);
  }
});

test("a commit of another process between listening and the thread's first look is heard of", async (context) => {
  const { path, container } = await world(context);
  const other = new DatabaseSync(path);
  context.after(() => other.close());
  for (let round = 0; round < 20; round++) {
    const heard = new Promise<void>((resolve) => {
      const listening = container.onWrite(() => {
        listening[Symbol.dispose]();
        resolve();
      });
    });
    other.exec("UPDATE commit_sequence SET last=last+1");
    await heard;
  }
});

test("closing waits for the writes that were asked for, ends the thread, and leaves no log behind", async (context) => {
  const { path, store, container, threads } = await world(context);
  const writing = Array.from({ length: 700 }, (_, n) => container.create("p", { id: `d${n}` }));
  const ended = once(threads[0] as Worker, "exit");
  await store[Symbol.asyncDispose]();
  assert.ok((await Promise.all(writing)).every(({ outcome }) => outcome === "written"));
  await ended;
  assert.equal(existsSync(`${path}-wal`), false);
  await assert.rejects(container.create("p", { id: "late" }), StoreUnavailable);
  const file = new DatabaseSync(path, { readOnly: true });
  assert.equal(file.prepare("SELECT count(*) AS n FROM documents_Plain").get()?.["n"], 700);
  file.close();
});

test("closing after the thread has died is no wait for ever", async (context) => {
  const { store, threads } = await world(context);
  await end(threads[0]);
  await store[Symbol.asyncDispose]();
});

test("what is wrong with the file is said by the class of the error, as in one thread", async (context) => {
  const { path, container } = await world(context);
  const other = new DatabaseSync(path);
  other.exec("DROP TABLE documents_Plain; CREATE VIEW documents_Plain AS SELECT 1 AS partition, 2 AS id");
  other.close();
  await assert.rejects(container.create("p", { id: "a" }), (error: unknown) => {
    assert.ok(error instanceof StoreUnavailable, String(error));
    assert.match(error.message, /store\.db cannot answer \(/);
    assert.ok(error.cause instanceof Error);
    return true;
  });
});

test("a file that can no longer be opened refuses writes with what is wrong", async (context) => {
  const { path, container, threads } = await world(context);
  await end(threads[0]);
  for (const suffix of ["-wal", "-shm", ""]) await rm(path + suffix, { force: true });
  await rm(path, { force: true });
  await mkdir(path);
  await assert.rejects(
    container.create("p", { id: "a" }),
    (error: unknown) => error instanceof DatabaseUnusable && error.fault === "notADatabase",
  );
});

test("a write that waited for a lock is stamped with the store time at which it happens", async (context) => {
  const clock = manualClock(1_700_000_000_000);
  const { path, container } = await world(context, { clock });
  const other = new DatabaseSync(path);
  other.exec("BEGIN IMMEDIATE");
  const writing = container.create("p", { id: "a" });
  await systemClock.sleep(50);
  await clock.advance(7000);
  await systemClock.sleep(700);
  other.exec("COMMIT");
  other.close();
  const outcome = await writing;
  assert.equal(outcome.outcome === "written" && outcome.document._ts, 1_700_000_007);
});

test("an open store keeps no process alive, an unanswered write does", () => {
  const program = (rest: string) =>
    `import { openSqliteStore } from "${new URL("open.ts", import.meta.url).href}";
     import { mkdtempSync } from "node:fs";
     import { join } from "node:path";
     const store = await openSqliteStore({ path: join(mkdtempSync(process.argv[1] + "/thread-"), "store.db"), clock: { now: () => 0, timer: () => ({ [Symbol.dispose]() {} }) } });
     const container = await store.container({ name: "Plain", uniqueKeys: [], queries: [] });
     ${rest}`;
  const run = (rest: string) =>
    spawnSync(process.execPath, ["--input-type=module", "--eval", program(rest), tmpdir()], {
      encoding: "utf8",
      timeout: 20_000,
    });
  const idle = run("console.log('open');");
  assert.deepEqual([idle.status, idle.stdout], [0, "open\n"], idle.stderr);
  const busy = run("container.create('p', { id: 'a' }).then(({ outcome }) => console.log(outcome));");
  assert.deepEqual([busy.status, busy.stdout], [0, "written\n"], busy.stderr);
});
