import assert from "node:assert/strict";
import { test } from "node:test";
import type { ClusterDocument, JsonObject, OperationDocument, SubscriptionDocument } from "@aro/api";
import { manualClock } from "@aro/runtime";
import { openSqliteStore } from "../sqlite/open.ts";
import type { Stored, WriteOutcome } from "../store.ts";
import { type Database, openDatabase } from "./database.ts";

const s1 = "00000000-0000-0000-0000-000000000001";
const s2 = "00000000-0000-0000-0000-000000000002";
const keyOf = (subscription: string, name: string) =>
  `/subscriptions/${subscription}/resourcegroups/rg/providers/microsoft.redhatopenshift/openshiftclusters/${name}`;

function clusterOf(subscription: string, name: string): ClusterDocument {
  const key = keyOf(subscription, name);
  return {
    id: `id-${name}`,
    kind: "cluster",
    partitionKey: subscription,
    key,
    clusterResourceGroupIdKey: `/subscriptions/${subscription}/resourcegroups/aro-${name}`,
    clientIdKey: `client-${name}`,
    bucket: 1,
    revision: 1,
    openShiftCluster: { id: key, name, type: "", location: "here", properties: {} as never },
  };
}

async function world(): Promise<Database & { clock: ReturnType<typeof manualClock> } & AsyncDisposable> {
  const clock = manualClock();
  const store = await openSqliteStore({ path: ":memory:", clock });
  return {
    ...(await openDatabase(store, { clock })),
    clock,
    [Symbol.asyncDispose]: () => store[Symbol.asyncDispose](),
  };
}

function written<Document extends JsonObject>(outcome: WriteOutcome<Document>): Stored<Document> {
  assert.ok(outcome.outcome === "written", JSON.stringify(outcome));
  return outcome.document;
}

test("a cluster is found by its key, its client id and its managed resource group, in its subscription only", async () => {
  await using at = await world();
  const stored = written(await at.clusters.create(clusterOf(s1, "c1")));
  written(await at.clusters.create(clusterOf(s2, "c1")));
  assert.deepEqual(await at.clusters.byKey(keyOf(s1, "c1")), stored);
  assert.deepEqual(await at.clusters.byId(s1, "id-c1"), stored);
  assert.deepEqual(await at.clusters.byClientIdKey(s1, "client-c1"), stored);
  assert.deepEqual(await at.clusters.byClusterResourceGroupIdKey(s1, stored.clusterResourceGroupIdKey), stored);
  assert.equal(await at.clusters.byClientIdKey(s1, "client-c2"), undefined);
  assert.equal(await at.clusters.byKey(keyOf(s1, "c2")), undefined);
  assert.equal(await at.clusters.byClusterResourceGroupIdKey(s2, stored.clusterResourceGroupIdKey), undefined);
});

test("a create names the key that another cluster of the subscription holds", async () => {
  await using at = await world();
  written(await at.clusters.create(clusterOf(s1, "c1")));
  const other = clusterOf(s1, "c2");
  for (const [path, members] of [
    ["/key", { key: keyOf(s1, "c1") }],
    ["/clientIdKey", { clientIdKey: "client-c1" }],
    ["/clusterResourceGroupIdKey", { clusterResourceGroupIdKey: clusterOf(s1, "c1").clusterResourceGroupIdKey }],
  ] as const)
    assert.deepEqual(await at.clusters.create({ ...other, ...members }), { outcome: "conflict", path });
  written(await at.clusters.create(other));
});

test("ids, keys and prefixes that are not lower case are refused by name (spec 02 §3)", async () => {
  await using at = await world();
  const upper = clusterOf(s1, "C1");
  await assert.rejects(at.clusters.create(upper), { message: `id "id-C1" is not lower case` });
  await assert.rejects(at.clusters.create({ ...upper, id: "id" }), { message: `key "${upper.key}" is not lower case` });
  await assert.rejects(at.clusters.byKey(upper.key), { message: `key "${upper.key}" is not lower case` });
  await assert.rejects(at.clusters.byId(s1, "A"), { message: 'id "A" is not lower case' });
  await assert.rejects(at.clusters.list({ subscription: s1, prefix: "/S" }), {
    message: 'prefix "/S" is not lower case',
  });
  await assert.rejects(at.operations.read(s1, "A"), { message: 'id "A" is not lower case' });
  await assert.rejects(at.subscriptions.read("A"), { message: 'id "A" is not lower case' });
  await assert.rejects(at.billing.markDeleted("A"), { message: 'id "A" is not lower case' });
  await assert.rejects(at.clusters.byKey("/none"), { message: 'key "/none" does not begin with a subscription' });
});

