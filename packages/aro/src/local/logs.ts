import { closeSync, existsSync, openSync, readdirSync, readSync, statSync } from "node:fs";
import { Problem } from "@aro/cli";
import type { Clock } from "@aro/runtime";
import { lastLines } from "./log-tail.ts";
import type { StateFolder } from "./state-folder.ts";

export interface LogFlags {
  /** Only this process; absent: all, each line led by its process. */
  process?: string;
  /** How many lines of the past. */
  lines: number;
  follow: boolean;
}

const pollMilliseconds = 100;

/** Prints what the processes printed, and with `follow` what they print, until the signal is aborted. */
export async function showLogs(
  folder: StateFolder,
  flags: LogFlags,
  deps: { clock: Clock; write: (text: string) => void; signal: AbortSignal },
): Promise<void> {
  const names = namesOf(folder);
  if (flags.process !== undefined && !names.includes(flags.process))
    throw names.length === 0
      ? new Problem(`there are no logs in ${folder.shown}; nothing has been started there`)
      : Problem.usage(`there is no process "${flags.process}"; there are ${names.join(", ")}`);
  const shown = flags.process === undefined ? names : [flags.process];
  const width = Math.max(0, ...shown.map((name) => name.length));
  const print = (name: string, lines: readonly string[]) => {
    const lead = shown.length > 1 ? `${name.padEnd(width)}  ` : "";
    if (lines.length > 0) deps.write(lines.map((line) => `${lead}${line}\n`).join(""));
  };
  const read = new Map(shown.map((name) => [name, size(folder.log(name))]));
  for (const name of shown) print(name, lastLines(folder.log(name), flags.lines));
  while (flags.follow && !deps.signal.aborted) {
    await deps.clock.sleep(pollMilliseconds, deps.signal).catch(() => undefined);
    for (const name of shown) {
      const { lines, at } = linesFrom(folder.log(name), read.get(name) ?? 0);
      read.set(name, at);
      print(name, lines);
    }
  }
}

const namesOf = (folder: StateFolder): string[] =>
  existsSync(folder.logs)
    ? readdirSync(folder.logs)
        .filter((name) => name.endsWith(".log"))
        .map((name) => name.slice(0, -".log".length))
        .sort()
    : [];

const size = (path: string): number => statSync(path, { throwIfNoEntry: false })?.size ?? 0;

/** The whole lines behind `from`, and where the next ones begin. A file that has shrunk was moved aside: it is read from its start. */
function linesFrom(path: string, from: number): { lines: string[]; at: number } {
  const end = size(path);
  const start = end < from ? 0 : from;
  if (end === start) return { lines: [], at: start };
  const file = openSync(path, "r");
  try {
    const bytes = Buffer.alloc(end - start);
    readSync(file, bytes, 0, bytes.length, start);
    const whole = bytes.lastIndexOf(0x0a) + 1;
    const text = bytes.subarray(0, whole).toString("utf8");
    return { lines: text === "" ? [] : text.slice(0, -1).split("\n"), at: start + whole };
  } finally {
    closeSync(file);
  }
}
