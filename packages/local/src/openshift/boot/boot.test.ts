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

test("masters whose custom data leads to the cluster join as nodes, and then the bootstrap is complete", async () => {
  const kubectl = withKubeconfig(kubectls()[0]?.path ?? "", rig.kubeconfig());
  await rig.masters();
  await eventually(
    async () =>
      (await kubectl("get", "configmap", "-n", "kube-system", "bootstrap", "-o", "jsonpath={.data.status}")).stdout ===
      "complete",
  );
  const t = performance.now();
  await eventually(async () => {
    const { stdout } = await kubectl("get", "machines", "-n", "openshift-machine-api", "--no-headers");
    return stdout.split("\n").filter((line) => /Running/.test(line)).length === 6;
  }, 15).catch(() => {});
  console.log(
    performance.now() - t,
    (await kubectl("get", "machines", "-A", "-o", "wide")).stdout,
    (await kubectl("get", "machines", "-A", "-o", "yaml")).stdout.slice(-3500),
    (await kubectl("get", "machinesets", "-A")).stdout,
  );
});
