import { spawn } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import type { Clock } from "@aro/runtime";

/** A program of ours, as a container would run it. */
export interface ProgramRun {
  /** The file that starts it, and what it is told. */
  entry: string;
  args: readonly string[];
  environment: Readonly<Record<string, string>>;
  /** Where it is written down under its first argument while it runs. */
  running: Map<string, Set<number>>;
  /** Each line that it prints, on either stream. */
  line: (text: string) => void;
}

/** How a program ended. */
export interface ProgramEnd {
  code: number | undefined;
  signal: NodeJS.Signals | undefined;
}

/** A program that runs. */
export interface RunningProgram {
  pid: number;
  ended: Promise<ProgramEnd>;
  /** SIGTERM, and SIGKILL when it is still there after `graceMilliseconds`. */
  stop(graceMilliseconds: number, clock: Clock): Promise<void>;
}

const guard = join(import.meta.dirname, "follow-parent.ts");

/** Starts a program of ours with this Node. It ends with us, even when we are killed. */
export function startProgram({ entry, args, environment, running, line }: ProgramRun): RunningProgram {
  const child = spawn(process.execPath, ["--import", guard, entry, ...args], {
    env: { ...environment },
    stdio: ["ignore", "pipe", "pipe", "pipe"],
  });
  // Both are pipes, as asked for above.
  for (const stream of [child.stdout, child.stderr] as Readable[])
    createInterface({ input: stream, crlfDelay: Number.POSITIVE_INFINITY }).on("line", line);
  const [name = ""] = args;
  const { pid } = child;
  if (pid !== undefined) running.set(name, (running.get(name) ?? new Set()).add(pid));
  // A process id that is free again may be anybody's.
  child.once("exit", () => pid !== undefined && running.get(name)?.delete(pid));
  const ended = new Promise<ProgramEnd>((resolve) => {
    child.once("error", (error) => {
      line(`cannot be started: ${error.message}`);
      resolve({ code: 127, signal: undefined });
    });
    // `close` comes when its output has been read to the end.
    child.once("close", (code, signal) => resolve({ code: code ?? undefined, signal: signal ?? undefined }));
  });
  return {
    pid: pid ?? 0,
    ended,
    stop: async (graceMilliseconds, clock) => {
      child.kill("SIGTERM");
      using _killing = clock.timer(graceMilliseconds, () => void child.kill("SIGKILL"));
      await ended;
    },
  };
}
