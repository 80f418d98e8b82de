import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { type BootedCluster, bootedCluster } from "../testing/booted-cluster.ts";
import { eventually } from "../testing/cluster-rig.ts";
import { kubectls, withKubeconfig } from "../testing/kubectl.ts";

let cluster: BootedCluster;
before(async () => {
  cluster = await bootedCluster();
});
after(() => cluster[Symbol.asyncDispose]());

test("tries", async () => {
  const t = performance.now();
  const kubectl = withKubeconfig(kubectls()[0]?.path ?? "", cluster.rig.kubeconfig());
  await eventually(async () => {
    const version = await cluster.get("/apis/config.openshift.io/v1/clusterversions/version");
    return version.status?.history?.[0]?.state === "Completed";
  }, 10).catch(() => console.log("not complete"));
  console.log(performance.now() - t, process.memoryUsage());
  for (const what of [
    ["nodes", "-o", "wide"],
    ["clusterversion"],
    ["co"],
    ["pods", "-A"],
    ["console.operator,apiserver,ingresscontroller,storageclass,operatorhub,configs.samples", "-A"],
  ])
    console.log(
      (await kubectl("get", ...what)).stdout
        .split("\n")
        .filter((line) => !/Running|True +False +False/.test(line))
        .join("\n")
        .slice(0, 4000),
    );
  assert.ok(true);
});
