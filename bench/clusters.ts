// Whole emulated clusters in one emulator: what an idle one costs, and whether some that fail disturb the others.
// `node bench/clusters.ts [how many] [seconds idle] [booted at once] [heap snapshot]`.
// Each is booted through ARM as an installer boots it, operators, six nodes and some two hundred pods, and left alone once its version is
// complete. Goals: 15 MB each; two hundred at once, of which some hang or die and the others do not notice.
import { loadavg } from "node:os";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { writeHeapSnapshot } from "node:v8";
import { systemClock } from "@aro/runtime";
import {
  administrated,
  type BootedCluster,
  bootstrapComplete,
} from "../packages/local/src/openshift/testing/booted-cluster.ts";
import { quickCloud, startClusterRig } from "../packages/local/src/openshift/testing/cluster-rig.ts";
import { disturbed } from "./clusters/disturbed.ts";
import { collectGarbage } from "./garbage.ts";
import { proportionalMegabytes } from "./whole/processes.ts";

const [count = 10, idleSeconds = 20, atOnce = 2] = process.argv.slice(2, 5).map(Number);
const snapshot = process.argv[5];
const patienceMs = 3_600_000;
/** How much faster than Azure's time runs. */
const timeScale = 300;

const megabytes = (bytes: number): string => (bytes / 1e6).toFixed(1);

interface Memory extends NodeJS.MemoryUsage {
  /** Proportional set size in bytes. */
  proportional: number;
}

async function settled(): Promise<Memory> {
  for (let turn = 0; turn < 3; turn++) {
    collectGarbage();
    await systemClock.sleep(200);
  }
  return { ...process.memoryUsage(), proportional: proportionalMegabytes(process.pid) * 2 ** 20 };
}

const cloud = await quickCloud({ logLevel: "error", timeScale });

/** Boots one and waits until its version is installed. */
async function boot(name: string): Promise<BootedCluster> {
  const rig = await startClusterRig(cloud, name);
  await rig.upload(rig.ignition);
  await rig.bootstrapMachine();
  await rig.masters();
  const cluster = administrated(rig);
  await bootstrapComplete(cluster, patienceMs / 1000);
  const until = systemClock.monotonic() + patienceMs;
  for (;;) {
    const answer = await cluster
      .call("GET", "/apis/config.openshift.io/v1/clusterversions/version")
      .catch(() => undefined);
    if (answer?.body?.status?.history?.[0]?.state === "Completed") return cluster;
    if (systemClock.monotonic() > until) throw new Error(`${name} is not installed`);
    await systemClock.sleep(1_000);
  }
}

// The first one loads what all share.
await boot("c1");
const before = await settled();
const from = { at: systemClock.monotonic(), cpu: process.cpuUsage() };
const all: BootedCluster[] = [];
let next = 0;
const delay = monitorEventLoopDelay({ resolution: 10 });
delay.enable();
let longestTurn = 0;
/** How the last of them went, so that what grows with their number is seen. */
const portion = Math.max(10, Math.ceil(count / 10));
let since = process.cpuUsage();
async function tell(): Promise<void> {
  const { user, system } = process.cpuUsage(since);
  const turn = delay.max / 1e6;
  longestTurn = Math.max(longestTurn, turn);
  const { proportional } = await settled();
  console.log(
    `${all.length} booted, ${megabytes(proportional)} MB; of the last ${portion}: ${((user + system) / 1e6 / portion).toFixed(1)} s of processor time each, longest turn ${turn.toFixed(0)} ms`,
  );
  delay.reset();
  since = process.cpuUsage();
}
const work = async (): Promise<void> => {
  while (next < count) {
    all.push(await boot(`c${++next + 1}`));
    if (all.length % portion === 0) await tell();
  }
};
await Promise.all(Array.from({ length: atOnce }, work));
const seconds = (systemClock.monotonic() - from.at) / 1000;
const spent = process.cpuUsage(from.cpu);
await systemClock.sleep(5_000);
const after = await settled();
const each = (of: (memory: Memory) => number): string => megabytes((of(after) - of(before)) / count);
console.log(
  `${count} clusters booted in ${(seconds / count).toFixed(1)} s each, ${((spent.user + spent.system) / 1e6 / count).toFixed(1)} s of processor time, longest turn ${longestTurn.toFixed(0)} ms, beside one of ${megabytes(before.proportional)} MB; load ${loadavg()[0]?.toFixed(1)}`,
);
console.log(
  `an idle one: ${each(({ proportional }) => proportional)} MB (goal 15), garbage collected: objects ${each(({ heapUsed }) => heapUsed)}, heap without objects ${each(({ heapTotal, heapUsed }) => heapTotal - heapUsed)}, buffers ${each(({ external }) => external)}, SQLite, TLS and code ${each(({ proportional, heapTotal, external }) => proportional - heapTotal - external)}`,
);
const used = process.cpuUsage();
const begun = systemClock.monotonic();
await systemClock.sleep(idleSeconds * 1_000);
const { user, system } = process.cpuUsage(used);
const share = (user + system) / 1000 / (systemClock.monotonic() - begun);
console.log(
  `processor: ${((share * 100) / (count + 1)).toFixed(2)} % of one core each, with time ${timeScale} times as fast`,
);
if (snapshot !== undefined) writeHeapSnapshot(snapshot);
const wrong = count < 6 ? 0 : await disturbed(cloud, all);
await cloud[Symbol.asyncDispose]();
process.exit(wrong === 0 ? 0 : 1);
