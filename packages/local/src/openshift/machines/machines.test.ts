import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { type BootedCluster, bootedCluster } from "../testing/booted-cluster.ts";
import { eventually } from "../testing/cluster-rig.ts";

let cluster: BootedCluster;
before(async () => {
  cluster = await bootedCluster();
});
after(() => cluster[Symbol.asyncDispose]());

const namespace = "/apis/machine.openshift.io/v1beta1/namespaces/openshift-machine-api";
const workers = async () =>
  (await cluster.list(`${namespace}/machines`)).filter(({ metadata }) => metadata.name.includes("-worker-"));
const running = async (count: number) => {
  const all = await workers();
  return all.length === count && all.every(({ status }) => status?.phase === "Running");
};

test("a set's machines are made in ARM with the cluster's own credentials, and their nodes come", async () => {
  await eventually(() => running(3));
  const [one] = await workers();
  assert.ok(one);
  const machine = await cluster.rig.arm(
    "GET",
    `${cluster.rig.group}/providers/Microsoft.Compute/virtualMachines/${one.metadata.name}`,
    "2024-03-01",
  );
  assert.equal(machine.json.properties.storageProfile.osDisk.name, `${one.metadata.name}_OSDisk`);
  assert.equal(machine.json.tags["kubernetes.io_cluster.c1-bcdfg"], "owned");
  assert.equal(one.status.providerStatus.conditions[0].reason, "MachineCreationSucceeded");
  assert.equal(one.metadata.labels["machine.openshift.io/instance-type"], "Standard_D4s_v5");
  const node = await cluster.get(`/api/v1/nodes/${one.metadata.name}`);
  assert.equal(node.spec.providerID, one.spec.providerID);
  assert.equal(node.metadata.annotations["machine.openshift.io/machine"], `openshift-machine-api/${one.metadata.name}`);
  assert.equal(node.metadata.labels["topology.kubernetes.io/zone"], `eastus-${machine.json.zones[0]}`);
});

test("a set that is scaled down takes machine, disk, interface and node away", async () => {
  const name = "c1-bcdfg-worker-eastus3";
  await cluster.patch(`${namespace}/machinesets/${name}`, { spec: { replicas: 0 } });
  await eventually(() => running(2));
  const left = await cluster.rig.arm("GET", `${cluster.rig.group}/resources`, "2021-04-01");
  assert.deepEqual(
    left.json.value.filter((one: { name: string }) => one.name.includes("worker-eastus3")),
    [],
  );
  await eventually(
    async () => !(await cluster.list("/api/v1/nodes")).some(({ metadata }) => metadata.name.includes("eastus3")),
  );
  const set = await cluster.get(`${namespace}/machinesets/${name}`);
  assert.equal(set.status.replicas, 0);
});

test("a size that Azure has not, fails its machine with Azure's code, and others go on", async () => {
  const name = "c1-bcdfg-worker-eastus3";
  const set = await cluster.get(`${namespace}/machinesets/${name}`);
  const { value } = set.spec.template.spec.providerSpec;
  await cluster.patch(`${namespace}/machinesets/${name}`, {
    spec: { replicas: 1, template: { spec: { providerSpec: { value: { ...value, vmSize: "Standard_Nonsense" } } } } },
  });
  await eventually(async () => (await workers()).some(({ status }) => status?.phase === "Failed"));
  const failed = (await workers()).find(({ status }) => status?.phase === "Failed");
  assert.equal(failed?.status.errorReason, "InvalidConfiguration");
  assert.match(failed?.status.errorMessage, /failed to create vm .*Standard_Nonsense/);
  assert.equal(failed?.status.providerStatus.conditions[0].reason, "MachineCreationFailed");
  await cluster.patch(`${namespace}/machinesets/${name}`, { spec: { replicas: 0 } });
  await eventually(() => running(2));
});

test("a machine that is stopped in ARM falls silent and comes back with it; one that is deleted there is found missing", async () => {
  const [one] = await workers();
  const name: string = one?.metadata.name ?? "";
  const id = `${cluster.rig.group}/providers/Microsoft.Compute/virtualMachines/${name}`;
  const ready = async () =>
    (await cluster.get(`/api/v1/nodes/${name}`)).status.conditions.find(
      (condition: { type: string }) => condition.type === "Ready",
    ).status;
  await cluster.rig.arm("POST", `${id}/deallocate`, "2024-03-01");
  await eventually(async () => (await ready()) === "Unknown");
  await cluster.rig.arm("POST", `${id}/start`, "2024-03-01");
  await eventually(async () => (await ready()) === "True");
  await cluster.rig.arm("DELETE", id, "2024-03-01");
  await eventually(async () => (await cluster.get(`${namespace}/machines/${name}`)).status.phase === "Failed");
  assert.equal(
    (await cluster.get(`${namespace}/machines/${name}`)).status.errorMessage,
    "Can't find created instance.",
  );
});

test("with a wrong secret nothing is made, and the Machine says what Entra said", async () => {
  const secret = "/api/v1/namespaces/kube-system/secrets/azure-credentials";
  const { data } = await cluster.get(secret);
  const wrong = Buffer.from("wrong").toString("base64");
  await cluster.patch(secret, { data: { azure_client_secret: wrong } });
  // The operator of credentials copies it to machine-api.
  const copy = "/api/v1/namespaces/openshift-machine-api/secrets/azure-cloud-credentials";
  await eventually(async () => (await cluster.get(copy)).data.azure_client_secret === wrong);
  await cluster.patch(`${namespace}/machinesets/c1-bcdfg-worker-eastus3`, {
    spec: { replicas: 1, template: { spec: { providerSpec: { value: { vmSize: "Standard_D4s_v5" } } } } },
  });
  const waiting = async () => (await workers()).find(({ metadata }) => metadata.name.includes("eastus3"));
  await eventually(async () =>
    /AADSTS7000215/.test((await waiting())?.status?.providerStatus?.conditions?.[0]?.message ?? ""),
  );
  assert.equal((await waiting())?.status.phase, "Provisioning");
  await cluster.patch(secret, { data: { azure_client_secret: data.azure_client_secret } });
  await eventually(async () => (await waiting())?.status?.phase === "Running");
});

test("a health check has a machine replaced whose node is silent for too long", async () => {
  await eventually(async () => (await workers()).filter(({ status }) => status?.phase === "Running").length >= 1);
  const made = await cluster.call("POST", `${namespace}/machinehealthchecks`, {
    apiVersion: "machine.openshift.io/v1beta1",
    kind: "MachineHealthCheck",
    metadata: { name: "check", namespace: "openshift-machine-api" },
    spec: {
      selector: { matchExpressions: [{ key: "machine.openshift.io/cluster-api-machineset", operator: "Exists" }] },
      unhealthyConditions: [{ type: "Ready", status: "Unknown", timeout: "15m" }],
      maxUnhealthy: 3,
    },
  });
  assert.equal(made.status, 201, JSON.stringify(made.body));
  const running = (await workers()).find(({ status }) => status?.phase === "Running");
  const name: string = running?.metadata.name ?? "";
  await cluster.rig.cloud.control("PUT", `/clusters/${cluster.rig.infraId}/faults`, { silentNodes: [name] });
  await eventually(async () => !(await workers()).some(({ metadata }) => metadata.name === name), 30);
  const check = await cluster.get(`${namespace}/machinehealthchecks/check`);
  assert.ok(check.status.expectedMachines >= 1);
});
