import assert from "node:assert/strict";
import { test } from "node:test";
import type { ClusterDocument, OperationKind, WorkDocument } from "@aro/api";
import { type Database, type Stored, uniquePaths, workId } from "@aro/database";
import { systemClock } from "@aro/runtime";
import { createBackend } from "./backend.ts";
import { enqueueLostWork } from "./lost-work.ts";
import { memoryWorld } from "./testing/run-one.ts";
import {
  type Accepted,
  accept,
  act,
  ended,
  keptLog,
  look,
  sampleSubscription as partition,
  quickDurations,
  sampleCluster,
  storeIdle,
  type TestContext,
  testDeps,
} from "./testing/world.ts";

/** Looked for often, waited for shortly: a lease and a longest call are a second each. */
const durations = { ...quickDurations, lease: 1_000, longestAzureCall: 1_000, lostWorkBeat: 100 };
const { signal } = new AbortController();
const again = "work was lost from the store, it is enqueued again";

const accepted = async (database: Database, kind: OperationKind = "Creating"): Promise<Accepted> => {
  if (kind !== "Creating") await storeIdle(database, sampleCluster("c1", "Succeeded"));
  return await accept(database, { kind, cluster: sampleCluster("c1", kind) });
};

const loseWork = (database: Database, { clusterId }: Accepted) =>
  database.clusters.container.delete(partition, workId(clusterId), "any");

const loseOperation = (database: Database, { operationId }: Accepted) =>
  database.clusters.container.delete(partition, operationId, "any");

const changeWork = async (database: Database, { clusterId }: Accepted, change: Partial<WorkDocument>) => {
  const work = await database.clusters.container.read<WorkDocument>(partition, workId(clusterId));
  assert.ok(work);
  await database.clusters.container.replace(partition, { ...work, ...change }, work._etag);
};

/** What a backend makes of what is stored, with one step for each kind of operation. */
const backendOf = (database: Database, ran: string[] = []) => {
  const flow = () => [act("a", ({ kind }) => ran.push(kind))];
  const flows = { Creating: flow, Updating: flow, Deleting: flow };
  return createBackend(testDeps(database, flows, { durations }));
};

const lookFor = (database: Database) => {
  const { log, lines } = keptLog();
  const flows = { Creating: () => [act("a")], Deleting: () => [act("a")] };
  const deps = testDeps(database, flows, { durations, log });
  return enqueueLostWork(deps, signal).then(() => lines.filter(({ event }) => event === again));
};

test("a cluster in an operation whose work item is missing comes to its end when a backend starts (spec 02 §14 invariant 12)", async (t) => {
  const comesToItsEnd = async (kind: OperationKind) => {
    const database = await memoryWorld(t);
    const lost = await accepted(database, kind);
    await loseWork(database, lost);
    const ran: string[] = [];
    await using backend = backendOf(database, ran);
    backend.start();
    assert.equal((await ended(database, lost)).asyncOperation.status, "Succeeded");
    assert.deepEqual(ran, [kind]);
    const { cluster, work } = await look(database, lost);
    assert.equal(work?.state, kind === "Deleting" ? undefined : "idle");
    assert.equal(cluster?.["deleting"], kind === "Deleting" ? true : undefined);
  };
  await Promise.all((["Creating", "Updating", "Deleting"] as const).map(comesToItsEnd));
});

test("work that is lost under its worker stops that worker and is done again when its calls can have ended", async (t) => {
  const database = await memoryWorld(t);
  const events: string[] = [];
  const step = act("a", async ({ run }, aborted) => {
    events.push("began");
    if (events.length > 1) return;
    await loseWork(database, { clusterId: run.cluster().id, operationId: run.operationId });
    await new Promise((resolve) => aborted.addEventListener("abort", resolve));
    events.push("told");
    await systemClock.sleep(500);
    events.push("returned");
  });
  await using backend = createBackend(testDeps(database, { Creating: () => [step] }, { durations }));
  backend.start();
  const lost = await accepted(database);
  assert.equal((await ended(database, lost)).asyncOperation.status, "Succeeded");
  assert.deepEqual(events, ["began", "told", "returned", "began"]);
});

test("a former holder of lost work does not take the new item for its own, whatever its token was", async (t) => {
  const database = await memoryWorld(t);
  const lost = await accepted(database);
  await changeWork(database, lost, { token: 5_000 });
  await loseWork(database, lost);
  await lookFor(database);
  const { work } = await look(database, lost);
  assert.ok((work?.token ?? 0) > 1_000_000);
  const now = await database.store.now();
  assert.ok((work?.notBefore ?? 0) >= now + 1, "the longest a former holder may still be at it is waited for");
});

test("work that is idle or for another operation is lost too; its item is kept and takes the operation up", async (t) => {
  for (const change of [{ state: "idle" }, { operationId: "former" }] as const) {
    const database = await memoryWorld(t);
    const lost = await accepted(database, "Updating");
    await changeWork(database, lost, { ...change, token: 7, leftBehind: { dns: "https://arm/poll/1" } });
    await using backend = backendOf(database);
    backend.start();
    assert.equal((await ended(database, lost)).asyncOperation.status, "Succeeded");
    assert.equal((await look(database, lost)).work?.token, 8);
  }
});

test("of any number of backends that find lost work at once, one enqueues it", async (t) => {
  const database = await memoryWorld(t);
  const lost = await accepted(database);
  await loseWork(database, lost);
  const told = await Promise.all([lookFor(database), lookFor(database), lookFor(database)]);
  assert.equal(told.flat().length, 1);
  assert.deepEqual(await lookFor(database), [], "and nobody after it");
});

