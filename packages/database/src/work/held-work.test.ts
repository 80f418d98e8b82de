import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import type { ClusterDocument, OperationDocument, WorkDocument } from "@aro/api";
import { type ManualClock, manualClock } from "@aro/runtime";
import { silentLog } from "@aro/telemetry";
import { openShiftClusters } from "../containers/definitions.ts";
import { openSqliteStore } from "../sqlite/open.ts";
import { type Container, type Stored, StoreUnavailable } from "../store.ts";
import { enqueueWork, workId } from "./enqueue.ts";
import { HeldWork } from "./held-work.ts";
import { LeaseLost } from "./lease-lost.ts";
import { newOperation } from "./operation.ts";
import { sayQuiet } from "./say-quiet.ts";
import { takeWork } from "./take.ts";
import { ended, isTakeable, released } from "./transitions.ts";

const partition = "sub";
const timing = { leaseMilliseconds: 60_000, heartbeatMilliseconds: 10_000, retryMilliseconds: 1_000 };
const holder = (owner: string) => ({ owner, leaseSeconds: 60, callSeconds: 30 });

interface World {
  clock: ManualClock;
  container: Container;
  now: () => Promise<number>;
  work: () => Promise<Stored<WorkDocument>>;
  cluster: () => Promise<Stored<ClusterDocument>>;
}

/** A store on a clock that stands still, with one cluster whose creation is queued. */
async function world(t: TestContext): Promise<World> {
  const clock = manualClock();
  const store = await openSqliteStore({ path: ":memory:", clock });
  t.after(() => store[Symbol.asyncDispose]());
  const container = await store.container(openShiftClusters);
  const cluster = {
    id: "c1",
    kind: "cluster",
    partitionKey: partition,
    key: "/subscriptions/sub/c1",
    clusterResourceGroupIdKey: "rg",
    clientIdKey: "client",
    revision: 1,
    openShiftCluster: { properties: {} },
  } as unknown as ClusterDocument;
  const operation = newOperation({
    id: "op-1",
    kind: "Creating",
    cluster,
    location: "eastus",
    startTime: "2026-01-01T00:00:00.000Z",
  });
  const next = { operationId: "op-1", clusterId: "c1", partitionKey: partition };
  const written = await container.batch(partition, [
    { create: cluster },
    { create: operation },
    enqueueWork(undefined, next),
  ]);
  assert.equal(written.outcome, "written");
  return {
    clock,
    container,
    now: () => store.now(),
    work: async () => (await container.read<WorkDocument>(partition, workId("c1"))) as Stored<WorkDocument>,
    cluster: async () => (await container.read<ClusterDocument>(partition, "c1")) as Stored<ClusterDocument>,
  };
}

/** Takes the item for `owner`; it must be free. */
async function hold(t: TestContext, at: World, owner: string, container = at.container): Promise<HeldWork> {
  const taking = await takeWork(at.container, await at.work(), {
    holder: holder(owner),
    storeNow: await at.now(),
    clock: at.clock,
  });
  assert.ok(taking.outcome === "taken");
  const [cluster, id] = [await at.cluster(), taking.work.operationId];
  const stored = await at.container.read<OperationDocument>(partition, id);
  const lost = { id, kind: "Deleting", cluster, location: "eastus", startTime: "2026-01-01T00:00:00.000Z" } as const;
  const documents = { work: taking.work, cluster, operation: stored ?? newOperation(lost) };
  const held = new HeldWork({ container, clock: at.clock, log: silentLog, documents, began: taking.began, ...timing });
  t.after(() => held[Symbol.dispose]());
  return held;
}

/** A container whose next batches do not answer; `written` says whether they happened all the same. */
function failing(container: Container): Container & { fail: (times: number, written: boolean) => void } {
  let left = 0;
  let happens = false;
  return Object.assign(Object.create(container) as Container, {
    fail: (times: number, written: boolean) => {
      left = times;
      happens = written;
    },
    batch: async (...call: Parameters<Container["batch"]>) => {
      if (left === 0) return container.batch(...call);
      left--;
      if (happens) await container.batch(...call);
      throw new StoreUnavailable("no answer");
    },
    create: container.create.bind(container),
    read: container.read.bind(container),
    replace: container.replace.bind(container),
  });
}

const name = (label: string) => (documents: { cluster: ClusterDocument }) => ({
  cluster: { ...documents.cluster, label },
});

