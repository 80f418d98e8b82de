import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { type Any, type BootedCluster, bootedCluster } from "../testing/booted-cluster.ts";
import { eventually } from "../testing/cluster-rig.ts";
import { kubectls, withKubeconfig } from "../testing/kubectl.ts";
import { firstObjects } from "./first-objects.ts";

const config = "/apis/config.openshift.io/v1";
const machineConfig = "/apis/machineconfiguration.openshift.io/v1";
const long = 90;

let cluster: BootedCluster;
const version = () => cluster.get(`${config}/clusterversions/version`);
const condition = (object: Any, type: string): string =>
  object.status?.conditions?.find((one: { type: string }) => one.type === type)?.status;
const settled = async (): Promise<boolean> => {
  const all = await cluster.list(`${config}/clusteroperators`);
  return (
    all.length > 30 &&
    all.every(
      (one) =>
        condition(one, "Available") === "True" &&
        condition(one, "Progressing") === "False" &&
        condition(one, "Degraded") === "False",
    )
  );
};
const faults = (change: object) => cluster.rig.cloud.control("PUT", `/clusters/${cluster.rig.infraId}/faults`, change);

before(async () => {
  cluster = await bootedCluster();
  await eventually(settled, long);
});
after(() => cluster[Symbol.asyncDispose]());

test("an install ends with every operator available at its version, and ClusterVersion saying so", async () => {
  await eventually(async () => (await version()).status.history[0].state === "Completed");
  const { status } = await version();
  assert.equal(status.desired.version, "4.19.12");
  assert.equal(status.availableUpdates, null);
  assert.ok(status.capabilities.enabledCapabilities.includes("MachineAPI"));
  for (const { metadata, status: said } of await cluster.list(`${config}/clusteroperators`)) {
    assert.deepEqual(
      said.versions.find(({ name }: { name: string }) => name === "operator"),
      { name: "operator", version: "4.19.12" },
      metadata.name,
    );
    assert.ok(
      said.relatedObjects.some(({ resource }: { resource: string }) => resource === "namespaces"),
      metadata.name,
    );
  }
});

test("what the service's steps look for is there (spec 03 §8.4)", async () => {
  for (const path of [
    "/apis/operator.openshift.io/v1/consoles/cluster",
    "/apis/operator.openshift.io/v1/namespaces/openshift-ingress-operator/ingresscontrollers/default",
    "/apis/operator.openshift.io/v1/clustercsidrivers/file.csi.azure.com",
    "/apis/samples.operator.openshift.io/v1/configs/cluster",
    `${config}/operatorhubs/cluster`,
    `${config}/apiservers/cluster`,
    "/apis/storage.k8s.io/v1/storageclasses/managed-csi",
    "/apis/machine.openshift.io/v1/namespaces/openshift-machine-api/controlplanemachinesets/cluster",
    "/api/v1/namespaces/openshift-machine-api/secrets/azure-cloud-credentials",
  ])
    assert.equal((await cluster.get(path)).apiVersion !== undefined, true, path);
  const { status } = await cluster.get(`${config}/consoles/cluster`);
  assert.equal(status.consoleURL, `https://console-openshift-console.apps.${cluster.rig.domain}`);
  assert.equal((await cluster.get(`${config}/networks/cluster`)).status.clusterNetworkMTU, 1400);
  assert.equal((await cluster.get(`${config}/operatorhubs/cluster`)).status.sources.length, 4);
  for (const object of firstObjects({
    facts: { domain: "", version: "4.19.12", serviceNetwork: "172.30.0.0/16" } as never,
  })) {
    const { name, namespace } = object.metadata;
    const group = object.apiVersion.includes("/") ? `/apis/${object.apiVersion}` : `/api/${object.apiVersion}`;
    const kinds = await cluster.get(group);
    const plural = kinds.resources.find((one: Any) => one.kind === object.kind && !one.name.includes("/")).name;
    await cluster.get(`${group}/${namespace === undefined ? "" : `namespaces/${namespace}/`}${plural}/${name}`);
  }
});

for (const { name, path } of kubectls())
  test(`kubectl shows nodes, operators, version and machines: ${name.split("/").slice(-2).join("/")}`, async () => {
    const kubectl = withKubeconfig(path, cluster.rig.kubeconfig());
    const rows = async (...args: string[]) => {
      const ran = await kubectl("get", "--no-headers", ...args);
      assert.equal(ran.status, 0, ran.stderr);
      return ran.stdout.trim().split("\n");
    };
    assert.equal((await rows("nodes")).length, 6);
    assert.match(
      (await rows("clusterversion"))[0] ?? "",
      /^version +4\.19\.12 +True +False .*Cluster version is 4\.19\.12$/,
    );
    for (const row of await rows("clusteroperators")) assert.match(row, / 4\.19\.12 +True +False +False /);
    for (const row of await rows("machines", "-A")) assert.match(row, /Running +Standard_D\ds_v5 +eastus +[123] /);
    assert.ok((await rows("pods", "-A")).length > 100);
    const can = await kubectl("auth", "can-i", "*", "*", "--all-namespaces");
    assert.equal(can.stdout.trim(), "yes");
  });
