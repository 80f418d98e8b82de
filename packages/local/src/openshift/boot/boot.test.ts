import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { type ClusterRig, eventually, startClusterRig } from "../testing/cluster-rig.ts";

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
