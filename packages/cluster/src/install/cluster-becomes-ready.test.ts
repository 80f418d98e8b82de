import assert from "node:assert/strict";
import { after, afterEach, before, test } from "node:test";
import { CloudError } from "@aro/api";
import { ApiServerUnreachable, KubernetesError, type KubernetesObject, kinds } from "@aro/kubernetes";
import type { ConditionStep } from "@aro/steps";
import type { ClusterContext } from "../context.ts";
import { type ClusterPlane, clusterOperator, clusterPlane, runStep } from "../testing/cluster-plane.ts";
import { sampleCluster } from "../testing/sample-cluster.ts";
import {
  apiServersReady,
  clusterOperatorsHaveSettled,
  clusterVersionReady,
  ingressControllerReady,
  minimumWorkerNodesReady,
  operatorConsoleExists,
  operatorConsoleReady,
} from "./cluster-becomes-ready.ts";

let plane: ClusterPlane;
let context: ClusterContext;
before(async () => {
  plane = await clusterPlane();
  ({ context } = await plane.worldOf(sampleCluster()));
});
after(() => plane[Symbol.asyncDispose]());

const kept = [kinds.ClusterOperator, kinds.Machine, kinds.Node, kinds.ClusterVersion, kinds.Console];
afterEach(async () => {
  for (const kind of kept)
    for (const { metadata } of await plane.client.list(kind, {}, plane.signal)) {
      const { name, namespace } = metadata;
      await plane.client.delete(kind, { name, ...(namespace === undefined ? {} : { namespace }) }, plane.signal);
    }
});

/** What a person reads when the limit passes. */
const said = ({ timeoutMessage }: ConditionStep<ClusterContext>): string =>
  typeof timeoutMessage === "string" ? timeoutMessage : (timeoutMessage?.(context) ?? "");

const machine = (name: string, status: object) => ({
  apiVersion: "machine.openshift.io/v1beta1",
  kind: "Machine",
  metadata: {
    name,
    namespace: "openshift-machine-api",
    labels: { "machine.openshift.io/cluster-api-machine-role": "worker" },
  },
  spec: {},
  status,
});
const node = (name: string, ready: string, role = "worker"): KubernetesObject & { status: object } => ({
  apiVersion: "v1",
  kind: "Node",
  metadata: { name, labels: { [`node-role.kubernetes.io/${role}`]: "" } },
  status: { conditions: [{ type: "Ready", status: ready }] },
});
const failedOf = (message: string) => ({
  phase: "Failed",
  errorMessage: "failed to reconcile machine",
  providerStatus: {
    conditions: [{ type: "MachineCreated", status: "False", reason: "MachineCreationFailed", message }],
  },
});

for (const [step, name] of [
  [apiServersReady, "kube-apiserver"],
  [operatorConsoleReady, "console"],
  [ingressControllerReady, "ingress"],
] as const)
  test(`${step.name} waits until ${name} is available, not progressing and not degraded (spec 03 §8.4)`, async () => {
    assert.equal(await runStep(step, context), false);
    assert.match(said(step), new RegExp(`${name} has not reported yet`));
    for (const [conditions, holds, wanting] of [
      [{ Available: "False", Progressing: "False", Degraded: "False" }, false, "is not available"],
      [{ Available: "True", Progressing: "True", Degraded: "False" }, false, "is progressing"],
      [{ Available: "True", Progressing: "False", Degraded: "True" }, false, "is degraded"],
      [{ Progressing: "False", Degraded: "False" }, false, "is not available"],
      [{ Available: "True", Progressing: "False" }, true, ""],
      [{ Available: "True", Progressing: "False", Degraded: "False" }, true, ""],
    ] as const) {
      await plane.have(clusterOperator(name, conditions));
      assert.equal(await runStep(step, context), holds, JSON.stringify(conditions));
      if (!holds) assert.ok(said(step).includes(`${name} ${wanting}`), said(step));
      await plane.client.delete(kinds.ClusterOperator, { name }, plane.signal);
    }
  });

test("an API server that is away, overloaded or does not know us yet does not end a wait; what it will never take does", async () => {
  const get = (error: Error) => async () => Promise.reject(error);
  for (const [error, ends] of [
    [new ApiServerUnreachable("https://api", new Error("ECONNREFUSED")), false],
    [new KubernetesError(503, "ServiceUnavailable", "starting"), false],
    [new KubernetesError(429, "TooManyRequests", "later"), false],
    [new KubernetesError(403, "Forbidden", "no roles yet"), false],
    [new KubernetesError(401, "Unauthorized", "who"), false],
    [new KubernetesError(404, "NotFound", "no kinds yet"), false],
    [new KubernetesError(400, "BadRequest", "never"), true],
  ] as const) {
    const there = await plane.worldOf(sampleCluster());
    there.context.run.memory.set("kubernetes", { ...plane.client, get: get(error) });
    const looked = runStep(apiServersReady, there.context);
    if (ends) await assert.rejects(looked, error);
    else assert.equal(await looked, false, error.message);
  }
});

