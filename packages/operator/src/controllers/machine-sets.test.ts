import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";
import { type KubernetesObject, kinds } from "@aro/kubernetes";
import { machineRoleLabel } from "../runtime/watches.ts";
import { longHeld, objectOf, startWorld, type World } from "../testing/world.ts";
import { machineSets } from "./machine-sets.ts";

let world: World;
before(async () => {
  world = await startWorld({ namespaces: ["openshift-machine-api"] });
});
after(() => world[Symbol.asyncDispose]());
beforeEach(() => world.reset(kinds.MachineSet));

const machineNamespace = "openshift-machine-api";

const setNames = ["c1-abcde-worker-1", "c1-abcde-worker-2", "c1-abcde-worker-3"];
async function makeSets(replicas: readonly (number | undefined)[], names: readonly string[] = setNames): Promise<void> {
  for (const [index, name] of names.entries()) {
    const labels = { [machineRoleLabel]: "worker" };
    const count = replicas[index];
    const spec = { ...(count === undefined ? {} : { replicas: count }), selector: {}, template: {} };
    const object = objectOf(kinds.MachineSet, { name, namespace: machineNamespace, labels }, { spec });
    await world.client.create(kinds.MachineSet, object, world.signal);
  }
}
const counts = async () =>
  (await world.client.list<KubernetesObject>(kinds.MachineSet, { namespace: machineNamespace }, world.signal)).map(
    (one) => (one["spec"] as { replicas?: number }).replicas,
  );

for (const [id, before, afterwards] of [
  ["MS-1", [0, 0, 0], [2, 0, 0]],
  ["MS-2", [0, 1, 0], [1, 1, 0]],
  ["MS-3", [0, 2, 0], [0, 2, 0]],
] as const)
  test(`worker sets of ${before.join()} become ${afterwards.join()} (${id})`, async () => {
    await makeSets(before);
    await world.reconcile(machineSets, setNames[0]);
    assert.deepEqual(await counts(), afterwards);
    assert.equal(await world.condition("MachineSetControllerDegraded"), "False : ");
  });

test("sets of a customer's own are left alone, and only Degraded is cleared (MS-4)", async () => {
  await world.setStatus({ conditions: [longHeld("MachineSetControllerDegraded", "True", "it hurts")] });
  await makeSets([0, 0, 0], [...setNames.slice(0, 2), "mine"]);
  await world.reconcile(machineSets, setNames[0]);
  assert.deepEqual(await counts(), [0, 0, 0]);
  assert.equal(await world.condition("MachineSetControllerDegraded"), "False : ");
  assert.equal(await world.condition("MachineSetControllerAvailable"), undefined);
});

test("with the flag off nothing is scaled (MS-5)", async () => {
  await makeSets([0, 0, 0]);
  await world.tell({ operatorflags: { "aro.machineset.enabled": "false" } });
  await world.reconcile(machineSets, setNames[0]);
  assert.deepEqual(await counts(), [0, 0, 0]);
});

test("a set that was deleted is nothing to complain of (Q-08)", async () => {
  await makeSets([0, 0, 0]);
  assert.deepEqual(await world.reconcile(machineSets, "gone"), {});
  assert.equal(await world.condition("MachineSetControllerDegraded"), undefined);
});
