import assert from "node:assert/strict";
import { test } from "node:test";
import { kinds } from "@aro/kubernetes";
import { type OperatorRole, staticObjects } from "@aro/operator-objects";
import { type OperatorOptions, runOperator } from "./run-operator.ts";
import { runControllers } from "./runtime/run-controllers.ts";
import { eventually, objectOf, startWorld, type World } from "./testing/world.ts";

const start = (world: World, identity: string, change: Partial<OperatorOptions> = {}) => {
  const stop = new AbortController();
  const { client, clock, random, log } = world.context;
  const ended = runOperator(
    {
      role: "master",
      client,
      version: "v2",
      identity,
      health: { host: "127.0.0.1", port: 0 },
      metrics: { host: "127.0.0.1", port: 0 },
      reach: async () => undefined,
      clock,
      random,
      log,
      ...change,
    },
    stop.signal,
  );
  return { ended, stop: () => stop.abort() };
};

test("the master brings a cluster into order, follows what changes, and hands over to its successor at once", async () => {
  await using world = await startWorld({
    namespaces: ["openshift-config", "openshift-ingress-operator", "openshift-machine-api"],
  });
  const { client, signal } = world;
  const place = { name: "default", namespace: "openshift-ingress-operator" };
  const replicas = async () => ((await client.get(kinds.IngressController, place, signal))?.["spec"] as Any)?.replicas;
  const ingress = objectOf(kinds.IngressController, place, { spec: { replicas: 1 } });
  await client.create(kinds.IngressController, ingress, signal);
  const first = start(world, "first");
  await eventually(async () => (await replicas()) === 2);
  await eventually(async () => (await client.get(kinds.ClusterOperator, { name: "aro" }, signal)) !== undefined);
  await eventually(async () => (await world.cluster()).status?.operatorVersion === "v2");
  const second = start(world, "second", { version: "v3" });
  await world.context.clock.sleep(300);
  assert.equal((await world.cluster()).status?.operatorVersion, "v2", "it waits for its turn");
  first.stop();
  await first.ended;
  await eventually(async () => (await world.cluster()).status?.operatorVersion === "v3");
  second.stop();
  await second.ended;
});

test("the worker needs no more rights than it has", async () => {
  await using world = await startWorld();
  const { client, plane, signal } = world;
  for (const object of staticObjects.filter(({ kind }) =>
    ["ServiceAccount", "Role", "RoleBinding", "ClusterRole", "ClusterRoleBinding"].includes(kind),
  ))
    await client.create(Object.values(kinds).find((one) => one.kind === object.kind) ?? kinds.Role, object, signal);
  const name = "system:serviceaccount:openshift-azure-operator:aro-operator-worker";
  const { certificate: cert, key } = await plane.identity({
    name,
    groups: ["system:serviceaccounts", "system:authenticated"],
  });
  const { connect, createClient } = await import("@aro/kubernetes");
  const access = { server: plane.address, ca: plane.authority, certificate: { cert, key }, namespace: "default" };
  await using own = createClient(connect(access, "test"));
  const role: OperatorRole = "worker";
  const running = start(world, "w", { role, client: own });
  await eventually(async () => (await world.condition("InternetReachableFromWorker")) !== undefined);
  running.stop();
  await running.ended;
});

test("a kind that the cluster does not know ends the process after two minutes", async () => {
  await using world = await startWorld();
  let over = (): void => undefined;
  const clock = {
    ...world.context.clock,
    sleep: (milliseconds: number, signal?: AbortSignal) =>
      milliseconds === 120_000
        ? new Promise<void>((done) => {
            over = done;
          })
        : world.context.clock.sleep(milliseconds, signal),
  };
  const controller = { name: "X", watches: [{ kind: kinds.HiveConfig }], reconcile: async () => ({}) };
  const running = runControllers({ ...world.context, clock }, [controller], world.signal);
  setImmediate(() => over());
  await assert.rejects(running, /could not list within 120 s: .*hiveconfigs/);
});

// biome-ignore lint/suspicious/noExplicitAny: tests look into objects freely
type Any = any;
