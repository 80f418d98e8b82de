// Whole emulated clusters in one emulator: what an idle one costs. `node --expose-gc bench/clusters.ts [how many] [seconds idle] [heap snapshot]`.
// Each is booted through ARM as an installer boots it, operators, six nodes and some two hundred pods, and left alone once its version is
// complete. Goal: 15 MB each.
import { writeHeapSnapshot } from "node:v8";
import { systemClock } from "@aro/runtime";
import { administrated, bootstrapComplete } from "../packages/local/src/openshift/testing/booted-cluster.ts";
import { quickCloud, startClusterRig } from "../packages/local/src/openshift/testing/cluster-rig.ts";

const [count = "10", idle = "20", snapshot] = process.argv.slice(2);
const patienceMs = 300_000;

async function settled(): Promise<NodeJS.MemoryUsage> {
  for (let turn = 0; turn < 3; turn++) {
    globalThis.gc?.();
    await systemClock.sleep(200);
  }
  return process.memoryUsage();
}

await using cloud = await quickCloud({ logLevel: "error" });

/** Boots one and waits until its version is installed. */
async function boot(name: string): Promise<void> {
  const rig = await startClusterRig(cloud, name);
  await rig.upload(rig.ignition);
  await rig.bootstrapMachine();
  await rig.masters();
  const cluster = administrated(rig);
  await bootstrapComplete(cluster, 120);
  const until = systemClock.monotonic() + patienceMs;
  for (;;) {
    const answer = await cluster
      .call("GET", "/apis/config.openshift.io/v1/clusterversions/version")
      .catch(() => undefined);
    if (answer?.body?.status?.history?.[0]?.state === "Completed") return;
    if (systemClock.monotonic() > until) throw new Error(`${name} is not installed`);
    await systemClock.sleep(1_000);
  }
}

const megabytes = (bytes: number): string => (bytes / 1e6).toFixed(1);

// The first one loads what all share.
await boot("c1");
const before = await settled();
const from = systemClock.monotonic();
for (let index = 2; index <= Number(count) + 1; index++) {
  await boot(`c${index}`);
  if ((index - 1) % 5 === 0) console.log(`${index - 1} booted, ${megabytes((await settled()).rss)} MB`);
}
const seconds = (systemClock.monotonic() - from) / 1000;
await systemClock.sleep(5_000);
const after = await settled();
const each = (member: keyof NodeJS.MemoryUsage): string => megabytes((after[member] - before[member]) / Number(count));
console.log(
  `${count} clusters booted in ${(seconds / Number(count)).toFixed(1)} s each, beside one of ${megabytes(before.rss)} MB`,
);
console.log(
  `an idle one: ${each("rss")} MB (goal 15); heap ${each("heapUsed")}, of ${each("heapTotal")}; outside of it ${each("external")}, buffers ${each("arrayBuffers")}`,
);
const used = process.cpuUsage();
const begun = systemClock.monotonic();
await systemClock.sleep(Number(idle) * 1_000);
const { user, system } = process.cpuUsage(used);
const share = (user + system) / 1000 / (systemClock.monotonic() - begun);
console.log(
  `processor: ${((share * 100) / (Number(count) + 1)).toFixed(2)} % of one core each, with time 300 times as fast`,
);
if (snapshot !== undefined) writeHeapSnapshot(snapshot);
process.exit(0);
