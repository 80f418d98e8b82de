import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { type ControlPlane, type KubeObject, makeKeys, startControlPlane } from "@aro/control-plane";
import { systemClock as clock, systemRandom as random } from "@aro/runtime";
import { silentLog as log } from "@aro/telemetry";
import { openObjects } from "../../openshift/cluster/objects.ts";
import { type HiveContext, syncsResource } from "../context.ts";
import { definitions } from "../definitions.ts";
import { kubeconfigOf } from "../testing/kubeconfig.ts";
import { keepSyncs } from "./keep-syncs.ts";
import { selects } from "./selection.ts";
import type { SyncStatus } from "./shapes.ts";

const stop = new AbortController();
let [hub, cluster]: ControlPlane[] = [];
let context: HiveContext;
let running: Promise<void>;

const start = async (): Promise<ControlPlane> => {
  const keys = await makeKeys(["api-int.c.test", "127.0.0.1"], clock, random);
  return startControlPlane({ path: ":memory:", keys, port: 0, clock, random, log });
};

before(async () => {
  [hub, cluster] = [await start(), await start()];
  const { port } = cluster;
  const objects = openObjects(hub, "hive");
  for (const one of definitions()) objects.ensure(one);
  while (!objects.has(syncsResource)) await clock.sleep(5);
  context = {
    controlPlane: hub,
    objects,
    folder: "/nowhere",
    apiServerAt: () => ({ kind: "loopback", port }),
    scaled: (milliseconds) => milliseconds / 2_000,
    installPlaces: 1,
    clock,
    random,
    log,
  };
  objects.ensure({
    apiVersion: "v1",
    kind: "Secret",
    metadata: { name: "admin", namespace: "aro-1" },
    stringData: { kubeconfig: await kubeconfigOf(cluster) },
  });
  objects.ensure({
    apiVersion: "hive.openshift.io/v1",
    kind: "ClusterDeployment",
    metadata: { name: "cluster", namespace: "aro-1", labels: { region: "eastus" } },
    spec: {
      clusterName: "c",
      baseDomain: "",
      installed: true,
      preserveOnDelete: true,
      platform: {},
      clusterMetadata: { clusterID: "i", infraID: "i", adminKubeconfigSecretRef: { name: "admin" } },
      controlPlaneConfig: { apiServerIPOverride: "10.0.0.1", apiURLOverride: "api-int.c.test:6443" },
    },
    status: {
      conditions: [{ type: "Unreachable", status: "False", reason: "ClusterReachable", message: "" }],
    },
  });
  running = keepSyncs(context, stop.signal);
});
after(async () => {
  stop.abort();
  await running;
  await hub?.[Symbol.asyncDispose]();
  await cluster?.[Symbol.asyncDispose]();
});

const remote = () => openObjects(cluster as ControlPlane, "somebody");
const inCluster = (resource: string, name: string, namespace = "default"): KubeObject | undefined =>
  remote().get(resource, name, namespace);
const dataOf = (object: KubeObject | undefined) => object?.["data"] as Record<string, string> | undefined;
const config = (name: string, data: object, namespace = "default") => ({
  apiVersion: "v1",
  kind: "ConfigMap",
  metadata: { name, namespace },
  data,
});
const syncSet = (name: string, spec: object) =>
  context.objects.ensure({
    apiVersion: "hive.openshift.io/v1",
    kind: "SyncSet",
    metadata: { name, namespace: "aro-1" },
    spec: { clusterDeploymentRefs: [{ name: "cluster" }], ...spec },
  });
const changeSet = (name: string, spec: object) =>
  context.objects.change("hive.openshift.io/v1/syncsets", name, "aro-1", (found) => ({
    ...found,
    spec: { ...(found["spec"] as object), ...spec },
  }));
const clusterSync = () =>
  context.objects.get(syncsResource, "cluster", "aro-1")?.["status"] as
    | {
        syncSets?: SyncStatus[];
        selectorSyncSets?: SyncStatus[];
        conditions?: { type: string; status: string; message: string }[];
        firstSuccessTime?: string;
      }
    | undefined;
