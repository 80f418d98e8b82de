import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { type Database, StoreUnavailable } from "@aro/database";
import { systemClock } from "@aro/runtime";
import { createBackend } from "./backend.ts";
import { memoryWorld } from "./testing/run-one.ts";
import {
  type Accepted,
  accept,
  act,
  ended,
  look,
  openWorld,
  quickDurations,
  register,
  sampleCluster,
  sampleSubscription,
  storeIdle,
  testDeps,
} from "./testing/world.ts";

const create = (database: Database, name: string): Promise<Accepted> =>
  accept(database, { kind: "Creating", cluster: sampleCluster(name, "Creating") });

/** A gate that steps wait at. */
function gate() {
  const { promise, resolve } = Promise.withResolvers<void>();
  return { opened: promise, open: resolve };
}

/** Waits in real time until `holds`. */
async function until(holds: () => boolean | Promise<boolean>, what: string): Promise<void> {
  for (let turn = 0; turn < 2_000; turn++) {
    if (await holds()) return;
    await systemClock.sleep(5);
  }
  assert.fail(`never came: ${what}`);
}

test("work that is accepted while a backend waits is taken at once, long before the next poll", async (t) => {
  const database = await memoryWorld(t);
  const durations = { ...quickDurations, idlePoll: 600_000 };
  await using backend = createBackend(testDeps(database, { Creating: () => [act("a")] }, { durations }));
  backend.start();
  await systemClock.sleep(20);
  const accepted = await create(database, "c1");
  await ended(database, accepted, 2_000);
});

test("no more operations run at the same time than there are workers, and all are done (spec 02 §14 invariant 24)", async (t) => {
  const database = await memoryWorld(t);
  let running = 0;
  let most = 0;
  const step = act("a", async () => {
    most = Math.max(most, ++running);
    await systemClock.sleep(10);
    running--;
  });
  const accepted = await Promise.all(["a", "b", "c", "d", "e"].map((name) => create(database, name)));
  await using backend = createBackend(testDeps(database, { Creating: () => [step] }, { workers: 2 }));
  backend.start();
  await Promise.all(accepted.map((one) => ended(database, one)));
  assert.equal(most, 2);
});

test("an operation of a kind without a list is left byte for byte (spec 02 §14 invariant 29)", async (t) => {
  const database = await memoryWorld(t);
  await storeIdle(database, sampleCluster("c1", "Succeeded"));
  const unknown = await accept(database, { kind: "AdminUpdating", cluster: sampleCluster("c1", "x") });
  const before = await look(database, unknown);
  const known = await create(database, "c2");
  await using backend = createBackend(testDeps(database, { Creating: () => [act("a")] }));
  backend.start();
  await ended(database, known);
  await systemClock.sleep(3 * quickDurations.idlePoll);
  assert.deepEqual(await look(database, unknown), before);
});

test("operations of unknown kinds, however many, do not keep others from being taken (spec 02 §14 invariant 25)", async (t) => {
  const database = await memoryWorld(t);
  for (let index = 0; index < 120; index++) {
    await storeIdle(database, sampleCluster(`u${index}`, "Succeeded"));
    await accept(database, { kind: "AdminUpdating", cluster: sampleCluster(`u${index}`, "x") });
  }
  const known = await create(database, "c2");
  await using backend = createBackend(testDeps(database, { Creating: () => [act("a")] }, { workers: 1 }));
  backend.start();
  await ended(database, known);
});

test("a document that cannot be taken does not keep others from it (spec 02 §16 D3)", async (t) => {
  const database = await memoryWorld(t);
  const broken = await create(database, "broken");
  const fine = await create(database, "fine");
  const { byId } = database.clusters;
  database.clusters.byId = (subscription, id) =>
    id === broken.clusterId ? Promise.reject(new TypeError("broken")) : byId(subscription, id);
  await using backend = createBackend(testDeps(database, { Creating: () => [act("a")] }));
  backend.start();
  await ended(database, fine);
});

test("after a drain nothing is taken, what ran has ended, and no wake-up is lost (spec 02 §14 invariant 33, §16 D12, D13)", async (t) => {
  const database = await memoryWorld(t);
  const wall = gate();
  const started = gate();
  const step = act("a", () => {
    started.open();
    return wall.opened;
  });
  const durations = { ...quickDurations, idlePoll: 600_000 };
  const backend = createBackend(testDeps(database, { Creating: () => [step] }, { durations }));
  backend.start();
  const first = await create(database, "c1");
  await started.opened;
  const draining = backend.drain();
  const second = await create(database, "c2");
  await systemClock.sleep(50);
  assert.equal((await look(database, first)).work?.state, "leased", "a drain waits without limit");
  wall.open();
  await draining;
  assert.equal((await look(database, first)).operation?.asyncOperation.status, "Succeeded");
  assert.deepEqual((await look(database, second)).work?.dequeues, 0);
});

