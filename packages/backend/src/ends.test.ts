import assert from "node:assert/strict";
import { test } from "node:test";
import { CloudError } from "@aro/api";
import type { Log } from "@aro/telemetry";
import { createBackend } from "./backend.ts";
import { isEnd, runOne } from "./testing/run-one.ts";
import { accept, act, ended, keptLog, sampleCluster, testDeps } from "./testing/world.ts";

test("a create that succeeds ends cluster, operation and work item in one transaction (ARM-ASY-08; spec 02 §14 invariants 9, 13 and 16)", async (t) => {
  const { cluster, operation, work, batches, seen } = await runOne(t, [act("a"), act("b")]);
  const { provisioningState, lastProvisioningState, failedProvisioningState } =
    cluster?.openShiftCluster.properties ?? {};
  assert.deepEqual(
    [provisioningState, lastProvisioningState, failedProvisioningState],
    ["Succeeded", undefined, undefined],
  );
  assert.deepEqual([cluster?.asyncOperationId, cluster?.correlationData], [undefined, undefined]);
  assert.ok((cluster?.revision ?? 0) > (seen.cluster?.revision ?? 0), "clients see a change (ARM-ETG-04)");
  assert.equal(operation?.asyncOperation.status, "Succeeded");
  assert.equal(operation?.asyncOperation.error, undefined);
  assert.equal(operation?.ttl, 604_800);
  assert.equal(operation?.openShiftCluster?.properties.provisioningState, "Succeeded");
  assert.deepEqual([work?.state, work?.owner, work?.token], ["idle", undefined, 1]);
  const ends = batches.filter((batch) => batch.some(isEnd));
  assert.equal(ends.length, 1);
  const kinds = ends[0]?.map((write) => ("replace" in write ? write.replace["kind"] : "?"));
  assert.deepEqual(kinds?.sort(), ["cluster", "operation", "work"]);
});

test("a create that fails is Failed, says so on cluster and operation, and keeps the error's body (ARM-ASY-07)", async (t) => {
  const error = new CloudError({
    code: "DeploymentFailed",
    message: "No room.",
    details: [{ code: "QuotaExceeded", message: "x" }],
  });
  const failing = act("b", () => {
    throw error;
  });
  const { cluster, operation, work } = await runOne(t, [act("a"), failing, act("c")]);
  const { provisioningState, failedProvisioningState } = cluster?.openShiftCluster.properties ?? {};
  assert.deepEqual([provisioningState, failedProvisioningState], ["Failed", "Creating"]);
  assert.equal(operation?.asyncOperation.status, "Failed");
  assert.deepEqual(operation?.asyncOperation.error, error.body);
  assert.equal(operation?.asyncOperation.progress?.current?.name, "b");
  assert.ok((operation?.asyncOperation.progress?.percentComplete ?? 100) < 100);
  assert.equal(work?.state, "idle");
});

test("an error that is no CloudError becomes InternalServerError, and the real one is logged", async (t) => {
  const { log, lines } = keptLog();
  const secret = new Error("stack of ours");
  const failing = act("a", () => Promise.reject(secret));
  const { operation } = await runOne(t, [failing], { deps: { log } });
  assert.deepEqual(operation?.asyncOperation.error, { code: "InternalServerError", message: "Internal server error." });
  assert.ok(lines.some(({ fields }) => fields["error"] === secret));
});

test("an error about a null principal in a deny assignment is InternalServerError whatever its type (spec 02 §14 invariant 18)", async (t) => {
  const failing = act("a", () => {
    throw new CloudError({
      code: "DeploymentFailed",
      message: "Deployment failed.",
      details: [{ code: "NullOrInvalidGuidExcludePrincipalId", message: "x" }],
    });
  });
  const { operation } = await runOne(t, [failing]);
  assert.equal(operation?.asyncOperation.error?.code, "InternalServerError");
});

test("a failed update takes back what it had not applied (ARM-PAT-07)", async (t) => {
  const failing = act("a", () => {
    throw new CloudError({ code: "DeploymentFailed", message: "No." });
  });
  const { cluster } = await runOne(t, [failing], { kind: "Updating", before: true });
  assert.deepEqual(cluster?.openShiftCluster.tags, { team: "old" });
  assert.equal(cluster?.openShiftCluster.properties.failedProvisioningState, "Updating");
});

test("a failed update keeps what it had applied (ARM-PAT-07)", async (t) => {
  const steps = [
    act("a", ({ run }) => run.markApplied(["/tags"])),
    act("b", () => {
      throw new CloudError({ code: "DeploymentFailed", message: "No." });
    }),
  ];
  const { cluster, operation } = await runOne(t, steps, { kind: "Updating", before: true });
  assert.deepEqual(cluster?.openShiftCluster.tags, { team: "payments" });
  assert.deepEqual(operation?.openShiftCluster?.tags, { team: "payments" });
});