test("an operation that ends, or is replaced, while its cluster is looked at is left as it became", async (t) => {
  for (const next of ["ends", "replaced"] as const) {
    const database = await memoryWorld(t);
    const first = await accepted(database);
    const { container } = database.clusters;
    const { read } = container;
    // Between the reading of the cluster and that of the work item.
    container.read = (async (subscription: string, id: string) => {
      container.read = read;
      if (next === "replaced") await accept(database, { kind: "Deleting", cluster: sampleCluster("c1", "Creating") });
      else {
        const cluster = (await container.read<ClusterDocument>(partition, first.clusterId)) as Stored<ClusterDocument>;
        const gone = { ...cluster, ...uniquePaths(`deleted:${cluster.id}`), deleting: true };
        await container.batch(partition, [
          { replace: gone, ifMatch: cluster._etag },
          { delete: workId(first.clusterId), ifMatch: "any" },
        ]);
      }
      return await container.read(subscription, id);
    }) as typeof read;
    assert.deepEqual(await lookFor(database), []);
    const { work } = await look(database, first);
    assert.deepEqual(work?.token, next === "ends" ? undefined : 0);
    assert.deepEqual(await lookFor(database), []);
  }
});

test("what goes its way, has ended, was deleted or is of an unknown kind is left byte for byte", async (t) => {
  const database = await memoryWorld(t);
  const { container } = database.clusters;
  await storeIdle(database, sampleCluster("done", "Succeeded"));
  await storeIdle(database, sampleCluster("later", "Succeeded"));
  const later = await accept(database, { kind: "AdminUpdating", cluster: sampleCluster("later", "x") });
  await loseWork(database, later);
  await accept(database, { kind: "Creating", cluster: sampleCluster("queued", "Creating") });
  const gone = sampleCluster("gone", "Deleting");
  await container.create(partition, { ...gone, ...uniquePaths(`deleted:${gone.id}`), deleting: true, ttl: 60 });
  const all = async () => (await container.changes({})).documents;
  const before = await all();
  assert.deepEqual(await lookFor(database), []);
  assert.deepEqual(await all(), before);
});

test("an operation that was told to have ended is not taken back: the cluster's gets an end of its own", async (t) => {
  const database = await memoryWorld(t);
  const lost = await accepted(database);
  const { container } = database.clusters;
  const { cluster } = await look(database, lost);
  assert.ok(cluster);
  const failing = act("a", () => Promise.reject(new Error("no")));
  await using first = createBackend(testDeps(database, { Creating: () => [failing] }, { durations }));
  first.start();
  assert.equal((await ended(database, lost)).asyncOperation.status, "Failed");
  await first.drain();
  // The cluster as an older backup has it.
  await container.replace(partition, cluster, "any");
  await using second = backendOf(database);
  second.start();
  const next = async () => (await look(database, lost)).cluster;
  for (let turn = 0; turn < 2_000 && (await next())?.asyncOperationId !== undefined; turn++) await systemClock.sleep(5);
  assert.equal((await next())?.openShiftCluster.properties.provisioningState, "Succeeded");
  assert.equal((await look(database, lost)).operation?.asyncOperation.status, "Failed");
});

test("an operation that is missing when its work is taken is made again and ends with it", async (t) => {
  const database = await memoryWorld(t);
  const lost = await accepted(database);
  await loseOperation(database, lost);
  await using backend = backendOf(database);
  backend.start();
  const operation = await ended(database, lost);
  assert.equal(operation.asyncOperation.status, "Succeeded");
  assert.deepEqual(
    operation.asyncOperation.progress?.finished.map(({ name }) => name),
    ["a"],
  );
  assert.equal((await look(database, lost)).cluster?.openShiftCluster.properties.provisioningState, "Succeeded");
});

test("work item and operation that are both missing are made again together, at the address the client polls", async (t) => {
  const database = await memoryWorld(t);
  const lost = await accepted(database);
  await loseWork(database, lost);
  await loseOperation(database, lost);
  await lookFor(database);
  assert.equal((await look(database, lost)).operation?.asyncOperation.status, "Creating");
  await using backend = backendOf(database);
  backend.start();
  assert.equal((await ended(database, lost)).asyncOperation.status, "Succeeded");
});

test("a cluster in an operation without a name gets one", async (t) => {
  const database = await memoryWorld(t);
  await database.clusters.container.create(partition, sampleCluster("c1", "Deleting"));
  await using backend = backendOf(database);
  backend.start();
  const gone = async () => (await database.clusters.byKey(sampleCluster("c1", "x").key)) === undefined;
  for (let turn = 0; turn < 2_000 && !(await gone()); turn++) await systemClock.sleep(5);
  assert.ok(await gone());
});

test("an operation that is lost while a step runs is kept by its worker: finished steps, end and error are told", async (t) => {
  const database = await memoryWorld(t);
  const steps = [
    act("a"),
    act("b", ({ run }: TestContext) =>
      loseOperation(database, { clusterId: run.cluster().id, operationId: run.operationId }),
    ),
    act("c", () => Promise.reject(new Error("no"))),
  ];
  await using backend = createBackend(testDeps(database, { Creating: () => steps }, { durations }));
  backend.start();
  const lost = await accepted(database);
  for (let turn = 0; turn < 2_000; turn++) {
    if ((await look(database, lost)).cluster?.openShiftCluster.properties.provisioningState === "Failed") break;
    await systemClock.sleep(5);
  }
  const { asyncOperation } = await ended(database, lost);
  assert.deepEqual([asyncOperation.status, asyncOperation.error?.code], ["Failed", "InternalServerError"]);
  assert.deepEqual(
    asyncOperation.progress?.finished.map(({ name }) => name),
    ["a", "b"],
  );
  assert.equal(asyncOperation.progress?.current?.name, "c");
});
