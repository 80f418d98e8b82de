import { existsSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { Problem } from "@aro/cli";
import type { Clock } from "@aro/runtime";
import { holdExclusively } from "./exclusive.ts";
import { foreignNames } from "./foreign.ts";
import { readJson } from "./json-file.ts";
import { endProcess, isRunning } from "./process-identity.ts";
import { runningProcesses, type SupervisorRecord } from "./records.ts";
import type { StateFolder } from "./state-folder.ts";

/** The supervisor needs this long at most: it gives each of its processes five seconds. */
const supervisorPatienceMilliseconds = 20_000;
const leftoverPatienceMilliseconds = 3_000;
const lockPatienceMilliseconds = 90_000;

/** Stops the instance; its state is kept. False when there was nothing to stop. */
export async function down(folder: StateFolder, clock: Clock, signal?: AbortSignal): Promise<boolean> {
  if (!existsSync(folder.path)) return false;
  using held = await holdExclusively(folder.lock, clock, lockPatienceMilliseconds, signal);
  if (held === undefined) throw busy(folder);
  return stopAll(folder, clock);
}

/** Stops the instance and forgets all of it. False when there was nothing to forget. */
export async function reset(folder: StateFolder, clock: Clock, signal?: AbortSignal): Promise<boolean> {
  if (!existsSync(folder.path)) return false;
  using held = await holdExclusively(folder.lock, clock, lockPatienceMilliseconds, signal);
  if (held === undefined) throw busy(folder);
  // The folder may be the wrong one: nothing is removed from a folder that no instance was made in.
  // While it is held the lock may have a journal beside it.
  const names = readdirSync(folder.path).filter((name) => !join(folder.path, name).startsWith(folder.lock));
  if (foreignNames(folder).length > 0)
    throw new Problem(`${folder.shown} holds no local instance; nothing was removed`);
  await stopAll(folder, clock);
  for (const name of names) rmSync(join(folder.path, name), { recursive: true, force: true });
  return names.length > 0;
}

async function stopAll(folder: StateFolder, clock: Clock): Promise<boolean> {
  const supervisor = readJson<SupervisorRecord>(folder.supervisor);
  let stopped = false;
  if (supervisor !== undefined && isRunning(supervisor)) {
    await endProcess(supervisor, clock, supervisorPatienceMilliseconds);
    stopped = true;
  }
  const leftovers = await endLeftovers(folder, clock);
  rmSync(folder.supervisor, { force: true });
  return stopped || leftovers;
}

/** Ends processes that a supervisor left behind when it was killed. True when there were any. */
export async function endLeftovers(folder: StateFolder, clock: Clock): Promise<boolean> {
  const left = runningProcesses(folder.processes);
  for (const record of left.toReversed()) await endProcess(record, clock, leftoverPatienceMilliseconds);
  // Removed, not written: a full disk keeps nobody from taking things down.
  rmSync(folder.processes, { force: true });
  return left.length > 0;
}

const busy = (folder: StateFolder): Problem =>
  new Problem(`another command has been working on ${folder.shown} for long; try again when it has ended`);
