import assert from "node:assert/strict";
import { test } from "node:test";
import type { ClusterDocument, OperationDocument, WorkDocument } from "@aro/api";
import fc from "fast-check";
import type { Etag, Stored } from "../store.ts";
import { enqueueWork, workForNewOperation } from "./enqueue.ts";
import { endedOperation, newOperation } from "./operation.ts";

const next = { operationId: "op-2", clusterId: "c1", partitionKey: "sub" };

const stored = (work: Partial<WorkDocument>): Stored<WorkDocument> => ({
  ...workForNewOperation(undefined, { ...next, operationId: "op-1" }),
  ...work,
  _etag: "7" as Etag,
  _ts: 1_000,
});

const cluster = { id: "c1", key: "/subscriptions/sub/c1", partitionKey: "sub" } as ClusterDocument;

const creating = (): OperationDocument =>
  newOperation({ id: "op-1", kind: "Creating", cluster, location: "EastUS", startTime: "2026-01-01T00:00:00.000Z" });

test("the first work item of a cluster is queued and has been taken by nobody", () => {
  const work = workForNewOperation(undefined, next);
  assert.equal(work.id, "work-c1");
  assert.deepEqual(
    [work.state, work.operationId, work.token, work.dequeues, work.predecessor],
    ["queued", "op-2", 0, 0, undefined],
  );
  assert.deepEqual([work.key, work.clusterResourceGroupIdKey, work.clientIdKey], Array(3).fill("work:work-c1"));
});

test("a new operation has the full budget again and keeps the token (spec 02 §14 invariant 8)", () => {
  const work = workForNewOperation(
    stored({ state: "idle", token: 9, dequeues: 6, takenAt: 3, workedSeconds: 2, notBefore: 99 }),
    next,
  );
  assert.deepEqual(
    [
      work.state,
      work.operationId,
      work.token,
      work.dequeues,
      work.takenAt,
      work.workedSeconds,
      work.notBefore,
      work.predecessor,
    ],
    ["queued", "op-2", 9, 0, undefined, undefined, undefined, undefined],
  );
});

test("a worker that still holds the item becomes the predecessor until its lease and its longest call have passed", () => {
  const work = workForNewOperation(
    stored({ state: "leased", owner: "w1", token: 4, leaseSeconds: 60, callSeconds: 30 }),
    next,
  );
  assert.deepEqual(work.predecessor, { owner: "w1", token: 4, quietAfter: 1_090 });
  assert.equal(work.owner, undefined);
});

test("a predecessor that is not quiet yet stays the predecessor when the operation is replaced again before it began", () => {
  const predecessor = { owner: "w1", token: 4, quietAfter: 1_090 };
  assert.deepEqual(workForNewOperation(stored({ state: "queued", predecessor }), next).predecessor, predecessor);
});

test("poll addresses that a cancelled operation left are handed on, beside those left before", () => {
  const cancelled = creating();
  cancelled.asyncOperation.progress = {
    total: 1,
    finished: [],
    percentComplete: 0,
    pollers: { deploy: "https://arm/poll/2" },
  };
  const work = workForNewOperation(stored({ leftBehind: { "deploy of op-0": "https://arm/poll/1" } }), {
    ...next,
    cancelled,
  });
  assert.deepEqual(work.leftBehind, { "deploy of op-0": "https://arm/poll/1", "deploy of op-1": "https://arm/poll/2" });
});

test("enqueueing creates the item, or replaces exactly the version that was read", () => {
  assert.ok("create" in enqueueWork(undefined, next));
  const write = enqueueWork(stored({}), next);
  assert.ok("replace" in write && write.ifMatch === "7");
  assert.ok(!("_etag" in write.replace) && !("_ts" in write.replace));
});

test("property: members of a work item that this code does not know survive a new operation", () => {
  const unknown = fc.dictionary(
    fc.string({ minLength: 3 }).map((name) => `x-${name}`),
    fc.jsonValue(),
  );
  fc.assert(
    fc.property(unknown, (members) => {
      const work = workForNewOperation({ ...stored({ state: "leased", owner: "w" }), ...(members as object) }, next);
      for (const [name, value] of Object.entries(members)) assert.deepEqual(work[name], value);
    }),
  );
});

test("the status address of an operation lies under its location, outside the cluster (ARM-ASY-03)", () => {
  const { asyncOperation, key, ttl } = creating();
  assert.equal(
    asyncOperation.id,
    "/subscriptions/sub/providers/microsoft.redhatopenshift/locations/eastus/operationsstatus/op-1",
  );
  assert.deepEqual([asyncOperation.status, asyncOperation.initialStatus], ["Creating", "Creating"]);
  assert.equal(key, "operation:op-1");
  assert.equal(ttl, undefined, "a running operation is kept");
});

test("a successful end is 100 percent, has no current step and is kept for seven days (ARM-ASY-06)", () => {
  const running = creating();
  const current = { name: "a", index: 0, startTime: "2026-01-01T00:00:00.000Z" };
  running.asyncOperation.progress = { total: 2, finished: [], current, percentComplete: 50 };
  const end = endedOperation(running, { status: "Succeeded", endTime: "2026-01-01T00:10:00.000Z" });
  assert.equal(end.ttl, 604_800);
  assert.equal(end.asyncOperation.status, "Succeeded");
  assert.equal(end.asyncOperation.endTime, "2026-01-01T00:10:00.000Z");
  assert.deepEqual(end.asyncOperation.progress, { total: 2, finished: [], percentComplete: 100 });
});

test("an ended operation does not keep what only the running one needs", () => {
  const running = creating();
  Object.assign(running.asyncOperation, { before: { tags: {} }, applied: ["/tags"], tenantId: "t" });
  const { asyncOperation } = endedOperation(running, { status: "Succeeded", endTime: "2026-01-01T00:10:00.000Z" });
  const { before, applied, tenantId } = asyncOperation;
  assert.deepEqual([before, applied, tenantId], [undefined, undefined, "t"]);
});

test("an end that failed keeps the percentage and the step in which it stopped, and says why (ARM-ASY-07)", () => {
  const running = creating();
  const current = { name: "a", index: 0, startTime: "2026-01-01T00:00:00.000Z" };
  running.asyncOperation.progress = { total: 2, finished: [], current, percentComplete: 50 };
  const error = { code: "OperationCanceled", message: "A delete was requested." };
  const end = endedOperation(running, { status: "Canceled", endTime: "2026-01-01T00:10:00.000Z", error });
  assert.deepEqual(end.asyncOperation.error, error);
  assert.deepEqual(end.asyncOperation.progress, running.asyncOperation.progress);
});
