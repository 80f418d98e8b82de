import assert from "node:assert/strict";
import { test } from "node:test";
import { systemClock } from "@aro/runtime";
import { administrated, bootstrapComplete } from "./testing/booted-cluster.ts";
import { eventually, startClusterRig } from "./testing/cluster-rig.ts";
import { spawnCloud } from "./testing/spawned-cloud.ts";

/** Moments after a start at which the emulator is killed, milliseconds. */
const kills = [150, 500, 1_100, 1_800, 700] as const;

test("a cluster comes to be although the emulator is killed at any moment of its boot, and what it was told stays", async () => {
  await using cloud = await spawnCloud();
  await using rig = await startClusterRig(cloud);
  const cluster = administrated(rig);
  await rig.upload(rig.ignition);
  await rig.bootstrapMachine();
  await rig.masters();
  for (const moment of kills) {
    await systemClock.sleep(moment);
    await cloud.kill();
    await cloud.start();
  }
  await bootstrapComplete(cluster);
  const made = await cluster.call("POST", "/api/v1/namespaces/default/configmaps", {
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata: { name: "kept" },
    data: { a: "1" },
  });
  assert.equal(made.status, 201);
  await cluster.call("DELETE", "/api/v1/namespaces/openshift-machine-api/secrets/master-user-data");
  await cloud.kill();
  await cloud.start();
  await eventually(async () => (await rig.dial(`api.${rig.domain}:6443`)).status === 200);
  assert.deepEqual((await cluster.get("/api/v1/namespaces/default/configmaps/kept")).data, { a: "1" });
  const gone = await cluster.call("GET", "/api/v1/namespaces/openshift-machine-api/secrets/master-user-data");
  assert.equal(gone.status, 404, "manifests are not told again once the bootstrap is complete");
  await eventually(async () => {
    const version = await cluster.get("/apis/config.openshift.io/v1/clusterversions/version");
    return version.status?.history?.[0]?.state === "Completed";
  }, 60);
  const nodes = await cluster.list("/api/v1/nodes");
  assert.equal(nodes.length, 6);

  await rig.arm("DELETE", rig.group, "2021-04-01");
  await eventually(async () => (await rig.dial(`api.${rig.domain}:6443`)).status === 403);
});
