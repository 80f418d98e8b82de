import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import type { Clock } from "@aro/runtime";

/** A process that can be told from a later one with the same pid. */
export interface ProcessIdentity {
  pid: number;
  /** When the system started it, in whatever unit the system counts: equal only for the same process. */
  born: string;
}

/** The identity of a running process; undefined when there is none with that pid. */
export function identityOf(pid: number): ProcessIdentity | undefined {
  const born = process.platform === "linux" ? bornOnLinux(pid) : bornByPs(pid);
  return born === undefined || born === "" ? undefined : { pid, born };
}

/** Whether that very process still runs (a zombie does not). */
export function isRunning(identity: ProcessIdentity | undefined): boolean {
  // Records come from files: a damaged one may say anything.
  const born = identity?.pid === undefined ? undefined : identityOf(identity.pid)?.born;
  return born !== undefined && born === identity?.born;
}

/** Sends a signal to that very process; false when it is gone. */
function signalTo(identity: ProcessIdentity, signal: NodeJS.Signals): boolean {
  if (!isRunning(identity)) return false;
  try {
    return process.kill(identity.pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ESRCH") return false;
    throw error;
  }
}

/** Ends a process: asks it first, and makes it after `patienceMilliseconds`. True when it had to be made. */
export async function endProcess(
  identity: ProcessIdentity,
  clock: Clock,
  patienceMilliseconds: number,
): Promise<boolean> {
  signalTo(identity, "SIGTERM");
  if (await isGone(identity, clock, patienceMilliseconds)) return false;
  signalTo(identity, "SIGKILL");
  if (!(await isGone(identity, clock, 5_000))) throw new Error(`process ${identity.pid} does not end even by SIGKILL`);
  return true;
}

async function isGone(identity: ProcessIdentity, clock: Clock, patienceMilliseconds: number): Promise<boolean> {
  const until = clock.monotonic() + patienceMilliseconds;
  while (isRunning(identity)) {
    if (clock.monotonic() >= until) return false;
    await clock.sleep(20);
  }
  return true;
}

/** Field 22 of /proc/PID/stat, ticks since boot; the name in field 2 may hold blanks and brackets. A zombie (Z) has ended. */
function bornOnLinux(pid: number): string | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, "utf8");
    const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
    return fields[0] === "Z" || fields[0] === "X" ? undefined : fields[19];
  } catch {
    return undefined;
  }
}

function bornByPs(pid: number): string | undefined {
  try {
    const text = execFileSync("ps", ["-o", "stat=,lstart=", "-p", String(pid)], { encoding: "utf8" }).trim();
    return text.startsWith("Z") ? undefined : text.replace(/^\S+\s+/, "");
  } catch {
    return undefined;
  }
}
