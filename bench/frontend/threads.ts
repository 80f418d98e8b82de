import { existsSync, readdirSync, readFileSync } from "node:fs";

/** Processor time by thread, milliseconds; threads of one name are counted together. */
export type ThreadTimes = ReadonlyMap<string, number>;

/** What the threads of a process have spent until now; empty where the system does not say (Linux does). */
export function threadTimes(pid: number | undefined): ThreadTimes {
  const folder = `/proc/${pid}/task`;
  const times = new Map<string, number>();
  if (pid === undefined || !existsSync(folder)) return times;
  for (const thread of readdirSync(folder)) {
    const name = readFileSync(`${folder}/${thread}/comm`, "utf8").trim();
    const [nanoseconds = "0"] = readFileSync(`${folder}/${thread}/schedstat`, "utf8").split(" ");
    times.set(name, (times.get(name) ?? 0) + Number(nanoseconds) / 1e6);
  }
  return times;
}

/** Adds to `sum` what was spent between two readings. */
export function addSpent(sum: Map<string, number>, before: ThreadTimes, after: ThreadTimes): void {
  for (const [name, time] of after) sum.set(name, (sum.get(name) ?? 0) + time - (before.get(name) ?? 0));
}