test("what is found again while it is being taken in vain is looked for once more (spec 02 §16 D13)", async (t) => {
  const database = await memoryWorld(t);
  const reading = gate();
  const release = gate();
  const first = await create(database, "c1");
  const { byId } = database.clusters;
  database.clusters.byId = async () => {
    database.clusters.byId = byId;
    reading.open();
    await release.opened;
    return undefined;
  };
  const durations = { ...quickDurations, idlePoll: 600_000 };
  await using backend = createBackend(testDeps(database, { Creating: () => [act("a")] }, { durations }));
  backend.start();
  await reading.opened;
  await ended(database, await create(database, "c2"));
  release.open();
  assert.equal((await ended(database, first, 2_000)).asyncOperation.status, "Succeeded");
});

test("an idle backend stops at once", async (t) => {
  const database = await memoryWorld(t);
  const durations = { ...quickDurations, idlePoll: 600_000 };
  const backend = createBackend(testDeps(database, {}, { durations }));
  backend.start();
  await systemClock.sleep(20);
  const began = systemClock.monotonic();
  await backend.drain();
  assert.ok(systemClock.monotonic() - began < 1_000);
});

test("a stop gives the work back: another goes on after the finished steps, and no taking is counted", async (t) => {
  const database = await memoryWorld(t);
  const ran: string[] = [];
  const started = gate();
  const hang = act("b", (_, signal) => {
    ran.push("b");
    started.open();
    return new Promise((_resolve, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
  });
  const first = createBackend(testDeps(database, { Creating: () => [act("a", () => ran.push("a")), hang] }));
  first.start();
  const accepted = await create(database, "c1");
  await started.opened;
  await first.stop();
  const { work } = await look(database, accepted);
  assert.deepEqual([work?.state, work?.owner, work?.dequeues, work?.token], ["queued", undefined, 0, 1]);
  const steps = [act("a", () => ran.push("a")), act("b", () => ran.push("b again"))];
  await using second = createBackend(testDeps(database, { Creating: () => steps }));
  second.start();
  await ended(database, accepted);
  assert.deepEqual(ran, ["a", "b", "b again"]);
});

test("what cannot be prepared is given back for later and counts, until the budget is spent (spec 02 §16 D10)", async (t) => {
  const database = await openWorld(":memory:");
  t.after(() => database.store[Symbol.asyncDispose]());
  const accepted = await create(database, "c1");
  await using backend = createBackend(testDeps(database, { Creating: () => [act("a")] }));
  backend.start();
  await until(async () => (await look(database, accepted)).work?.dequeues === 2, "a second taking");
  await register(database);
  assert.equal((await ended(database, accepted)).asyncOperation.status, "Succeeded");
});

test("a store that does not answer for a while ends nothing and costs no taking", async (t) => {
  const database = await memoryWorld(t);
  const { container } = database.clusters;
  const real = { batch: container.batch.bind(container), query: container.query.bind(container) };
  let down = false;
  container.batch = (...call) => (down ? Promise.reject(new StoreUnavailable("down")) : real.batch(...call));
  container.query = (...call) => (down ? Promise.reject(new StoreUnavailable("down")) : real.query(...call));
  const outage = act("b", async () => {
    down = true;
    void systemClock.sleep(400).then(() => {
      down = false;
    });
  });
  await using backend = createBackend(testDeps(database, { Creating: () => [act("a"), outage, act("c")] }));
  backend.start();
  const accepted = await create(database, "c1");
  assert.equal((await ended(database, accepted)).asyncOperation.status, "Succeeded");
  assert.equal((await look(database, accepted)).work?.dequeues, 1);
});

test("a delete while creating is honoured: the step is told, its call is waited for, and only then the delete begins (ARM-DEL-04)", async (t) => {
  const database = await memoryWorld(t);
  const events: string[] = [];
  const started = gate();
  const returning = gate();
  const creating = act("createDNS", async (_, signal) => {
    events.push("create began");
    signal.addEventListener("abort", () => events.push("create was told"));
    started.open();
    await returning.opened;
    events.push("create returned");
  });
  const never = act("never", () => assert.fail("a step of the cancelled operation ran"));
  const deleting = act("deleteAll", () => events.push("delete began"));
  const patient = { longestAzureCall: 60_000, idlePoll: 600_000, lease: 600_000, heartbeat: 60_000 };
  const durations = { ...quickDurations, ...patient };
  const flows = { Creating: () => [creating, never], Deleting: () => [deleting] };
  await using backend = createBackend(testDeps(database, flows, { durations }));
  backend.start();
  const cluster = sampleCluster("c1", "Creating");
  const creation = await accept(database, { kind: "Creating", cluster });
  await started.opened;
  const deletion = await accept(database, { kind: "Deleting", cluster });
  await until(() => events.includes("create was told"), "the abort");
  await systemClock.sleep(50);
  assert.equal(events.includes("delete began"), false);
  returning.open();
  assert.equal((await ended(database, deletion, 2_000)).asyncOperation.status, "Succeeded");
  assert.deepEqual(events, ["create began", "create was told", "create returned", "delete began"]);
  const { operation } = await look(database, creation);
  assert.equal(operation?.asyncOperation.status, "Canceled");
  assert.deepEqual(operation?.asyncOperation.progress?.finished, []);
  assert.equal((await look(database, deletion)).work, undefined);
});

test("a call that does not return when it is told to keeps the delete waiting for its longest time, no longer (architecture §5.4)", async (t) => {
  const database = await memoryWorld(t);
  const started = gate();
  const deaf = act("deaf", () => {
    started.open();
    return new Promise(() => {});
  });
  let begun = 0;
  const deleting = act("deleteAll", async () => {
    begun = await database.store.now();
  });
  const durations = { ...quickDurations, longestAzureCall: 200, lease: 1_000 };
  const flows = { Creating: () => [deaf], Deleting: () => [deleting] };
  await using backend = createBackend(testDeps(database, flows, { durations }));
  backend.start();
  const cluster = sampleCluster("c1", "Creating");
  await accept(database, { kind: "Creating", cluster });
  await started.opened;
  const deletion = await accept(database, { kind: "Deleting", cluster });
  const { quietAfter } = (await look(database, deletion)).work?.predecessor ?? {};
  assert.equal((await ended(database, deletion)).asyncOperation.status, "Succeeded");
  assert.ok(quietAfter !== undefined && begun > quietAfter, `${begun} is not after ${quietAfter}`);
});

test("a delete that comes while the create writes its end wins or loses whole: one truthful end (ARM-ASY-08)", async (t) => {
  const database = await memoryWorld(t);
  await using backend = createBackend(testDeps(database, { Creating: () => [act("a")], Deleting: () => [act("b")] }));
  backend.start();
  for (let round = 0; round < 20; round++) {
    const cluster = { ...sampleCluster(`c${round}`, "Creating"), id: `doc-${round}` };
    const creation = await accept(database, { kind: "Creating", cluster });
    for (let turn = 0; turn < round; turn++) await new Promise((resolve) => setImmediate(resolve));
    const deletion = await accept(database, { kind: "Deleting", cluster });
    assert.equal((await ended(database, deletion)).asyncOperation.status, "Succeeded");
    const { operation } = await look(database, creation);
    assert.ok(["Succeeded", "Canceled"].includes(operation?.asyncOperation.status ?? ""));
  }
});

test("neither queue starves the other (spec 02 §14 invariant 26)", async (t) => {
  const database = await memoryWorld(t);
  const order: string[] = [];
  const creations = await Promise.all(Array.from({ length: 8 }, (_, index) => create(database, `c${index}`)));
  const other = sampleSubscription.replace(/1$/, "2");
  await storeIdle(database, sampleCluster("victim", "Succeeded", other));
  await register(database, other, "Deleted");
  const flows = {
    Creating: () => [act("a", () => order.push("create"))],
    Deleting: () => [act("b", () => order.push("delete"))],
  };
  await using backend = createBackend(testDeps(database, flows, { workers: 1 }));
  backend.start();
  await Promise.all(creations.map((creation) => ended(database, creation)));
  const cascade = await database.subscriptions.read(other);
  assert.equal(cascade?.deleting, false, "the subscription had its turn among eight creates");
});

test("two backends on one file share the work and run nothing twice (spec 02 §14 invariant 1)", async (t) => {
  const folder = await mkdtemp(join(tmpdir(), "backend-"));
  t.after(() => rm(folder, { recursive: true }));
  const databases = [await openWorld(join(folder, "store")), await openWorld(join(folder, "store"))];
  for (const database of databases) t.after(() => database.store[Symbol.asyncDispose]());
  const [first] = databases as [Database, Database];
  await register(first);
  const ran: string[] = [];
  const step = act("a", async ({ run }) => {
    ran.push(run.cluster().id);
    await systemClock.sleep(5);
  });
  const backends = databases.map((database) => createBackend(testDeps(database, { Creating: () => [step] })));
  for (const backend of backends) backend.start();
  const accepted = await Promise.all(Array.from({ length: 30 }, (_, index) => create(first, `c${index}`)));
  await Promise.all(accepted.map((one) => ended(first, one)));
  for (const backend of backends) await backend.stop();
  assert.deepEqual(ran.toSorted(), accepted.map((one) => one.clusterId).toSorted());
});
