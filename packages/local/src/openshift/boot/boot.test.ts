import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { type ClusterRig, eventually, startClusterRig } from "../testing/cluster-rig.ts";
import { kubectls, withKubeconfig } from "../testing/kubectl.ts";

let rig: ClusterRig;
before(async () => {
  rig = await startClusterRig();
});
after(() => rig[Symbol.asyncDispose]());

test("without its ignition's blob a bootstrap machine goes on asking, and says so on its serial console", async () => {
  await rig.bootstrapMachine();
  assert.equal((await rig.dial(`api-int.${rig.domain}:6443`)).status, 403, "no cluster has that name yet");
  const there = await rig.dial(`${rig.endpointAddress}:6443`);
  assert.equal(there.status, 502);
  assert.match(there.text, /its machines belong to no cluster/);
  await eventually(async () =>
    /GET https:.*bootstrap\.ign: attempt #2[\s\S]*GET result: 404/.test(await rig.console("bootstrap")),
  );
});

test("with it the API answers at its names and addresses, each by the balancer or link service in ARM", async () => {
  await rig.upload(rig.ignition);
  await eventually(async () => (await rig.dial(`api-int.${rig.domain}:6443`)).status === 200);
  const targets = [`api.${rig.domain}`, rig.endpointAddress, rig.internalAddress];
  for (const target of targets) assert.equal((await rig.dial(`${target}:6443`)).status, 200, target);
  assert.match((await rig.dial(`${rig.endpointAddress}:443`)).text, /has no rule for port 443/);
  assert.match((await rig.dial(`console.apps.${rig.domain}:443`)).text, /the ingress has no address yet/);
});

const [program] = kubectls();
const withKubectl = program === undefined ? { skip: "no kubectl on this machine" } : {};
test(
  "masters whose custom data leads to the cluster join as nodes, and then the bootstrap is complete",
  withKubectl,
  async () => {
    const kubectl = withKubeconfig(program?.path ?? "", rig.kubeconfig());
    await rig.masters();
    await eventually(
      async () =>
        (await kubectl("get", "configmap", "-n", "kube-system", "bootstrap", "-o", "jsonpath={.data.status}"))
          .stdout === "complete",
    );
    for (const name of [0, 1, 2].map((index) => `c1-bcdfg-master-${index}`)) {
      const node = JSON.parse((await kubectl("get", "node", name, "-o", "json")).stdout);
      assert.equal(node.metadata.labels["node-role.kubernetes.io/master"], "");
      assert.deepEqual(node.spec.taints, [{ key: "node-role.kubernetes.io/master", effect: "NoSchedule" }]);
      assert.match(node.spec.providerID, new RegExp(`^azure:///subscriptions/.*/virtualMachines/${name}$`));
      assert.equal(node.status.capacity.cpu, "8");
      assert.equal(node.status.nodeInfo.kubeletVersion, "v1.32.12");
    }
  },
);

test("what a machine config server has for a role, machines get at the address of their custom data", async () => {
  const address = `${rig.internalAddress}:22623`;
  assert.equal((await rig.dial(address)).status, 200);
});

test("with its resource group a cluster goes, and its names with it", async () => {
  await rig.arm("DELETE", rig.group, "2021-04-01");
  await eventually(async () => (await rig.dial(`api.${rig.domain}:6443`)).status === 403);
});