test("of many workers that try with the same version, exactly one takes it (spec 02 §14 invariant 1)", async (t) => {
  const at = await world(t);
  const seen = await at.work();
  const storeNow = await at.now();
  const takings = await Promise.all(
    Array.from({ length: 20 }, (_, index) =>
      takeWork(at.container, seen, { holder: holder(`w${index}`), storeNow, clock: at.clock }),
    ),
  );
  assert.equal(takings.filter((taking) => taking.outcome === "taken").length, 1);
  const work = await at.work();
  assert.deepEqual([work.state, work.token, work.dequeues], ["leased", 1, 1]);
});

test("a queued item is found by the query, a leased one only when its lease has run out by the store's clock (invariant 2)", async (t) => {
  const at = await world(t);
  const found = async (query: string) => (await at.container.query(query, {})).documents.length;
  assert.deepEqual([await found("work-queued"), await found("work-expired")], [1, 0]);
  const held = await hold(t, at, "a");
  held[Symbol.dispose]();
  assert.deepEqual([await found("work-queued"), await found("work-expired")], [0, 0]);
  await at.clock.advance(60_000);
  assert.equal(await found("work-expired"), 0, "the lease lasts its full length");
  await at.clock.advance(1_000);
  assert.equal(await found("work-expired"), 1);
});

test("a takeover waits for the longest call of the former holder, too (architecture §5.4)", async (t) => {
  const at = await world(t);
  (await hold(t, at, "a"))[Symbol.dispose]();
  const takeable = async () => isTakeable(await at.work(), await at.now());
  await at.clock.advance(90_000);
  assert.equal(await takeable(), false);
  await at.clock.advance(1_000);
  assert.equal(await takeable(), true);
});

test("an item with a time before which it is not taken waits for it", async (t) => {
  const at = await world(t);
  const held = await hold(t, at, "a");
  const notBefore = (await at.now()) + 10;
  await held.write(({ work }) => ({ work: released(work, { notBefore }) }));
  assert.equal(isTakeable(await at.work(), await at.now()), false);
  assert.equal(isTakeable(await at.work(), notBefore), true);
});

test("every write of a worker renews its lease, and every heartbeat without a write does", async (t) => {
  const at = await world(t);
  const held = await hold(t, at, "a");
  const first = await at.work();
  await at.clock.advance(5_000);
  await held.write(name("x"));
  const second = await at.work();
  assert.equal(second._ts - first._ts, 5);
  await at.clock.advance(30_000);
  const third = await at.work();
  assert.ok(third._ts - second._ts >= 20, "renewed by heartbeats");
  assert.ok(!held.signal.aborted);
});

test("once an item is taken by another, no write of the former holder changes anything (spec 02 §14 invariant 5)", async (t) => {
  const at = await world(t);
  const first = await hold(t, at, "a");
  first[Symbol.dispose]();
  const zombie = new HeldWork({
    container: at.container,
    clock: { ...at.clock, monotonic: () => 0, timer: () => ({ [Symbol.dispose]() {} }) },
    log: silentLog,
    documents: first.documents,
    began: 0,
    ...timing,
  });
  await at.clock.advance(91_000);
  await hold(t, at, "b");
  const before = [await at.work(), await at.cluster()];
  await assert.rejects(zombie.write(name("zombie")), (error) => error instanceof LeaseLost && error.reason === "taken");
  assert.ok(zombie.signal.aborted);
  await assert.rejects(zombie.write(name("again")), LeaseLost);
  assert.deepEqual([await at.work(), await at.cluster()], before);
});

test("a worker stops by its own clock at two thirds of the lease without a renewal, and then writes nothing", async (t) => {
  const at = await world(t);
  const container = failing(at.container);
  const held = await hold(t, at, "a", container);
  container.fail(Number.POSITIVE_INFINITY, false);
  await at.clock.advance(39_000);
  assert.ok(!held.signal.aborted, "failed renewals alone are not fatal");
  await at.clock.advance(1_000);
  assert.ok(held.signal.reason instanceof LeaseLost && held.signal.reason.reason === "overdue");
  container.fail(0, false);
  const before = await at.work();
  await assert.rejects(held.write(name("late")), LeaseLost);
  assert.deepEqual(await at.work(), before);
});

test("one failed renewal is not fatal: the next one renews", async (t) => {
  const at = await world(t);
  const container = failing(at.container);
  const held = await hold(t, at, "a", container);
  container.fail(1, false);
  await at.clock.advance(120_000);
  assert.ok(!held.signal.aborted);
  await held.write(name("x"));
  assert.equal((await at.cluster())["label"], "x");
});

test("a write whose answer was lost is recognised, and its change is not applied twice", async (t) => {
  const at = await world(t);
  const container = failing(at.container);
  const held = await hold(t, at, "a", container);
  container.fail(1, true);
  const count = (documents: { cluster: ClusterDocument }) => ({
    cluster: { ...documents.cluster, count: Number(documents.cluster["count"] ?? 0) + 1 },
  });
  const writing = held.write(count);
  await at.clock.advance(2_000);
  assert.equal((await writing).cluster["count"], 1);
  await held.write(count);
  assert.equal((await at.cluster())["count"], 2);
});

