import assert from "node:assert/strict";
import { type TestContext as Test, test } from "node:test";
import { CloudError, type OperationDocument, type OperationKind, scaledDurations, userSettable } from "@aro/api";
import type { BatchOperation, Database } from "@aro/database";
import { manualClock, systemClock } from "@aro/runtime";
import { createBackend } from "./backend.ts";
import type { BackendDeps } from "./deps.ts";
import {
  type Accepted,
  accept,
  act,
  ended,
  keptLog,
  look,
  openWorld,
  quickDurations,
  register,
  sampleCluster,
  storeIdle,
  type TestContext,
  type TestStep,
  testDeps,
} from "./testing/world.ts";

async function world(t: Test): Promise<Database> {
  const database = await openWorld(":memory:");
  t.after(() => database.store[Symbol.asyncDispose]());
  await register(database);
  return database;
}

/** Runs one operation with these steps to its end. */
async function runOne(
  t: Test,
  steps: readonly TestStep[],
  options: { kind?: OperationKind; deps?: Partial<BackendDeps<TestContext>>; before?: boolean } = {},
) {
  const database = await world(t);
  const { kind = "Creating" } = options;
  const cluster = sampleCluster("c1", kind);
  if (kind !== "Creating") await storeIdle(database, sampleCluster("c1", "Succeeded"));
  const before = options.before ? { before: userSettable({ ...cluster.openShiftCluster, tags: { team: "old" } }) } : {};
  const accepted = await accept(database, { kind, cluster, ...before });
  const seen = await look(database, accepted);
  const batches = recordBatches(database);
  await using backend = createBackend(testDeps(database, { [kind]: () => steps }, options.deps));
  backend.start();
  await ended(database, accepted);
  await backend.drain();
  return { database, accepted, batches, seen, ...(await look(database, accepted)) };
}

/** Every batch that is written from now on. */
function recordBatches(database: Database): (readonly BatchOperation[])[] {
  const batches: (readonly BatchOperation[])[] = [];
  const { container } = database.clusters;
  const batch = container.batch.bind(container);
  container.batch = (partition, operations) => {
    batches.push(operations);
    return batch(partition, operations);
  };
  return batches;
}

const isEnd = (write: BatchOperation) =>
  "replace" in write &&
  write.replace["kind"] === "operation" &&
  (write.replace as unknown as OperationDocument).asyncOperation.endTime !== undefined;