test("two worker machines that run, and two nodes that are ready, are the least (spec 03 §8.4)", async () => {
  const looks = async () => runStep(minimumWorkerNodesReady, context);
  assert.equal(await looks(), false);
  await plane.have(machine("w-1", { phase: "Running" }));
  await plane.have(machine("w-2", { phase: "Provisioning" }));
  assert.equal(await looks(), false);
  assert.match(said(minimumWorkerNodesReady), /1 of at least 2 worker machines are running/);
  await plane.have(machine("w-3", { phase: "Running" }));
  await plane.have(node("w-1", "True"));
  await plane.have(node("w-3", "False"));
  await plane.have(node("m-1", "True", "master"));
  assert.equal(await looks(), false);
  assert.match(said(minimumWorkerNodesReady), /1 of at least 2 worker nodes are ready/);
  await plane.have(node("w-2", "True"));
  assert.equal(await looks(), true);
});

for (const [message, terminal] of [
  ["SkuNotAvailable: the size is not available", true],
  ["NotAvailableForSubscription", true],
  ["Code=QuotaExceeded", true],
  ["OperationNotAllowed: exceeding approved Total Regional Cores quota", true],
  ["OperationNotAllowed: New Limit Required: 40", true],
  ["OperationNotAllowed: the disk is attached", false],
  ["ImageNotFound: no such image", false],
] as const)
  test(`a machine that failed with '${message}' ${terminal ? "ends" : "does not end"} the wait (spec 03 §2.4)`, async () => {
    await plane.have(machine("w-1", failedOf(message)));
    if (!terminal) {
      assert.equal(await runStep(minimumWorkerNodesReady, context), false);
      assert.ok(said(minimumWorkerNodesReady).includes(`w-1 failed: ${message}`), said(minimumWorkerNodesReady));
      return;
    }
    await assert.rejects(runStep(minimumWorkerNodesReady, context), (thrown: unknown) => {
      assert.ok(thrown instanceof CloudError);
      assert.deepEqual([thrown.status, thrown.body.code], [500, "QuotaExceeded"]);
      assert.equal(thrown.body.target, "properties.workerProfiles[0].VMSize");
      assert.ok(thrown.body.message.includes(message));
      return true;
    });
  });

test("a machine that could not be had does not matter where enough others run", async () => {
  await plane.have(machine("w-1", failedOf("QuotaExceeded")));
  for (const name of ["w-2", "w-3"]) {
    await plane.have(machine(name, { phase: "Running" }));
    await plane.have(node(name, "True"));
  }
  assert.equal(await runStep(minimumWorkerNodesReady, context), true);
});

test("a console exists once it is configured; a version is there once it is available", async () => {
  assert.equal(await runStep(operatorConsoleExists, context), false);
  await plane.have({
    apiVersion: "operator.openshift.io/v1",
    kind: "Console",
    metadata: { name: "cluster" },
    spec: { managementState: "Managed" },
  });
  assert.equal(await runStep(operatorConsoleExists, context), true);
  assert.equal(await runStep(clusterVersionReady, context), false);
  const version = { version: "4.17.27", image: "i", url: "" };
  const available = (status: string) => ({
    desired: version,
    observedGeneration: 1,
    versionHash: "h",
    availableUpdates: [],
    conditions: [{ type: "Available", status, lastTransitionTime: "2026-01-01T00:00:00Z" }],
  });
  await plane.have({
    apiVersion: "config.openshift.io/v1",
    kind: "ClusterVersion",
    metadata: { name: "version" },
    spec: { clusterID: "11111111-1111-4111-8111-111111111111" },
    status: available("False"),
  });
  assert.equal(await runStep(clusterVersionReady, context), false);
  const found = await plane.read(kinds.ClusterVersion, "version");
  await plane.client.update(kinds.ClusterVersion, { ...found, status: available("True") }, plane.signal, "status");
  assert.equal(await runStep(clusterVersionReady, context), true);
});

test("operators have settled when none of the five still changes; one that the cluster does not have is not waited for", async () => {
  const settled = () => runStep(clusterOperatorsHaveSettled, context);
  for (const name of ["kube-controller-manager", "kube-apiserver", "kube-scheduler", "console"])
    await plane.have(clusterOperator(name));
  await plane.have(clusterOperator("dns", { Available: "True", Progressing: "True", Degraded: "False" }));
  assert.equal(await settled(), true, "authentication is absent, dns is none of the five");
  await plane.have(clusterOperator("authentication", { Available: "True", Progressing: "True", Degraded: "False" }));
  assert.equal(await settled(), false);
  assert.match(said(clusterOperatorsHaveSettled), /authentication is progressing/);
});
