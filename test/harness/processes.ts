import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { systemClock } from "@aro/runtime";

/** One supervised process, as `processes.json` has it. */
export interface SupervisedProcess {
  name: string;
  pid: number;
  restarts: number;
}

/** What the supervisor of the instance in `folder` keeps running this moment. */
export function supervised(folder: string): SupervisedProcess[] {
  try {
    return JSON.parse(readFileSync(join(folder, "processes.json"), "utf8")) as SupervisedProcess[];
  } catch {
    return [];
  }
}

/** One of them; undefined between two lives. */
export const processNamed = (folder: string, name: string): SupervisedProcess | undefined =>
  supervised(folder).find((one) => one.name === name);

const restartMilliseconds = 30_000;

/** The process of that name once it has been started again more than `restarts` times. @throws Error when it is not. */
export async function restarted(folder: string, name: string, restarts: number): Promise<SupervisedProcess> {
  const until = systemClock.monotonic() + restartMilliseconds;
  for (;;) {
    const found = processNamed(folder, name);
    if (found !== undefined && found.restarts > restarts) return found;
    if (systemClock.monotonic() > until) throw new Error(`${name} was not started again`);
    await systemClock.sleep(20);
  }
}

/** What the kernel says a process does: `R`, `S`, `T` when it is stopped; undefined when it is gone. Linux only. */
export function kernelState(pid: number): string | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, "utf8");
    return text.slice(text.lastIndexOf(")") + 2).split(" ")[0];
  } catch {
    return undefined;
  }
}

/** The operator's processes in the clusters of an instance, whoever is their parent by now. Linux only. */
export function operatorsOf({ arm }: { arm: string }): number[] {
  const read = (pid: string, file: string): string[] => {
    try {
      return readFileSync(`/proc/${pid}/${file}`, "utf8").split("\0");
    } catch {
      // It has ended, or is somebody else's.
      return [];
    }
  };
  return readdirSync("/proc")
    .filter(
      (pid) =>
        /^\d+$/.test(pid) &&
        read(pid, "cmdline").includes("operator") &&
        read(pid, "environ").includes(`ARO_AZURE_ENVIRONMENT=${arm}`),
    )
    .map(Number);
}

/** SIGSTOP, and returns when the process stands still. */
export async function stopStill(pid: number): Promise<void> {
  process.kill(pid, "SIGSTOP");
  while (kernelState(pid) !== "T" && kernelState(pid) !== undefined) await systemClock.sleep(2);
}

/** Ends a process that the harness started itself. */
export function killNow(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}
