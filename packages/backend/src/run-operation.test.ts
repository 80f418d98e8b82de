import assert from "node:assert/strict";
import { test } from "node:test";
import { CloudError, type OperationDocument, scaledDurations } from "@aro/api";
import { manualClock, systemClock } from "@aro/runtime";
import { createBackend } from "./backend.ts";
import type { BackendDeps } from "./deps.ts";
import { isEnd, memoryWorld, runOne } from "./testing/run-one.ts";
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
  type TestContext,
  testDeps,
} from "./testing/world.ts";

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
  assert.deepEqual(left, [{ [`deploy of ${accepted.operationId}`]: "https://arm/poll/1" }]);
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
  const database = await memoryWorld(t);
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

test("the sixth taking fails the operation without running anything, and names the step (spec 02 §14 invariant 8, ARM-ASY-12)", async (t) => {
  const database = await memoryWorld(t);
  const accepted = await accept(database, { kind: "Creating", cluster: sampleCluster("c1", "Creating") });
  const { work } = await look(database, accepted);
  assert.ok(work);
  await database.clusters.container.replace(work.partitionKey, { ...work, dequeues: 3 }, work._etag);
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
  assert.equal(runs, 2, "the fourth and the fifth");
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

test("the time in which nobody worked on an operation does not count against its limit, the time of each taking does", async (t) => {
  const clock = manualClock();
  const database = await openWorld(":memory:", clock);
  t.after(() => database.store[Symbol.asyncDispose]());
  await register(database);
  const accepted = await accept(database, { kind: "Creating", cluster: sampleCluster("c1", "Creating"), clock });
  const hours = async (count: number) => {
    for (let turn = 0; turn < count * 360; turn++) await clock.advance(10_000);
  };
  const long = act("long", (_, signal) => clock.sleep(20 * 3_600_000, signal));
  const work = async (count: number) => {
    const backend = createBackend(
      testDeps(database, { Creating: () => [long] }, { clock, durations: scaledDurations(1) }),
    );
    backend.start();
    await hours(count);
    await backend.stop();
    return (await look(database, accepted)).operation?.asyncOperation.status;
  };
  assert.equal(await work(1), "Creating");
  await hours(5);
  assert.equal(await work(2), "Creating");
  await hours(5);
  assert.equal(await work(1.1), "Failed");
});

test("a limit that has passed over several takings ends the operation at the next one", async (t) => {
  const database = await memoryWorld(t);
  const accepted = await accept(database, { kind: "Creating", cluster: sampleCluster("c1", "Creating") });
  const { work } = await look(database, accepted);
  assert.ok(work);
  const takenAt = (await database.store.now()) - 1;
  const workedSeconds = quickDurations.operationLimit / 1000;
  await database.clusters.container.replace(work.partitionKey, { ...work, takenAt, workedSeconds }, work._etag);
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