test("an end whose answer was lost is recognised", async (t) => {
  const at = await world(t);
  const container = failing(at.container);
  const held = await hold(t, at, "a", container);
  container.fail(1, true);
  const writing = held.write(({ work }) => ({ work: ended(work, {}) }));
  await at.clock.advance(2_000);
  assert.equal((await writing).work.state, "idle");
  assert.ok(!held.signal.aborted);
});

test("a write that did not happen is tried again until it does", async (t) => {
  const at = await world(t);
  const container = failing(at.container);
  const held = await hold(t, at, "a", container);
  container.fail(3, false);
  const writing = held.write(name("x"));
  await at.clock.advance(10_000);
  await writing;
  assert.equal((await at.cluster())["label"], "x");
});

test("a change made by somebody else between two writes of the worker is kept (spec 02 §14 invariant 7)", async (t) => {
  const at = await world(t);
  const held = await hold(t, at, "a");
  const cluster = await at.cluster();
  await at.container.replace(partition, { ...cluster, theirs: true }, cluster._etag);
  await held.write(name("ours"));
  const after = await at.cluster();
  assert.deepEqual([after["theirs"], after["label"]], [true, "ours"]);
});

test("writes made at the same time happen one after the other, none is lost", async (t) => {
  const at = await world(t);
  const held = await hold(t, at, "a");
  const add = (documents: { cluster: ClusterDocument }) => ({
    cluster: { ...documents.cluster, count: Number(documents.cluster["count"] ?? 0) + 1 },
  });
  await Promise.all(Array.from({ length: 10 }, () => held.write(add)));
  assert.equal((await at.cluster())["count"], 10);
});

test("after the item is given back no heartbeat renews it (spec 02 §14 invariant 10)", async (t) => {
  const at = await world(t);
  const held = await hold(t, at, "a");
  await held.write(({ work }) => ({ work: ended(work, {}) }));
  const before = await at.work();
  assert.deepEqual([before.state, before.owner, before.token], ["idle", undefined, 1]);
  await at.clock.advance(120_000);
  assert.deepEqual(await at.work(), before);
  await assert.rejects(held.write(name("late")), /given back/);
});

/** A delete takes the place of the creation that runs. */
async function replaceOperation(at: World): Promise<void> {
  const work = await at.work();
  const next = { operationId: "op-2", clusterId: "c1", partitionKey: partition };
  assert.equal((await at.container.batch(partition, [enqueueWork(work, next)])).outcome, "written");
}

test("a worker whose operation was replaced learns it with its next write, and the successor begins when it says it is quiet", async (t) => {
  const at = await world(t);
  const held = await hold(t, at, "a");
  await replaceOperation(at);
  const waiting = await at.container.query("work-awaiting-quiet", { parameters: { owner: "a" } });
  assert.equal(waiting.documents.length, 1);
  assert.equal(isTakeable(await at.work(), await at.now()), false, "a's last call may be under way");
  await assert.rejects(held.write(name("x")), (error) => error instanceof LeaseLost && error.reason === "replaced");
  assert.equal((await at.cluster())["label"], undefined);
  const former = { partitionKey: partition, id: workId("c1"), owner: "a", token: 1, operationId: "op-1" };
  assert.equal(await sayQuiet(at.container, former, { clock: at.clock, retryMilliseconds: 1 }), "said");
  assert.equal(isTakeable(await at.work(), await at.now()), true);
  const successor = await hold(t, at, "b");
  assert.deepEqual([successor.documents.work.token, successor.documents.work.dequeues], [2, 1]);
});

test("a successor does not wait for ever for a holder that died: its lease and its longest call are enough", async (t) => {
  const at = await world(t);
  (await hold(t, at, "a"))[Symbol.dispose]();
  await replaceOperation(at);
  await at.clock.advance(90_000);
  assert.equal(isTakeable(await at.work(), await at.now()), false);
  await at.clock.advance(1_000);
  assert.equal(isTakeable(await at.work(), await at.now()), true);
});

test("the word of a former holder changes nothing when another has taken the item, or none needs it", async (t) => {
  const at = await world(t);
  const former = { partitionKey: partition, id: workId("c1"), owner: "a", token: 1, operationId: "op-1" };
  const say = () => sayQuiet(at.container, former, { clock: at.clock, retryMilliseconds: 1 });
  (await hold(t, at, "a"))[Symbol.dispose]();
  await at.clock.advance(91_000);
  await hold(t, at, "b");
  const before = await at.work();
  assert.equal(await say(), "unneeded");
  assert.deepEqual(await at.work(), before);
});