test("the last write of a delete ends the operation, removes the item and leaves a tombstone (ARM-DEL-03)", async (t) => {
  const { cluster, operation, work, batches, accepted, database } = await runOne(t, [act("a")], { kind: "Deleting" });
  assert.equal(operation?.asyncOperation.status, "Succeeded");
  assert.equal(operation?.openShiftCluster, undefined, "there is no cluster to show");
  assert.equal(work, undefined);
  assert.deepEqual(
    [cluster?.["deleting"], cluster?.["ttl"], cluster?.key, cluster?.clusterResourceGroupIdKey, cluster?.clientIdKey],
    [true, 60, ...Array(3).fill(`deleted:${accepted.clusterId}`)],
  );
  assert.equal(cluster?.asyncOperationId, undefined);
  assert.equal(batches.filter((batch) => batch.some(isEnd))[0]?.length, 3);
  assert.equal(await database.clusters.byKey(sampleCluster("c1", "x").key), undefined);
  const again = await accept(database, { kind: "Creating", cluster: { ...sampleCluster("c1", "x"), id: "other" } });
  assert.equal(again.clusterId, "other", "the name is free at that very moment");
});

test("a delete that fails can be repeated", async (t) => {
  const failing = act("a", () => {
    throw new CloudError({ code: "ScopeLocked", message: "Locked." });
  });
  const { cluster, database } = await runOne(t, [failing], { kind: "Deleting" });
  const { provisioningState, failedProvisioningState } = cluster?.openShiftCluster.properties ?? {};
  assert.deepEqual([provisioningState, failedProvisioningState], ["Failed", "Deleting"]);
  const accepted = await accept(database, { kind: "Deleting", cluster: sampleCluster("c1", "x") });
  await using backend = createBackend(testDeps(database, { Deleting: () => [act("a")] }));
  backend.start();
  assert.equal((await ended(database, accepted)).asyncOperation.status, "Succeeded");
});

test("one line tells the quality of service of an ended operation (spec 02 §5.5)", async (t) => {
  const { log, lines } = keptLog();
  await runOne(t, [act("a")], { deps: { log } });
  const qos = lines.filter(({ fields }) => fields["LOGKIND"] === "asyncqos");
  assert.equal(qos.length, 1);
  assert.equal(qos[0]?.event, "long running operation succeeded");
  const { operationType, clusterIdentity, resultType, resource_name, request_id } = qos[0]?.fields ?? {};
  assert.deepEqual(
    [operationType, clusterIdentity, resultType, resource_name, request_id],
    ["Creating", "serviceprincipal", "Success", "c1", "request"],
  );
});

test("a log that fails while an end is told changes nothing about the end (spec 02 §14 invariant 11)", async (t) => {
  const { log, lines } = keptLog();
  const failing = (inner: Log): Log => ({
    ...inner,
    info: (event, fields) => {
      if (event.startsWith("long running")) throw new Error("disk full");
      inner.info(event, fields);
    },
    with: (fields) => failing(inner.with(fields)),
  });
  const { operation, work, batches } = await runOne(t, [act("a")], { deps: { log: failing(log) } });
  assert.deepEqual([operation?.asyncOperation.status, work?.state, work?.dequeues], ["Succeeded", "idle", 1]);
  assert.equal(batches.filter((batch) => batch.some(isEnd)).length, 1);
  assert.ok(lines.length > 0);
});

test("a failed operation counts by whose fault it was (spec 02 §5.5)", async (t) => {
  const rows: [CloudError, string][] = [
    [new CloudError({ code: "ScopeLocked", message: "Locked." }), "UserError"],
    [new CloudError({ code: "DeploymentFailed", message: "Timed out." }, { status: 500 }), "InternalServerError"],
    [
      new CloudError({
        code: "InternalServerError",
        message: "One of the claims 'puid' or 'altsecid' or 'oid' should be present.",
      }),
      "UserError",
    ],
  ];
  for (const [error, expected] of rows) {
    const { log, lines } = keptLog();
    await runOne(t, [act("a", () => Promise.reject(error))], { deps: { log } });
    const [qos, ...more] = lines.filter(({ fields }) => fields["LOGKIND"] === "asyncqos");
    assert.deepEqual(
      [qos?.event, qos?.fields["resultType"], more.length],
      ["long running operation failed", expected, 0],
    );
  }
});