test("a create that succeeds ends cluster, operation and work item in one transaction (ARM-ASY-08)", async (t) => {
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

test("progress names each step with its time, grows, and is 100 only at the successful end (ARM-ASY-06)", async (t) => {
  const { operation, batches } = await runOne(t, [act("a"), act("b"), act("c")]);
  const progress = operation?.asyncOperation.progress;
  assert.deepEqual(
    progress?.finished.map((step) => step.name),
    ["a", "b", "c"],
  );
  assert.deepEqual([progress?.percentComplete, progress?.current, progress?.total], [100, undefined, 3]);
  const percents = batches.flatMap((batch) =>
    batch.flatMap((write) =>
      "replace" in write && write.replace["kind"] === "operation"
        ? [(write.replace as unknown as OperationDocument).asyncOperation.progress?.percentComplete ?? 0]
        : [],
    ),
  );
  assert.deepEqual(percents, [0, 33, 66, 100]);
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

test("the ETag changes when clients see a change, and only then (ARM-ETG-04)", async (t) => {
  const revisions: number[] = [];
  const heartbeat = 20;
  const steps = [
    act("a", async ({ run }) => {
      revisions.push(run.cluster().revision);
      await systemClock.sleep(10 * heartbeat);
      revisions.push(run.cluster().revision);
      await run.patch((cluster) => ({
        ...cluster,
        openShiftCluster: {
          ...cluster.openShiftCluster,
          properties: { ...cluster.openShiftCluster.properties, infraId: "c1-abcde", sshKey: "sealed" as never },
        },
      }));
      revisions.push(run.cluster().revision);
      await run.patch((cluster) => ({
        ...cluster,
        openShiftCluster: {
          ...cluster.openShiftCluster,
          properties: { ...cluster.openShiftCluster.properties, consoleProfile: { url: "https://console.example/" } },
        },
      }));
      revisions.push(run.cluster().revision);
    }),
  ];
  const { cluster } = await runOne(t, steps, { deps: { durations: { ...quickDurations, heartbeat } } });
  const [first = 0] = revisions;
  assert.deepEqual(revisions, [first, first, first, first + 1]);
  assert.equal(cluster?.revision, first + 2);
  assert.equal(cluster?.openShiftCluster.properties.infraId, "c1-abcde");
});

test("poll addresses are stored before they are waited for, and those of a failed run are handed to the next (architecture §5.4)", async (t) => {
  const left: Record<string, string>[] = [];
  const failing = act("deploy", async ({ run }) => {
    await run.rememberPoller("deploy", "https://arm/poll/1");
    assert.equal(run.poller("deploy"), "https://arm/poll/1");
    await run.rememberPoller("dns", "https://arm/poll/2");
    await run.rememberPoller("dns", undefined);
    assert.equal(run.poller("dns"), undefined);
    throw new CloudError({ code: "DeploymentFailed", message: "No." });
  });
  const { database, accepted } = await runOne(t, [failing]);
  const look_ = act("look", ({ run }) => left.push(run.leftBehind));
  const next = await accept(database, { kind: "Updating", cluster: sampleCluster("c1", "x") });
  await using backend = createBackend(testDeps(database, { Updating: () => [look_] }));
  backend.start();
  await ended(database, next);
  assert.deepEqual(left, [{ [`${accepted.operationId}/deploy`]: "https://arm/poll/1" }]);
  assert.equal((await look(database, next)).work?.leftBehind, undefined, "forgotten at the successful end");
});

test("an install runs its phases one after the other, the next with the full budget (spec 02 §14 invariants 4 and 8)", async (t) => {
  const order: string[] = [];
  const budgets: (number | undefined)[] = [];
  const phase = (name: string | undefined) =>
    act(`to-${name}`, async ({ run }) => {
      order.push(`to-${name}`);
      await run.patch((cluster) => {
        const { install: _, ...properties } = cluster.openShiftCluster.properties;
        const install =
          name === undefined
            ? {}
            : { install: { now: "2026-01-01T00:00:00Z", phase: name as "InstallPhaseBootstrap" } };
        return {
          ...cluster,
          openShiftCluster: { ...cluster.openShiftCluster, properties: { ...properties, ...install } as never },
        };
      });
    });
  const database = await world(t);
  const accepted = await accept(database, { kind: "Creating", cluster: sampleCluster("c1", "Creating") });
  const budget = act("budget", async () => budgets.push((await look(database, accepted)).work?.dequeues));
  const flows = {
    Creating: ({ run }: TestContext) => {
      switch (run.cluster().openShiftCluster.properties.install?.phase) {
        case undefined:
          return [phase("InstallPhaseBootstrap")];
        case "InstallPhaseBootstrap":
          return [
            act("before", async () => budgets.push((await look(database, accepted)).work?.dequeues)),
            phase("InstallPhaseRemoveBootstrap"),
          ];
        default:
          return [budget, phase(undefined)];
      }
    },
  };
  await using backend = createBackend(testDeps(database, flows));
  backend.start();
  const operation = await ended(database, accepted);
  assert.equal(operation.asyncOperation.status, "Succeeded");
  assert.deepEqual(order, ["to-InstallPhaseBootstrap", "to-InstallPhaseRemoveBootstrap", "to-undefined"]);
  assert.deepEqual(budgets, [1, 0]);
});

test("parts of a run that cannot be made end the operation (spec 03 §1)", async (t) => {
  const error = new CloudError({ code: "InvalidServicePrincipalCredentials", message: "No." });
  const { operation } = await runOne(t, [act("a")], { deps: { context: () => Promise.reject(error) } });
  assert.equal(operation?.asyncOperation.error?.code, "InvalidServicePrincipalCredentials");
});

test("what explains a failure is collected before the failure is recorded, and its own failure harms nothing", async (t) => {
  const failing = act("a", () => {
    throw new CloudError({ code: "DeploymentFailed", message: "No." });
  });
  const seen: string[] = [];
  const diagnose: BackendDeps<TestContext>["diagnose"] = async ({ run }, failure) => {
    seen.push(`${failure.kind} ${failure.step} ${run.cluster().openShiftCluster.properties.provisioningState}`);
    throw new Error("no metrics");
  };
  const { operation } = await runOne(t, [failing], { deps: { diagnose } });
  assert.deepEqual(seen, ["Creating a Creating"]);
  assert.equal(operation?.asyncOperation.error?.code, "DeploymentFailed");
});

test("each edge of each step is told with its place", async (t) => {
  const events: string[] = [];
  await runOne(t, [act("a"), act("b")], {
    deps: {
      onBoundary: async ({ clusterId, step, edge, index, total }) => {
        events.push(`${clusterId} ${edge} ${step} ${index}/${total}`);
      },
    },
  });
  assert.deepEqual(
    events,
    ["started a 0/2", "finished a 0/2", "started b 1/2", "finished b 1/2"].map((e) => `0001-c1 ${e}`),
  );
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

test("the sixth taking fails the operation without running anything, and names the step (spec 02 §14 invariant 8, ARM-ASY-12)", async (t) => {
  const database = await world(t);
  const accepted = await accept(database, { kind: "Creating", cluster: sampleCluster("c1", "Creating") });
  let runs = 0;
  const step = act("createDNS", () => void runs++);
  const broken = { ...quickDurations, idlePoll: 50 };
  // The write that ends the operation is refused, as a document that is too large would be, until the budget is spent.
  const { container } = database.clusters;
  const batch = container.batch.bind(container);
  container.batch = (partition, operations) => {
    const end = operations.find(isEnd);
    const status = (end as { replace: OperationDocument } | undefined)?.replace.asyncOperation.status;
    return status === "Succeeded" ? Promise.reject(new TypeError("too large")) : batch(partition, operations);
  };
  await using backend = createBackend(testDeps(database, { Creating: () => [step] }, { durations: broken }));
  backend.start();
  const operation = await ended(database, accepted);
  assert.equal(runs, 5);
  assert.equal(operation.asyncOperation.error?.code, "InternalServerError");
  assert.match(operation.asyncOperation.error?.message ?? "", /5 times.*'createDNS'/);
  assert.equal((await look(database, accepted)).work?.dequeues, 6);
});

test("an operation that outlasts its limit ends as Failed and names the step (ARM-ASY-12)", async (t) => {
  const durations = { ...quickDurations, operationLimit: 300 };
  const stuck = act(
    "waitForever",
    (_, signal) => new Promise((_resolve, reject) => signal.addEventListener("abort", () => reject(signal.reason))),
  );
  const { operation } = await runOne(t, [act("a"), stuck], { deps: { durations } });
  assert.equal(operation?.asyncOperation.status, "Failed");
  assert.equal(operation?.asyncOperation.error?.code, "DeploymentFailed");
  assert.match(operation?.asyncOperation.error?.message ?? "", /'waitForever'/);
});

test("a limit that has passed over several takings ends the operation at the next one", async (t) => {
  const database = await world(t);
  const accepted = await accept(database, { kind: "Creating", cluster: sampleCluster("c1", "Creating") });
  const { work } = await look(database, accepted);
  assert.ok(work);
  const begunAt = (await database.store.now()) - quickDurations.operationLimit / 1000 - 1;
  await database.clusters.container.replace(work.partitionKey, { ...work, begunAt }, work._etag);
  await using backend = createBackend(testDeps(database, { Creating: () => [act("a", () => assert.fail("ran"))] }));
  backend.start();
  assert.equal((await ended(database, accepted)).asyncOperation.error?.code, "DeploymentFailed");
});

test("a step that ignores the limit is waited for as long as the longest call takes, no longer", async (t) => {
  const durations = { ...quickDurations, operationLimit: 100, longestAzureCall: 300 };
  const deaf = act("deaf", () => new Promise(() => {}));
  const began = systemClock.monotonic();
  const { operation } = await runOne(t, [deaf], { deps: { durations } });
  assert.equal(operation?.asyncOperation.status, "Failed");
  assert.ok(systemClock.monotonic() - began >= 400);
});

test("skewed worker clocks change no decision about leases and limits (spec 02 §14 invariant 2)", async (t) => {
  const skewed = { ...systemClock, now: () => systemClock.now() - 600_000 };
  const { operation } = await runOne(t, [act("a")], { deps: { clock: skewed } });
  assert.equal(operation?.asyncOperation.status, "Succeeded");
  const ahead = { ...systemClock, now: () => systemClock.now() + 600_000 };
  const other = await runOne(t, [act("a")], { deps: { clock: ahead } });
  assert.equal(other.operation?.asyncOperation.status, "Succeeded");
});

test("an install of an hour keeps its lease on a clock of its own", async (t) => {
  const clock = manualClock();
  const database = await openWorld(":memory:", clock);
  t.after(() => database.store[Symbol.asyncDispose]());
  await register(database);
  const accepted: Accepted = await accept(database, {
    kind: "Creating",
    cluster: sampleCluster("c1", "Creating"),
    clock,
  });
  const long = act("long", (_, signal) => clock.sleep(3_600_000, signal));
  const backend = createBackend(
    testDeps(database, { Creating: () => [long] }, { clock, durations: scaledDurations(1) }),
  );
  backend.start();
  for (let turn = 0; turn < 400; turn++) await clock.advance(10_000);
  const { operation, work } = await look(database, accepted);
  assert.deepEqual([operation?.asyncOperation.status, work?.token, work?.dequeues], ["Succeeded", 1, 1]);
  await backend.stop();
});