test("clusters are listed by prefix in the order of their keys, page by page; other kinds and tombstones are not", async () => {
  await using at = await world();
  for (const name of ["c3", "c1", "c2"]) written(await at.clusters.create(clusterOf(s1, name)));
  written(await at.clusters.create(clusterOf(s2, "other")));
  const gone = clusterOf(s1, "gone");
  const deleted = {
    key: "deleted:id-gone",
    clientIdKey: "deleted:id-gone",
    clusterResourceGroupIdKey: "deleted:id-gone",
  };
  written(await at.clusters.container.create<ClusterDocument>(s1, { ...gone, ...deleted, deleting: true, ttl: 60 }));
  const own = { key: "operation:op", clientIdKey: "operation:op", clusterResourceGroupIdKey: "operation:op" };
  written(await at.clusters.container.create(s1, { id: "op", kind: "operation", ...own }));
  const names = (documents: Stored<ClusterDocument>[]) => documents.map((one) => one.openShiftCluster.name);
  const first = await at.clusters.list({ subscription: s1, pageSize: 2 });
  assert.deepEqual(names(first.documents), ["c1", "c2"]);
  const second = await at.clusters.list({ subscription: s1, pageSize: 2, continuation: first.continuation ?? "" });
  assert.deepEqual([names(second.documents), second.continuation], [["c3"], undefined]);
  const group = await at.clusters.list({ subscription: s1, prefix: `/subscriptions/${s1}/resourcegroups/other/` });
  assert.deepEqual(group.documents, []);
  assert.deepEqual(names((await at.clusters.listAll({})).documents), ["c1", "c2", "c3", "other"]);
  const changes = await at.clusters.changes({});
  assert.deepEqual(names(changes.documents), ["c3", "c1", "c2", "other", "gone"]);
  assert.equal(changes.read, 6);
});

test("update changes what was read, and again what somebody else wrote meanwhile (spec 02 §14 invariant 7)", async () => {
  await using at = await world();
  const created = written(await at.clusters.create({ ...clusterOf(s1, "c1"), unknown: { kept: true } }));
  let first = true;
  const meanwhile = at.clusters.update(created.key, (cluster) => {
    if (first) {
      first = false;
      void at.clusters.replace({ ...created, bucket: 7 });
    }
    return { ...cluster, revision: cluster.revision + 1 };
  });
  await at.clock.advance(1000);
  const stored = written(await meanwhile);
  assert.deepEqual([stored.bucket, stored.revision, stored["unknown"]], [7, 2, { kept: true }]);
  const missing = at.clusters.update(keyOf(s1, "none"), (cluster) => cluster);
  assert.deepEqual(await missing, { outcome: "notFound" });
  const aborted = at.clusters.update(created.key, (cluster) => cluster, AbortSignal.abort(new Error("stopping")));
  await assert.rejects(aborted, /stopping/);
});

test("an operation is read by its id, and never taken for a cluster", async () => {
  await using at = await world();
  const operation = {
    id: "op1",
    kind: "operation",
    key: "operation:op1",
    clientIdKey: "operation:op1",
    clusterResourceGroupIdKey: "operation:op1",
  } as OperationDocument;
  written(await at.operations.container.create<OperationDocument>(s1, operation));
  assert.equal((await at.operations.read(s1, "op1"))?.key, "operation:op1");
  assert.equal(await at.clusters.byId(s1, "op1"), undefined);
  written(await at.clusters.create(clusterOf(s1, "c1")));
  assert.equal(await at.operations.read(s1, "id-c1"), undefined);
  assert.equal(await at.operations.read(s2, "op1"), undefined);
});

test("a subscription is put whether it is there or not, also when two put it at once", async () => {
  await using at = await world();
  const state =
    (registered: string) =>
    (stored: SubscriptionDocument | undefined): SubscriptionDocument => ({
      ...stored,
      id: s1,
      subscription: { ...stored?.subscription, state: "Registered", [registered]: true },
    });
  const both = Promise.all([at.subscriptions.put(s1, state("one")), at.subscriptions.put(s1, state("other"))]);
  await at.clock.advance(1000);
  for (const outcome of await both) written(outcome);
  assert.deepEqual((await at.subscriptions.read(s1))?.subscription, { state: "Registered", one: true, other: true });
  const refused = at.subscriptions.put(s1, () => {
    throw new Error("no way out of Deleted");
  });
  await assert.rejects(refused, /no way out of Deleted/);
});