const statusOf = (name: string, kind: "syncSets" | "selectorSyncSets" = "syncSets") =>
  clusterSync()?.[kind]?.find((one) => one.name === name);
async function until<Value>(look: () => Value | undefined | false): Promise<Value> {
  for (const ends = clock.now() + 20_000; clock.now() < ends; await clock.sleep(10)) {
    const found = look();
    if (found) return found;
  }
  throw new Error(`it did not come to pass in 20 s: ${JSON.stringify(clusterSync())}`);
}

test("a cluster without sets is in order", async () => {
  const status = await until(() => clusterSync()?.firstSuccessTime !== undefined && clusterSync());
  assert.deepEqual(
    status?.conditions?.map(({ type, status: is }) => [type, is]),
    [["Failed", "False"]],
  );
});

test("a SyncSet's objects stand on its cluster, and what it does not name any more goes with mode Sync only", async () => {
  for (const mode of ["Sync", "Upsert"] as const) {
    const [one, two] = [`${mode.toLowerCase()}-1`, `${mode.toLowerCase()}-2`];
    syncSet(mode.toLowerCase(), {
      resourceApplyMode: mode,
      resources: [config(one, { a: "1", b: "2" }), config(two, { a: "1" })],
    });
    const { observedGeneration, resourcesToDelete } = await until(() => statusOf(mode.toLowerCase()));
    assert.equal(observedGeneration, 1);
    assert.equal(resourcesToDelete?.length, mode === "Sync" ? 2 : undefined);
    assert.deepEqual(dataOf(inCluster("v1/configmaps", one)), { a: "1", b: "2" });
    assert.equal(inCluster("v1/configmaps", one)?.metadata.labels?.["hive.openshift.io/managed"], "true");
    changeSet(mode.toLowerCase(), { resources: [config(one, { a: "3" })] });
    await until(() => statusOf(mode.toLowerCase())?.observedGeneration === 2);
    assert.deepEqual(dataOf(inCluster("v1/configmaps", one)), { a: "3" }, "a member that is not named any more goes");
    assert.equal(inCluster("v1/configmaps", two) === undefined, mode === "Sync");
    context.objects.remove("hive.openshift.io/v1/syncsets", mode.toLowerCase(), "aro-1");
    await until(() => clusterSync()?.syncSets === undefined);
    assert.equal(inCluster("v1/configmaps", one) === undefined, mode === "Sync");
  }
});

test("CreateOnly leaves what there is, CreateOrUpdate sets what it names and nothing else", async () => {
  for (const name of ["only", "update"]) remote().ensure(config(name, { a: "mine", b: "mine" }));
  syncSet("only", { applyBehavior: "CreateOnly", resources: [config("only", { a: "1" }), config("made", { a: "1" })] });
  syncSet("update", { applyBehavior: "CreateOrUpdate", resources: [config("update", { a: "1" })] });
  await until(() => statusOf("only") && statusOf("update"));
  assert.deepEqual(dataOf(inCluster("v1/configmaps", "only")), { a: "mine", b: "mine" });
  assert.deepEqual(dataOf(inCluster("v1/configmaps", "made")), { a: "1" });
  assert.deepEqual(dataOf(inCluster("v1/configmaps", "update")), { a: "1", b: "mine" });
});

test("secrets are copied from the hub, and patches of each type change what there is", async () => {
  context.objects.ensure({
    apiVersion: "v1",
    kind: "Secret",
    metadata: { name: "source", namespace: "aro-1" },
    type: "kubernetes.io/tls",
    stringData: { "tls.crt": "c", "tls.key": "k" },
  });
  remote().ensure(config("patched", { a: "1" }));
  const patch = (patchType: string, text: string) => ({
    apiVersion: "v1",
    kind: "ConfigMap",
    name: "patched",
    namespace: "default",
    patchType,
    patch: text,
  });
  syncSet("parts", {
    secretMappings: [{ sourceRef: { name: "source" }, targetRef: { name: "copied", namespace: "default" } }],
    patches: [
      patch("strategic", "data:\n  b: '2'\n"),
      patch("merge", '{"data":{"c":"3"}}'),
      patch("json", '[{"op":"add","path":"/data/d","value":"4"}]'),
    ],
  });
  await until(() => statusOf("parts"));
  const secret = inCluster("v1/secrets", "copied");
  assert.equal(secret?.["type"], "kubernetes.io/tls");
  assert.equal(dataOf(secret)?.["tls.key"], Buffer.from("k").toString("base64"));
  assert.deepEqual(dataOf(inCluster("v1/configmaps", "patched")), { a: "1", b: "2", c: "3", d: "4" });
});

