// How soon an accepted operation begins: from the answer to the frontend's write to the start of the first step, at half of what the backend
// can do, in one process and across two. Beside it the floor, measured in the same run: a listener that is told of the write and makes the two
// commits any fenced run needs (its taking, and that its step has started). `node bench/wake.ts [SECONDS]`
import { fork } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Database } from "@aro/database";
import { systemClock } from "@aro/runtime";
import { accept, openWorld, register, sampleCluster } from "../packages/backend/src/testing/world.ts";
import { type Report, serve } from "./wake-worker.ts";

type Mode = "backend" | "floor";

const seconds = Number(process.argv[2] ?? "4");
/** Operations under way at the same time when the most is sought. */
const lanes = 64;
const now = () => Number(process.hrtime.bigint()) / 1e6;

/** A store, and on it a serving side, in this process or in one of its own. */
class Arena {
  readonly began = new Map<string, number>();
  readonly #waiting = new Map<string, () => void>();
  #count = 0;

  readonly told = ({ operationId, at }: Report) => {
    this.began.set(operationId, at);
    this.#waiting.get(operationId)?.();
  };

  /** Accepts one operation, and resolves with the milliseconds from then until it began. */
  async one(database: Database): Promise<number> {
    const cluster = sampleCluster(`c${this.#count++}`, "Creating");
    const { operationId } = await accept(database, { kind: "Creating", cluster });
    const accepted = now();
    if (!this.began.has(operationId)) await new Promise<void>((resolve) => this.#waiting.set(operationId, resolve));
    return (this.began.get(operationId) ?? Number.NaN) - accepted;
  }
}

async function inArena<Result>(mode: Mode, apart: boolean, run: (one: () => Promise<number>) => Promise<Result>) {
  const folder = mkdtempSync(join(tmpdir(), "wake-"));
  const path = join(folder, "store");
  const database = await openWorld(path);
  await register(database);
  const arena = new Arena();
  let close: () => Promise<unknown>;
  if (apart) {
    const child = fork(join(import.meta.dirname, "wake-worker.ts"), [mode, path]);
    await once(child, "message");
    child.on("message", arena.told);
    close = () => {
      child.kill("SIGTERM");
      return once(child, "exit");
    };
  } else close = await serve(mode, database, arena.told);
  const result = await run(() => arena.one(database));
  await close();
  await database.store[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true });
  return result;
}

/** Operations a second when there is always more to do. */
const most = (apart: boolean) =>
  inArena("backend", apart, async (one) => {
    const start = now();
    let count = 0;
    const lane = async () => {
      for (; now() - start < seconds * 1000; count++) await one();
    };
    await Promise.all(Array.from({ length: lanes }, lane));
    return (count * 1000) / (now() - start);
  });

/** Delays, ascending, when operations arrive evenly at `rate` a second whatever happens. */
const delays = (mode: Mode, apart: boolean, rate: number) =>
  inArena(mode, apart, async (one) => {
    const start = now();
    const running: Promise<number>[] = [];
    for (let index = 0; index < rate * seconds; index++) {
      const wait = start + (index * 1000) / rate - now();
      if (wait > 0) await systemClock.sleep(wait);
      running.push(one());
    }
    return (await Promise.all(running)).sort((a, b) => a - b);
  });

const quantile = (sorted: readonly number[], q: number) =>
  sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] ?? Number.NaN;
const shown = (milliseconds: number) => `${milliseconds.toFixed(1)} ms`.padStart(9);

for (const apart of [false, true]) {
  const full = await most(apart);
  const rate = full / 2;
  const backend = await delays("backend", apart, rate);
  const floor = await delays("floor", apart, rate);
  const wanted = apart ? 100 : 50;
  const p99 = quantile(backend, 0.99);
  console.log(
    `${apart ? "two processes" : "one process"}: ${full.toFixed(0)} operations/s at most, measured at ${rate.toFixed(0)}/s`,
  );
  for (const [name, sorted] of [
    ["backend", backend],
    ["floor", floor],
  ] as const)
    console.log(
      `  ${name.padEnd(8)} p50 ${shown(quantile(sorted, 0.5))}  p99 ${shown(quantile(sorted, 0.99))}  most ${shown(quantile(sorted, 1))}  of ${sorted.length}`,
    );
  console.log(
    `  p99 is ${(p99 / quantile(floor, 0.99)).toFixed(1)} times the floor; at most ${wanted} ms are wanted: ${p99 <= wanted ? "held" : "NOT held"}`,
  );
}
