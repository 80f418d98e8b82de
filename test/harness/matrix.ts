import { spawnSync } from "node:child_process";
import { cpus } from "node:os";
import { join } from "node:path";
import { isoTime, systemClock } from "@aro/runtime";
import { type Instance, startInstance } from "./instance.ts";

/** One case of a matrix. */
export interface Case {
  /** `group/what/where`: stable, since people ask for cases by parts of it. */
  name: string;
  /**
   * `alone`: nothing else runs on its instance, because processes are killed or everything is counted. `apart`: on an instance of its own, on
   * which time passes this many times faster than in Azure. Others share one.
   */
  place: "alone" | "shared" | { apart: number };
  run(instance: Instance, note: (text: string) => void): Promise<void>;
}

/** What came of one case. */
export interface Result {
  name: string;
  ok: boolean;
  seconds: number;
  /** What the case noted of itself. */
  notes: readonly string[];
  /** Why it failed, and where its instance was left. */
  problem?: string;
}

export interface Outcome {
  results: readonly Result[];
  seconds: number;
  began: string;
  instances: number;
}

export interface MatrixOptions {
  /** Instances for cases that stand alone, and cases at the same time on each shared one. */
  lanes: number;
  together: number;
  /** Clusters are installed whole, on every instance. */
  hive?: boolean;
  /** Done on each instance before its first case, while nothing else runs there. */
  prepare?: (instance: Instance) => Promise<void>;
  /** Told of each case as it ends. */
  progress: (result: Result, done: number, of: number) => void;
}

/**
 * Runs every case. A lane keeps its instance from case to case, since each case makes a customer of its own; after a failure the instance is
 * taken down and left for whoever looks for the cause, and the lane goes on with a new one.
 */
export async function runMatrix(cases: readonly Case[], options: MatrixOptions): Promise<Outcome> {
  const began = systemClock.monotonic();
  const startedAt = isoTime(systemClock.now());
  const results: Result[] = [];
  let instances = 0;
  const finished = (result: Result) => {
    results.push(result);
    options.progress(result, results.length, cases.length);
  };
  const start = async (timeScale?: number) => {
    instances++;
    const instance = await startInstance({
      ...(timeScale === undefined ? {} : { timeScale }),
      ...(options.hive === undefined ? {} : { hive: options.hive }),
    });
    await options.prepare?.(instance);
    return instance;
  };
  const alone = cases.filter(({ place }) => place !== "shared");
  const shared = cases.filter(({ place }) => place === "shared");
  const lane = async (): Promise<void> => {
    let instance: Instance | undefined;
    for (let one = alone.shift(); one !== undefined; one = alone.shift()) {
      const apart = typeof one.place === "object" ? await start(one.place.apart) : undefined;
      instance ??= apart ?? (await start());
      const on = apart ?? instance;
      const result = await runCase(one, on);
      finished(result);
      if (result.ok && apart === undefined) continue;
      await on.stop({ keep: !result.ok });
      if (on === instance) instance = undefined;
    }
    await instance?.stop();
  };
  const sharedLane = async (): Promise<void> => {
    const instance = await start();
    let failed = false;
    const worker = async () => {
      for (let one = shared.shift(); one !== undefined; one = shared.shift()) {
        const result = await runCase(one, instance);
        failed ||= !result.ok;
        finished(result);
      }
    };
    await Promise.all(Array.from({ length: options.together }, worker));
    await instance.stop({ keep: failed });
  };
  const lanes = Array.from({ length: Math.min(options.lanes, alone.length) }, lane);
  if (shared.length > 0) lanes.push(sharedLane());
  await Promise.all(lanes);
  return { results, seconds: (systemClock.monotonic() - began) / 1000, began: startedAt, instances };
}

async function runCase(one: Case, instance: Instance): Promise<Result> {
  const began = systemClock.monotonic();
  const notes: string[] = [];
  const seconds = () => Math.round((systemClock.monotonic() - began) / 100) / 10;
  try {
    await one.run(instance, (text) => notes.push(text));
    return { name: one.name, ok: true, seconds: seconds(), notes };
  } catch (error) {
    const text = error instanceof Error ? `${error.message}` : String(error);
    return { name: one.name, ok: false, seconds: seconds(), notes, problem: `${text}\n(state: ${instance.folder})` };
  }
}

/** The commit that is checked out, and whether anything differs from it; undefined outside of a checkout. */
export function commit(): { id: string; changed: boolean } | undefined {
  const git = (...words: string[]) =>
    spawnSync("git", words, { cwd: join(import.meta.dirname, "../.."), encoding: "utf8" });
  const head = git("rev-parse", "HEAD");
  if (head.status !== 0) return undefined;
  const changed = git("status", "--porcelain", "--untracked-files=no").stdout.trim() !== "";
  return { id: head.stdout.trim(), changed };
}

/** The machine in three words, for summaries. */
export const machine = (): string =>
  `${cpus().length} cores, ${process.platform} ${process.arch}, Node ${process.version}`;
