import assert from "node:assert/strict";
import { request } from "node:https";
import { after, before, test } from "node:test";
import { connect as dialTls } from "node:tls";
import { throughProxy } from "../../testing/named-services.ts";
import { type BootedCluster, bootedCluster } from "../testing/booted-cluster.ts";
import { eventually } from "../testing/cluster-rig.ts";
import { kubectls, withKubeconfig } from "../testing/kubectl.ts";

let cluster: BootedCluster;
before(async () => {
  cluster = await bootedCluster();
  await eventually(async () => (await cluster.rig.dial(`oauth-openshift.apps.${cluster.rig.domain}:443`)).status === 200, 40);
});
after(() => cluster[Symbol.asyncDispose]());

test("tries", async () => {
  console.log(await cluster.rig.dial(`oauth-openshift.apps.${cluster.rig.domain}:443`));
});