test("the word of a former holder of a lost item does not free the one made again for a new operation, though its token is the same", async (t) => {
  const at = await world(t);
  (await hold(t, at, "a"))[Symbol.dispose]();
  const former = { partitionKey: partition, id: workId("c1"), owner: "a", token: 1, operationId: "op-1" };
  await at.container.delete(partition, workId("c1"), "any");
  const again = enqueueWork(undefined, { operationId: "op-2", clusterId: "c1", partitionKey: partition });
  await at.container.batch(partition, [again]);
  await hold(t, at, "a");
  assert.equal(await sayQuiet(at.container, former, { clock: at.clock, retryMilliseconds: 1 }), "unneeded");
  const { state, token } = await at.work();
  assert.deepEqual([state, token], ["leased", 1]);
});

test("a worker that stopped by its own clock gives back what nobody has taken", async (t) => {
  const at = await world(t);
  (await hold(t, at, "a"))[Symbol.dispose]();
  const former = { partitionKey: partition, id: workId("c1"), owner: "a", token: 1, operationId: "op-1" };
  assert.equal(await sayQuiet(at.container, former, { clock: at.clock, retryMilliseconds: 1 }), "said");
  const work = await at.work();
  assert.deepEqual([work.state, work.owner, work.token, work.dequeues], ["queued", undefined, 1, 1]);
});

test("a worker whose item vanished is lost", async (t) => {
  const at = await world(t);
  const held = await hold(t, at, "a");
  await at.container.delete(partition, workId("c1"), "any");
  await assert.rejects(held.write(name("x")), (error) => error instanceof LeaseLost && error.reason === "gone");
});

test("a delete's last write removes the item in the batch that changes the cluster", async (t) => {
  const at = await world(t);
  const held = await hold(t, at, "a");
  await held.write(({ cluster }) => ({ work: "delete", cluster: { ...cluster, deleting: true } }));
  assert.equal(await at.container.read(partition, workId("c1")), undefined);
  assert.equal((await at.cluster())["deleting"], true);
});

const percent = (percentComplete: number) => (documents: { operation: OperationDocument }) => ({
  operation: {
    ...documents.operation,
    asyncOperation: { ...documents.operation.asyncOperation, progress: { total: 9, finished: [], percentComplete } },
  },
});

const progressOf = async ({ container }: World) =>
  (await container.read<OperationDocument>(partition, "op-1"))?.asyncOperation.progress?.percentComplete;

test("an operation that the store loses is made again by the next write that changes it, as its worker knew it", async (t) => {
  const at = await world(t);
  const held = await hold(t, at, "a");
  await held.write(percent(11));
  await at.container.delete(partition, "op-1", "any");
  await held.write(name("kept"));
  await held.write(({ operation }) => {
    assert.equal(operation.asyncOperation.progress?.percentComplete, 11);
    return percent(22)({ operation });
  });
  assert.deepEqual([(await at.cluster())["label"], await progressOf(at)], ["kept", 22]);
  await held.write(percent(33));
  assert.equal(await progressOf(at), 33);
});

test("an operation that is lost right after a write whose answer was lost too is made again as it was written", async (t) => {
  const at = await world(t);
  const container = failing(at.container);
  const held = await hold(t, at, "a", container);
  container.fail(1, true);
  const read = container.read;
  container.read = (async (...call: Parameters<Container["read"]>) => {
    container.read = read;
    await at.container.delete(partition, "op-1", "any");
    return await read(...call);
  }) as Container["read"];
  const writing = held.write(percent(44));
  for (let turn = 0; turn < 5; turn++) await at.clock.advance(1_000);
  await writing;
  await held.write(({ operation }) => ({ operation }));
  assert.equal(await progressOf(at), 44);
});

test("an operation that somebody else has made again meanwhile is taken as it is stored", async (t) => {
  const at = await world(t);
  const held = await hold(t, at, "a");
  const stored = await at.container.read<OperationDocument>(partition, "op-1");
  assert.ok(stored);
  await at.container.delete(partition, "op-1", "any");
  await held.write(percent(11));
  await at.container.delete(partition, "op-1", "any");
  const { batch } = at.container;
  at.container.batch = async (...call) => {
    if (call[1].some((write) => "create" in write)) {
      at.container.batch = batch;
      await at.container.create(partition, { ...stored, label: "other" });
    }
    return await batch.apply(at.container, call);
  };
  await held.write(percent(22));
  const made = await at.container.read<OperationDocument>(partition, "op-1");
  assert.deepEqual([made?.["label"], made?.asyncOperation.progress?.percentComplete], ["other", 22]);
});
