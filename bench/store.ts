// Writes a second of the SQLite store, two processes on one file, against the plain busy-timeout engine in the same run.
// `node bench/store.ts [seconds] [lanes]`. Prints ratios: bare figures of one machine mean nothing on another.
import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

interface Measured {
  perSecond: number;
  longestStallMilliseconds: number;
}

const [seconds = "3", lanes = "256"] = process.argv.slice(2);

async function run(engine: "ours" | "peer", processes: number): Promise<Measured[]> {
  const folder = await mkdtemp(join(tmpdir(), "bench-store-"));
  const children: ChildProcess[] = [];
  try {
    for (let index = 0; index < processes; index++) {
      const child = fork(join(import.meta.dirname, "store-writer.ts"), [
        engine,
        join(folder, "store.db"),
        seconds,
        lanes,
      ]);
      children.push(child);
      await once(child, "message");
    }
    const results = children.map(async (child) => ((await once(child, "message")) as [Measured])[0]);
    for (const child of children) child.send("go");
    return await Promise.all(results);
  } finally {
    for (const child of children) if (child.connected) child.kill();
    await rm(folder, { recursive: true, force: true });
  }
}

const sum = (measured: Measured[]) => measured.reduce((total, { perSecond }) => total + perSecond, 0);
const least = (measured: Measured[]) => Math.min(...measured.map(({ perSecond }) => perSecond)) / sum(measured);
const stall = (measured: Measured[]) => Math.max(...measured.map((one) => one.longestStallMilliseconds));

const ours = await run("ours", 2);
const peer = await run("peer", 2);
const alone = await run("ours", 1);
const ratio = (value: number) => value.toFixed(2);
console.log(`writes over two processes, ours : peer           ${ratio(sum(ours) / sum(peer))} : 1`);
console.log(`lesser process's share of the sum, ours          ${ratio(least(ours))} (fair: 0.50, floor: 0.33)`);
console.log(`lesser process's share of the sum, peer          ${ratio(least(peer))}`);
console.log(`two processes : one process, ours                ${ratio(sum(ours) / sum(alone))} : 1`);
console.log(`longest stall of the event loop, peer : ours     ${ratio(stall(peer) / stall(ours))} : 1`);
if (least(ours) < 1 / 3) {
  console.error("unfair: one process got less than a third of the writes");
  process.exitCode = 1;
}
