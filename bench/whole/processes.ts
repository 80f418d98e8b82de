import { readdirSync, readFileSync } from "node:fs";
import { systemClock } from "@aro/runtime";

/** One process of an instance at one moment. Linux only, as everything here. */
export interface ProcessLook {
  pid: number;
  /** What runs in it, in a few words: `emulator`, `rp`, `installer create cluster`, `operator master`. */
  name: string;
  /** Processor time it has spent, in milliseconds. */
  spentMs: number;
}

const read = (path: string): string => {
  try {
    return readFileSync(path, "utf8");
  } catch {
    // It has ended meanwhile.
    return "";
  }
};

function nameOf(pid: number): string {
  const words = read(`/proc/${pid}/cmdline`).split("\0");
  const at = words.findIndex((word) => word.endsWith("/main.ts"));
  if (at < 0) return words[0]?.split("/").at(-1) ?? "";
  if (words[at]?.includes("/local/src/") === true) return "emulator";
  return words
    .slice(at + 1)
    .filter((word) => /^[a-z]+$/.test(word))
    .join(" ");
}

const names = new Map<number, string>();

/** These processes and all that descend from them. */
export function lookAt(roots: readonly number[]): ProcessLook[] {
  const parents = new Map<number, number>();
  const spent = new Map<number, number>();
  for (const entry of readdirSync("/proc")) {
    if (!/^\d+$/.test(entry)) continue;
    const fields = read(`/proc/${entry}/stat`).split(") ")[1]?.split(" ");
    if (fields === undefined) continue;
    parents.set(Number(entry), Number(fields[1]));
    spent.set(Number(entry), (Number(fields[11]) + Number(fields[12])) * 10);
  }
  const belongs = (pid: number): boolean => {
    for (let one: number | undefined = pid; one !== undefined && one > 1; one = parents.get(one))
      if (roots.includes(one)) return true;
    return false;
  };
  return [...spent].flatMap(([pid, spentMs]) => {
    if (!belongs(pid)) return [];
    const name = names.get(pid) ?? nameOf(pid);
    if (name !== "" && name !== "node") names.set(pid, name);
    return [{ pid, name, spentMs }];
  });
}

/** Proportional set size of a process, in megabytes: what it shares with others counts by its share. */
export const proportionalMegabytes = (pid: number): number =>
  Number(/^Pss:\s+(\d+)/m.exec(read(`/proc/${pid}/smaps_rollup`))?.[1] ?? 0) / 1024;

/** What processes have spent, by name, at one moment. */
export interface Sample {
  at: number;
  byName: ReadonlyMap<string, number>;
}

/** Looks again and again until it is stopped. What a process spent between the last look and its end is not seen. */
export function follow(roots: () => readonly number[], milliseconds = 100) {
  const samples: Sample[] = [];
  /** Of each process ever seen, at the last look. */
  const seen = new Map<number, ProcessLook>();
  const first = new Map<number, number>();
  /** Most megabytes of each of the roots. */
  const most = new Map<number, number>();
  const begun = systemClock.now();
  let running = true;
  const look = (): void => {
    const at = systemClock.now();
    for (const one of lookAt(roots())) {
      // What was spent before the first sample does not count, but what starts meanwhile counts whole.
      if (!first.has(one.pid)) first.set(one.pid, samples.length === 0 ? one.spentMs : 0);
      seen.set(one.pid, one);
    }
    const byName = new Map<string, number>();
    for (const { pid, name, spentMs } of seen.values())
      byName.set(name, (byName.get(name) ?? 0) + spentMs - (first.get(pid) ?? 0));
    samples.push({ at, byName });
  };
  look();
  const looking = (async () => {
    for (let turn = 0; running; turn++) {
      await systemClock.sleep(milliseconds);
      look();
      if (turn % 10 === 0)
        for (const pid of roots()) most.set(pid, Math.max(most.get(pid) ?? 0, proportionalMegabytes(pid)));
    }
  })();
  return {
    samples,
    most,
    stop: async (): Promise<number> => {
      running = false;
      await looking;
      return systemClock.now() - begun;
    },
  };
}

/** What each spent until a moment, by straight lines between the looks. */
export function spentAt(samples: readonly Sample[], at: number): Map<string, number> {
  const next = samples.findIndex((one) => one.at >= at);
  const [a, b] = [samples[Math.max(0, next - 1)] ?? samples.at(-1), samples[next] ?? samples.at(-1)];
  if (a === undefined || b === undefined) return new Map();
  const share = b.at === a.at ? 0 : Math.min(1, Math.max(0, (at - a.at) / (b.at - a.at)));
  return new Map(
    [...b.byName].map(([name, value]) => {
      const before = a.byName.get(name) ?? 0;
      return [name, before + (value - before) * share];
    }),
  );
}