test("subscriptions to be emptied are found by their flag", async () => {
  await using at = await world();
  for (const [id, deleting] of [
    [s1, true],
    [s2, false],
    ["s3", undefined],
  ] as const)
    written(
      await at.subscriptions.create({
        id,
        subscription: { state: "Deleted" },
        ...(deleting === undefined ? {} : { deleting }),
      }),
    );
  const { documents } = await at.subscriptions.container.query("subscriptions-to-empty", {});
  assert.deepEqual(
    documents.map(({ id }) => id),
    [s1],
  );
});

const record = {
  id: "c1",
  key: keyOf(s1, "c1"),
  clusterResourceGroupIDKey: "/subscriptions/s/resourcegroups/g",
  infraId: "c1-abcde",
  location: "here",
  tenantID: "t",
};

test("a billing record is made once; its times are the store's and never change (spec 02 §14 invariant 21)", async () => {
  await using at = await world();
  const start = await at.store.now();
  assert.equal(await at.billing.ensure(record), "created");
  await at.clock.advance(5000);
  assert.equal(await at.billing.ensure({ ...record, infraId: "other" }), "present");
  assert.deepEqual((await at.billing.read("c1"))?.billing, { creationTime: start, location: "here", tenantID: "t" });
  assert.equal((await at.billing.read("c1"))?.infraId, "c1-abcde");
  const marked = written(await at.billing.markDeleted("c1"));
  assert.equal(marked.billing.deletionTime, start + 5);
  await at.clock.advance(5000);
  assert.deepEqual(written(await at.billing.markDeleted("c1")), marked);
  assert.deepEqual(await at.billing.read("c1"), marked);
});

test("a link's record is its cluster's until it goes, a minute after it was marked (spec 02 §3.5, spec 03 §15.11)", async () => {
  await using at = await world();
  const ours = { id: "/clusters/C1", storageSuffix: "s", imageRegistryStorageAccountName: "i" };
  assert.equal(await at.gateway.ensure("4711", ours), "created");
  assert.equal(await at.gateway.ensure("4711", { ...ours, id: "/clusters/c1" }), "present");
  for (const other of [{ id: "/clusters/c2" }, { storageSuffix: "t" }, { imageRegistryStorageAccountName: "j" }])
    assert.equal(await at.gateway.ensure("4711", { ...ours, ...other }), "foreign", JSON.stringify(other));
  assert.deepEqual(await at.gateway.markDeleting("4711", "/clusters/c2"), { outcome: "notFound" });
  assert.deepEqual(await at.gateway.markDeleting("4712", "/clusters/c1"), { outcome: "notFound" });
  const marked = written(await at.gateway.markDeleting("4711", "/clusters/c1"));
  assert.deepEqual([marked.ttl, marked.gateway], [60, { ...ours, deleting: true }]);
  assert.equal(await at.gateway.ensure("4711", ours), "foreign", "one that is going is nobody's");
  await at.clock.advance(30_000);
  assert.deepEqual(written(await at.gateway.markDeleting("4711", "/clusters/c1")), marked, "marked once");
  await at.clock.advance(31_000);
  assert.equal(await at.gateway.read("4711"), undefined);
  assert.equal(await at.gateway.ensure("4711", { ...ours, id: "/clusters/c2" }), "created");
});

test("marking a record that was never made as deleted is fine (spec 02 §6.3)", async () => {
  await using at = await world();
  assert.deepEqual(await at.billing.markDeleted("none"), { outcome: "notFound" });
});

test("members of a billing record that only the billing service knows survive the mark", async () => {
  await using at = await world();
  await at.billing.ensure(record);
  const read = await at.billing.read("c1");
  assert.ok(read !== undefined);
  const billed = { ...read, billing: { ...read.billing, lastBillingTime: 5 }, theirs: { x: 1 } };
  written(await at.billing.container.replace("c1", billed, read._etag));
  const marked = written(await at.billing.markDeleted("c1"));
  assert.deepEqual([marked.billing.lastBillingTime, marked["theirs"]], [5, { x: 1 }]);
});
