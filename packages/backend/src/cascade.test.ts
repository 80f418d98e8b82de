import assert from "node:assert/strict";
import { type TestContext as Test, test } from "node:test";
import type { ClusterDocument, OperationDocument, SubscriptionDocument, WorkDocument } from "@aro/api";
import { type Database, type Stored, workId } from "@aro/database";
import { systemClock } from "@aro/runtime";
import { createBackend } from "./backend.ts";
import { claimCascade, runCascade } from "./cascade.ts";
import {
  accept,
  act,
  ended,
  openWorld,
  quickDurations,
  register,
  sampleCluster,
  sampleSubscription,
  storeIdle,
  testDeps,
} from "./testing/world.ts";

async function world(t: Test): Promise<Database> {
  const database = await openWorld(":memory:");
  t.after(() => database.store[Symbol.asyncDispose]());
  return database;
}

const never = new AbortController().signal;

/** Claims the subscription as one backend would, and runs the cascade once. */
async function cascade(database: Database, owner = "w", durations = quickDurations): Promise<boolean> {
  const deps = { ...testDeps(database, {}), durations };
  const subscription = await database.subscriptions.read(sampleSubscription);
  assert.ok(subscription);
  const claimed = await claimCascade(subscription, { ...deps, owner, storeNow: await database.store.now() });
  if (claimed !== undefined) await runCascade(deps, claimed, never);
  return claimed !== undefined;
}

const stateOf = async (database: Database, name: string) => {
  const { id, partitionKey } = sampleCluster(name, "x");
  return (await database.clusters.byId(partitionKey, id))?.openShiftCluster.properties.provisioningState;
};

const stored = async (database: Database) =>
  (await database.subscriptions.read(sampleSubscription)) as Stored<SubscriptionDocument>;

test("a deleted subscription has all idle clusters enqueued for deletion, with operations to follow and full budgets (spec 02 §14 invariant 22, D5)", async (t) => {
  const database = await world(t);
  for (const [name, state] of [
    ["a", "Succeeded"],
    ["b", "Failed"],
    ["c", "Canceled"],
  ] as const)
    await storeIdle(database, sampleCluster(name, state));
  await register(database, sampleSubscription, "Deleted");
  assert.equal(await cascade(database), true);
  for (const [name, before] of [
    ["a", "Succeeded"],
    ["b", "Failed"],
    ["c", "Canceled"],
  ] as const) {
    const { id, partitionKey } = sampleCluster(name, "x");
    const cluster = (await database.clusters.byId(partitionKey, id)) as ClusterDocument;
    const { provisioningState, lastProvisioningState } = cluster.openShiftCluster.properties;
    assert.deepEqual([provisioningState, lastProvisioningState], ["Deleting", before]);
    assert.equal(cluster.revision, 2);
    const operation = (await database.operations.read(
      partitionKey,
      cluster.asyncOperationId ?? "",
    )) as OperationDocument;
    assert.deepEqual([operation.asyncOperation.status, operation.asyncOperation.tenantId], ["Deleting", "tenant"]);
    const work = (await database.clusters.container.read<WorkDocument>(partitionKey, workId(id))) as WorkDocument;
    assert.deepEqual([work.state, work.operationId, work.dequeues, work.token], ["queued", operation.id, 0, 3]);
  }
  const { deleting, cascade: claim } = await stored(database);
  assert.deepEqual([deleting, claim], [false, undefined]);
});