test("kubectl is there to be tried with", {
  skip: kubectls().length > 0 ? false : "no kubectl on this machine",
}, () => {});

test("a MachineConfig takes its pool's nodes one by one, and they come back with it", async () => {
  const made = await cluster.call("POST", `${machineConfig}/machineconfigs`, {
    apiVersion: "machineconfiguration.openshift.io/v1",
    kind: "MachineConfig",
    metadata: { name: "99-worker-test", labels: { "machineconfiguration.openshift.io/role": "worker" } },
    spec: {
      config: {
        ignition: { version: "3.2.0" },
        storage: { files: [{ path: "/etc/test", contents: { source: "data:," } }] },
      },
    },
  });
  assert.equal(made.status, 201, JSON.stringify(made.body));
  const pool = () => cluster.get(`${machineConfig}/machineconfigpools/worker`);
  let away = 0;
  await eventually(async () => condition(await pool(), "Updating") === "True");
  await eventually(async () => {
    const nodes = await cluster.list("/api/v1/nodes");
    away = Math.max(away, nodes.filter(({ spec }) => spec.unschedulable === true).length);
    return condition(await pool(), "Updated") === "True";
  }, long);
  assert.ok(away <= 1, `${away} were away at once`);
  const { spec, status } = await pool();
  assert.equal(status.updatedMachineCount, 3);
  for (const { metadata } of await cluster.list("/api/v1/nodes?labelSelector=node-role.kubernetes.io/worker"))
    assert.equal(metadata.annotations["machineconfiguration.openshift.io/currentConfig"], spec.configuration.name);
});

test("faults: an operator degrades, a node falls silent, the API refuses, hangs and serves what is over, each until it is taken back", async () => {
  await faults({ operators: { console: { degraded: { reason: "Wanted", message: "a fault" } } } });
  const console = () => cluster.get(`${config}/clusteroperators/console`);
  await eventually(async () => condition(await console(), "Degraded") === "True");
  await faults({ operators: {} });
  await eventually(async () => condition(await console(), "Degraded") === "False");

  const [node] = await cluster.list("/api/v1/nodes?labelSelector=node-role.kubernetes.io/worker");
  const { name } = node.metadata;
  const ready = async () => condition(await cluster.get(`/api/v1/nodes/${name}`), "Ready");
  await faults({ silentNodes: [name] });
  await eventually(async () => (await ready()) === "Unknown");
  await faults({ silentNodes: [] });
  await eventually(async () => (await ready()) === "True");

  const target = `api.${cluster.rig.domain}:6443`;
  await faults({ api: "refuses" });
  assert.match((await cluster.rig.dial(target)).text, /502[\s\S]*a fault wants it so/);
  await faults({ api: "hangs" });
  const late = await Promise.race([
    cluster.get("/version").then(() => "answered"),
    new Promise((done) => setTimeout(done, 300, "silent")),
  ]);
  assert.equal(late, "silent");
  await faults({ api: "answers", certificate: "expired" });
  await assert.rejects(cluster.call("GET", "/version"), { code: "CERT_HAS_EXPIRED" });
  await faults({ certificate: "valid" });
  assert.equal((await cluster.call("GET", "/version")).status, 200);

  const armed = await cluster.rig.cloud.control("POST", "/faults", {
    match: { method: "GET", path: `/clusters/${cluster.rig.infraId}/api/v1/nodes` },
    do: { kind: "status", status: 503 },
  });
  assert.ok(armed.status < 300, armed.text);
  assert.equal((await cluster.call("GET", "/api/v1/nodes")).status, 503);
  assert.equal((await cluster.call("GET", "/api/v1/nodes")).status, 200);
  assert.equal((await faults({ api: "sings" })).status, 400);
});

test("an upgrade goes from operator to operator, then through the nodes, and is in the history", async () => {
  await cluster.patch(`${config}/clusterversions/version`, {
    spec: { desiredUpdate: { version: "4.19.13", image: "quay.io/openshift-release-dev/ocp-release:4.19.13-x86_64" } },
  });
  await eventually(async () => condition(await version(), "Progressing") === "True");
  assert.equal((await version()).status.history[0].state, "Partial");
  await eventually(async () => (await version()).status.history[0].state === "Completed", long);
  const { status } = await version();
  assert.deepEqual(
    status.history.map((one: { version: string }) => one.version),
    ["4.19.13", "4.19.12"],
  );
  for (const { status: node } of await cluster.list("/api/v1/nodes"))
    assert.equal(node.nodeInfo.kubeletVersion, "v1.32.13");
});
