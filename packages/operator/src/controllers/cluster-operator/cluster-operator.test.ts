import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";
import { type KubernetesObject, kinds } from "@aro/kubernetes";
import { clusterKind } from "../../cluster/cluster-object.ts";
import { clusterChange } from "../../runtime/watches.ts";
import { longHeld, objectOf, startWorld, type World } from "../../testing/world.ts";
import { clusterOperator } from "./cluster-operator.ts";

let world: World;
before(async () => {
  world = await startWorld();
});
after(() => world[Symbol.asyncDispose]());
beforeEach(() => world.reset(kinds.ClusterOperator));

const operator = async () => {
  const found = await world.client.get<KubernetesObject>(kinds.ClusterOperator, { name: "aro" }, world.signal);
  assert.ok(found !== undefined);
  const told = found["status"] as { conditions: { type: string }[]; versions: object[] };
  const condition = (type: string) => {
    const { status: is, reason, message } = told.conditions.find((one) => one.type === type) as Record<string, string>;
    return `${is} ${reason}: ${message}`;
  };
  return { found, told, condition };
};

test("the ClusterOperator is made, owned by the Cluster, with a version (CO-1); without conditions it knows nothing (CO-2)", async () => {
  await world.reconcile(clusterOperator);
  const { found, told, condition } = await operator();
  const [owner] = found.metadata.ownerReferences ?? [];
  assert.deepEqual(
    [owner?.kind, owner?.uid, owner?.controller],
    ["Cluster", (await world.cluster()).metadata.uid, true],
  );
  assert.deepEqual(told.versions, [{ name: "operator", version: "abc123" }]);
  assert.equal(condition("Available"), "Unknown NoData: ");
  assert.equal(condition("Progressing"), "Unknown NoData: ");
  assert.equal(condition("Degraded"), "False AsExpected: ");
});

test("all controllers available make it available (CO-3), and a degraded one does not degrade it (CO-5)", async () => {
  await world.setStatus({
    conditions: [
      longHeld("AControllerAvailable", "True"),
      longHeld("BControllerAvailable", "True"),
      longHeld("BControllerDegraded", "True", "it hurts"),
    ],
  });
  await world.reconcile(clusterOperator);
  const { condition } = await operator();
  assert.equal(condition("Available"), "True AsExpected: All is well");
  assert.equal(condition("Degraded"), "False AsExpected: ");
});

test("one that is not available is named with its reason (CO-4)", async () => {
  await world.setStatus({
    conditions: [
      longHeld("ControllerAAvailable", "True"),
      longHeld("ControllerBAvailable", "False", "An error occurred", "SomeError"),
    ],
  });
  await world.reconcile(clusterOperator);
  const { condition } = await operator();
  assert.equal(condition("Available"), "False ControllerB_SomeError: ControllerBAvailable: An error occurred");
});

test("nothing is written when nothing differs, and a lost owner comes back", async () => {
  await world.reconcile(clusterOperator);
  world.writes();
  await world.reconcile(clusterOperator);
  assert.deepEqual(world.writes(), []);
  const { found } = await operator();
  const metadata = { ...found.metadata, ownerReferences: [] };
  await world.client.update(kinds.ClusterOperator, { ...found, metadata }, world.signal);
  await world.reconcile(clusterOperator);
  assert.equal((await operator()).found.metadata.ownerReferences?.length, 1);
});

test("a change of the Cluster's status alone makes it look (CO-6)", () => {
  const object = objectOf(clusterKind, { name: "cluster", generation: 1 });
  const watch = clusterOperator.watches.find(({ kind }) => kind === clusterKind);
  assert.equal(watch?.when?.({ type: "updated", object, before: object }), true);
  assert.equal(clusterChange.when?.({ type: "updated", object, before: object }), false);
});