test("a cluster at work is left until it is idle, and looked at again after the pause (spec 02 §14 invariant 22)", async (t) => {
  const database = await world(t);
  await storeIdle(database, sampleCluster("idle", "Succeeded"));
  await accept(database, { kind: "Creating", cluster: sampleCluster("busy", "Creating") });
  const before = await database.clusters.byId(sampleSubscription, sampleCluster("busy", "x").id);
  await register(database, sampleSubscription, "Deleted");
  await cascade(database);
  assert.equal(await stateOf(database, "idle"), "Deleting");
  assert.deepEqual(await database.clusters.byId(sampleSubscription, sampleCluster("busy", "x").id), before);
  const { deleting, cascade: claim } = await stored(database);
  const pause = (claim?.notBefore ?? 0) - (await database.store.now());
  assert.equal(deleting, true);
  assert.ok(Math.abs(pause - quickDurations.subscriptionRetryLater / 1000) <= 1, `pause ${pause}`);
  assert.equal(claim?.dequeues, 0);
  assert.equal(await cascade(database), false, "not before the pause has passed");
});

test("clusters of other subscriptions are not touched (spec 02 §14 invariant 22)", async (t) => {
  const database = await world(t);
  const other = sampleSubscription.replace(/1$/, "12");
  await storeIdle(database, sampleCluster("a", "Succeeded", other));
  await register(database, sampleSubscription, "Deleted");
  await cascade(database);
  const { id } = sampleCluster("a", "x", other);
  assert.equal((await database.clusters.byId(other, id))?.openShiftCluster.properties.provisioningState, "Succeeded");
});

test("of two backends one claims a subscription; after its claim has run out the other may", async (t) => {
  const database = await world(t);
  await register(database, sampleSubscription, "Deleted");
  const subscription = await stored(database);
  const deps = testDeps(database, {});
  const storeNow = await database.store.now();
  const claims = await Promise.all(["a", "b"].map((owner) => claimCascade(subscription, { ...deps, owner, storeNow })));
  assert.equal(claims.filter((claim) => claim !== undefined).length, 1);
  assert.equal(await claimCascade(await stored(database), { ...deps, owner: "b", storeNow }), undefined);
  const later = storeNow + quickDurations.lease / 1000;
  assert.ok(await claimCascade(await stored(database), { ...deps, owner: "b", storeNow: later }));
});

test("an error counts, keeps the other clusters from nothing, and after five there is a pause: a subscription never fails for good (spec 02 §14 invariant 23)", async (t) => {
  const database = await world(t);
  await storeIdle(database, sampleCluster("strange", "Hibernating"));
  await storeIdle(database, sampleCluster("zzz", "Succeeded"));
  await register(database, sampleSubscription, "Deleted");
  const durations = { ...quickDurations, idlePoll: 1 };
  for (let taking = 1; taking <= 5; taking++) {
    const before = await stored(database);
    if (before.cascade !== undefined)
      await database.subscriptions.replace({ ...before, cascade: { ...before.cascade, notBefore: 0 } });
    await cascade(database, "w", durations);
    assert.equal((await stored(database)).cascade?.dequeues, taking);
  }
  assert.equal(await stateOf(database, "zzz"), "Deleting");
  const fifth = await stored(database);
  if (fifth.cascade !== undefined)
    await database.subscriptions.replace({ ...fifth, cascade: { ...fifth.cascade, notBefore: 0 } });
  await cascade(database, "w", durations);
  const { cascade: claim, deleting } = await stored(database);
  assert.deepEqual([deleting, claim?.dequeues], [true, 0]);
  assert.ok((claim?.notBefore ?? 0) > (await database.store.now()) + 1);
});

test("a notification that arrives during the cascade is not lost, nor does the cascade lose its end", async (t) => {
  const database = await world(t);
  await storeIdle(database, sampleCluster("a", "Succeeded"));
  await register(database, sampleSubscription, "Deleted");
  const { container } = database.clusters;
  const batch = container.batch.bind(container);
  container.batch = async (...call) => {
    const now = await stored(database);
    const subscription = { ...now.subscription, registrationDate: "today" };
    await database.subscriptions.replace({ ...now, subscription });
    return await batch(...call);
  };
  await cascade(database);
  const { deleting, subscription, cascade: claim } = await stored(database);
  assert.deepEqual([deleting, subscription.registrationDate, claim], [false, "today", undefined]);
});