test("a SelectorSyncSet goes to the clusters whose labels it means, with their labels in its templates", async () => {
  const selectorSet = (name: string, region: string) =>
    context.objects.ensure({
      apiVersion: "hive.openshift.io/v1",
      kind: "SelectorSyncSet",
      metadata: { name },
      spec: {
        clusterDeploymentSelector: { matchLabels: { region } },
        enableResourceTemplates: true,
        resources: [config(name, { where: '{{ fromCDLabel "region" }}' })],
      },
    });
  selectorSet("west", "westus");
  selectorSet("east", "eastus");
  await until(() => statusOf("east", "selectorSyncSets"));
  assert.deepEqual(dataOf(inCluster("v1/configmaps", "east")), { where: "eastus" });
  assert.equal(statusOf("west", "selectorSyncSets"), undefined);
  assert.equal(inCluster("v1/configmaps", "west"), undefined);
});

test("a set that fails says why, hides no other, and succeeds when the cause is gone", async () => {
  syncSet("bad", { resources: [config("fine", { a: "1" }), config("lost", { a: "1" }, "not-there")] });
  const failed = await until(() => statusOf("bad")?.result === "Failure" && statusOf("bad"));
  assert.match(failed?.failureMessage ?? "", /^failed to apply resource 1: .*not-there.* not found/);
  assert.equal(failed?.firstSuccessTime, undefined);
  assert.deepEqual(dataOf(inCluster("v1/configmaps", "fine")), { a: "1" });
  const condition = (type: string, object = context.objects.get(syncsResource, "cluster", "aro-1")) =>
    (object?.["status"] as { conditions?: { type: string; status: string; message: string }[] })?.conditions?.find(
      (one) => one.type === type,
    );
  assert.deepEqual([condition("Failed")?.status, condition("Failed")?.message], ["True", "SyncSet bad is failing"]);
  await until(
    () =>
      condition("SyncSetFailed", context.objects.get("hive.openshift.io/v1/clusterdeployments", "cluster", "aro-1"))
        ?.status === "True",
  );
  remote().ensure({ apiVersion: "v1", kind: "Namespace", metadata: { name: "not-there" } });
  await until(() => statusOf("bad")?.result === "Success");
  await until(() => condition("Failed")?.status === "False");
});

test("what somebody changes on the cluster is set again when its time has come", async () => {
  syncSet("kept", { resources: [config("kept", { a: "1" })] });
  await until(() => statusOf("kept"));
  remote().change("v1/configmaps", "kept", "default", (found) => ({ ...found, data: { a: "2" } }));
  await until(() => dataOf(inCluster("v1/configmaps", "kept"))?.["a"] === "1");
});

test("selectors mean what Kubernetes says they mean", () => {
  const labels = { a: "1" };
  const rows = [
    [{}, true],
    [{ matchLabels: { a: "1" } }, true],
    [{ matchLabels: { a: "2" } }, false],
    [{ matchExpressions: [{ key: "a", operator: "In", values: ["1", "2"] }] }, true],
    [{ matchExpressions: [{ key: "b", operator: "In", values: ["1"] }] }, false],
    [{ matchExpressions: [{ key: "b", operator: "NotIn", values: ["1"] }] }, true],
    [{ matchExpressions: [{ key: "a", operator: "Exists" }] }, true],
    [{ matchExpressions: [{ key: "a", operator: "DoesNotExist" }] }, false],
  ] as const;
  for (const [selector, meant] of rows) assert.equal(selects(selector, labels), meant, JSON.stringify(selector));
});
