import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";
import { type KubernetesObject, kinds } from "@aro/kubernetes";
import { objectOf, startWorld, type World } from "../testing/world.ts";
import { ingressReplicas } from "./ingress-replicas.ts";

let world: World;
before(async () => {
  world = await startWorld({ namespaces: ["openshift-ingress-operator"] });
});
after(() => world[Symbol.asyncDispose]());
beforeEach(() => world.reset(kinds.IngressController));

const ingressNamespace = "openshift-ingress-operator";

const makeIngress = (spec: object) =>
  world.client.create(
    kinds.IngressController,
    objectOf(kinds.IngressController, { name: "default", namespace: ingressNamespace }, { spec }),
    world.signal,
  );
const ingressSpec = async () => {
  const place = { namespace: ingressNamespace, name: "default" };
  return (await world.client.get<KubernetesObject>(kinds.IngressController, place, world.signal))?.["spec"] as {
    replicas?: number;
  };
};

for (const replicas of [0, 1])
  test(`an ingress of ${replicas} replicas gets two (IG-1)`, async () => {
    await makeIngress({ replicas });
    await world.reconcile(ingressReplicas);
    assert.equal((await ingressSpec()).replicas, 2);
    assert.equal(await world.condition("IngressControllerAROControllerDegraded"), "False : ");
  });

for (const replicas of [2, 3, undefined])
  test(`an ingress of ${replicas ?? "no number of"} replicas stays (IG-2)`, async () => {
    await makeIngress(replicas === undefined ? {} : { replicas });
    world.writes();
    await world.reconcile(ingressReplicas);
    assert.ok(!world.writes().includes("update ingresscontrollers"));
    assert.equal((await ingressSpec()).replicas, replicas);
  });

test("without an ingress the controller is degraded (IG-3)", async () => {
  await assert.rejects(world.reconcile(ingressReplicas), /openshift-ingress-operator\/default/);
  assert.match((await world.condition("IngressControllerAROControllerDegraded")) ?? "", /^True : there is no/);
});

test("a controller whose flag is off touches nothing", async () => {
  await makeIngress({ replicas: 1 });
  await world.tell({ operatorflags: { "aro.ingress.enabled": "1" } });
  await world.reconcile(ingressReplicas);
  assert.equal((await ingressSpec()).replicas, 1);
  assert.equal(await world.condition("IngressControllerAROControllerAvailable"), undefined);
});