test("a change of a cluster between its listing and its enqueuing is kept (spec 02 §14 invariant 7)", async (t) => {
  const database = await world(t);
  await storeIdle(database, sampleCluster("a", "Succeeded"));
  await register(database, sampleSubscription, "Deleted");
  const { id, key } = sampleCluster("a", "x");
  const { container } = database.clusters;
  const batch = container.batch.bind(container);
  container.batch = async (...call) => {
    container.batch = batch;
    await database.clusters.update(key, (cluster) => ({
      ...cluster,
      openShiftCluster: { ...cluster.openShiftCluster, tags: { late: "change" } },
    }));
    return await batch(...call);
  };
  await cascade(database);
  const cluster = await database.clusters.byId(sampleSubscription, id);
  assert.deepEqual(cluster?.openShiftCluster.tags, { late: "change" });
  assert.equal(cluster?.openShiftCluster.properties.provisioningState, "Deleting");
});

test("a subscription that is gone has no clusters left after a while, without any request (ARM-SUB-06)", async (t) => {
  const database = await world(t);
  await storeIdle(database, sampleCluster("a", "Succeeded"));
  await storeIdle(database, sampleCluster("b", "Failed"));
  await using backend = createBackend(testDeps(database, { Deleting: () => [act("deleteAll")] }));
  backend.start();
  await register(database, sampleSubscription, "Deleted");
  await emptied(database);
});

/** Waits until no cluster of the subscription is left. */
async function emptied(database: Database, limitMilliseconds = 10_000): Promise<void> {
  for (const began = systemClock.monotonic(); systemClock.monotonic() - began < limitMilliseconds; ) {
    if ((await database.clusters.list({ subscription: sampleSubscription })).documents.length === 0) return;
    await systemClock.sleep(5);
  }
  assert.fail("clusters are left");
}

test("a deletion that fails in a subscription that is gone is done again, since nobody may ask for it there (ARM-SUB-06)", async (t) => {
  const database = await world(t);
  await storeIdle(database, sampleCluster("a", "Succeeded"));
  let deletions = 0;
  const deleteAll = act("deleteAll", () => {
    if (++deletions <= 2) throw new Error("Azure has a bad day");
  });
  const durations = { ...quickDurations, subscriptionRetryLater: 300 };
  await using backend = createBackend(testDeps(database, { Deleting: () => [deleteAll] }, { durations }));
  backend.start();
  await register(database, sampleSubscription, "Deleted");
  await emptied(database);
  assert.equal(deletions, 3);
});

test("a create that was accepted while the clusters of its subscription were listed is deleted like the others (ARM-SUB-06)", async (t) => {
  const database = await world(t);
  await register(database, sampleSubscription, "Deleted");
  const list = database.clusters.list.bind(database.clusters);
  database.clusters.list = async (request) => {
    database.clusters.list = list;
    const page = await list(request);
    await accept(database, { kind: "Creating", cluster: sampleCluster("late", "Creating") });
    return page;
  };
  const flows = { Creating: () => [act("createAll")], Deleting: () => [act("deleteAll")] };
  const durations = { ...quickDurations, subscriptionRetryLater: 300 };
  await cascade(database);
  assert.equal((await stored(database)).deleting, false, "the listing ended without it");
  await using backend = createBackend(testDeps(database, flows, { durations }));
  backend.start();
  await emptied(database);
});

test("neither a failed deletion nor a create makes anything of a subscription that is not gone", async (t) => {
  const database = await world(t);
  await register(database);
  const before = await stored(database);
  const fails = act("fails", () => {
    throw new Error("no");
  });
  const flows = { Creating: () => [fails], Deleting: () => [fails] };
  await using backend = createBackend(testDeps(database, flows));
  backend.start();
  for (const kind of ["Creating", "Deleting"] as const)
    await ended(database, await accept(database, { kind, cluster: sampleCluster("a", kind) }));
  assert.deepEqual(await stored(database), before);
});
