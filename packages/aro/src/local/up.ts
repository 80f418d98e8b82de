import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, openSync, rmSync, statfsSync } from "node:fs";
import type { Socket } from "node:net";
import { Problem } from "@aro/cli";
import type { Clock } from "@aro/runtime";
import { endLeftovers } from "./down.ts";
import { holdExclusively } from "./exclusive.ts";
import { refuseForeign } from "./foreign.ts";
import { decideSettings, readSettings, type SettingsFlags } from "./instance-settings.ts";
import { readJson } from "./json-file.ts";
import { lastWords } from "./last-words.ts";
import { makeFolder } from "./make-folder.ts";
import { endProcess, identityOf, isRunning } from "./process-identity.ts";
import type { InstanceSettings, SupervisorRecord } from "./records.ts";
import type { StateFolder } from "./state-folder.ts";

export interface UpDeps {
  clock: Clock;
  /** How the supervisor of `folder` is started: command, arguments, environment. */
  supervisor: (folder: StateFolder) => {
    command: string;
    arguments: readonly string[];
    environment: Readonly<Record<string, string>>;
  };
  /** How the person calls us, for commands in messages. */
  command: string;
  signal: AbortSignal;
}

export interface UpResult {
  /** False: it was up already, and nothing was changed. */
  started: boolean;
  settings: InstanceSettings;
  milliseconds: number;
}

/** How long one call waits for another that works on the same instance. */
const lockPatienceMilliseconds = 90_000;
/** The supervisor itself gives up earlier and says why. */
const readyPatienceMilliseconds = 75_000;
const stopPatienceMilliseconds = 20_000;
/** A disk with less is full: what failed on it failed for that, whatever each process says. */
const hardlyAnyBytes = 256 * 1024;

/**
 * Makes sure that the instance is up, and returns when all of it is ready. Safe to be called by many at once.
 * `lifeline`: the instance goes down when this process ends.
 * @throws Problem when it cannot be started, with the reason and where to look.
 */
export async function up(
  folder: StateFolder,
  flags: SettingsFlags & { lifeline?: boolean },
  deps: UpDeps,
): Promise<UpResult> {
  const begun = deps.clock.monotonic();
  refuseForeign(folder);
  makeFolder(folder.logs);
  using held = await holdExclusively(folder.lock, deps.clock, lockPatienceMilliseconds, deps.signal);
  if (held === undefined)
    throw new Problem(`another command has been working on ${folder.shown} for long; try again when it has ended`);
  const running = runningSupervisor(folder);
  const started = running === undefined;
  if (started) {
    await endLeftovers(folder, deps.clock);
    using ports = new DisposableStack();
    await decideSettings(folder, flags, ports);
    const supervisor = startSupervisor(folder, deps, flags.lifeline === true);
    try {
      await ready(folder, deps, supervisor);
    } catch (error) {
      // Who presses Ctrl-C does not want what they began to come up behind their back.
      if (deps.signal.aborted) await endSupervisor(supervisor, deps.clock);
      throw error;
    }
  } else await ready(folder, deps);
  const settings = readSettings(folder);
  if (settings === undefined)
    throw new Problem(`${folder.settings} is missing; run: ${deps.command} local reset${folder.flag}`);
  if (!started && flags.port !== undefined && flags.port !== 0 && flags.port !== settings.ports.arm)
    throw new Problem(
      `the instance of ${folder.shown} is up on port ${settings.ports.arm}, not ${flags.port}; take it down first: ${deps.command} local down${folder.flag}`,
    );
  return { started, settings, milliseconds: deps.clock.monotonic() - begun };
}

/** The record of the supervisor when that very process lives and has not given up. */
export function runningSupervisor(folder: StateFolder): SupervisorRecord | undefined {
  const record = readJson<SupervisorRecord>(folder.supervisor);
  return record !== undefined && record.phase !== "failed" && isRunning(record) ? record : undefined;
}

/** Starts it in a session of its own, so that the terminal's Ctrl-C and hang-up do not reach it. */
function startSupervisor(folder: StateFolder, deps: UpDeps, lifeline: boolean): ChildProcess {
  const { command, arguments: words, environment } = deps.supervisor(folder);
  rmSync(folder.supervisor, { force: true });
  const output = openSync(folder.log("supervisor"), "a", 0o600);
  const child = spawn(command, [...words, ...(lifeline ? ["--lifeline"] : [])], {
    detached: true,
    env: { ...environment },
    stdio: [lifeline ? "pipe" : "ignore", output, output],
  });
  closeSync(output);
  child.on("error", () => undefined);
  child.unref();
  // The pipe is open for as long as this process lives: its end tells the supervisor.
  (child.stdin as Socket | null)?.unref();
  return child;
}

/** Ends a supervisor that was just started, and with it what it runs; its record may not be there yet. */
async function endSupervisor({ pid }: ChildProcess, clock: Clock): Promise<void> {
  const identity = pid === undefined ? undefined : identityOf(pid);
  if (identity !== undefined) await endProcess(identity, clock, stopPatienceMilliseconds);
}

async function ready(folder: StateFolder, { clock, command, signal }: UpDeps, child?: ChildProcess): Promise<void> {
  const until = clock.monotonic() + readyPatienceMilliseconds;
  for (;;) {
    const record = readJson<SupervisorRecord>(folder.supervisor);
    const gone = record === undefined ? child?.exitCode !== null || child.signalCode !== null : !isRunning(record);
    if (record?.phase === "ready" && !gone) return;
    if (record?.phase === "failed") {
      await endProcess(record, clock, stopPatienceMilliseconds);
      throw failed(folder, command, record.reason);
    }
    if (gone) throw failed(folder, command, "the supervisor has ended");
    if (clock.monotonic() >= until) throw failed(folder, command, "it is not ready after a long time");
    await clock.sleep(10, signal);
  }
}

function failed(folder: StateFolder, command: string, reason: string): Problem {
  const name = /^(\w+) ended with status/.exec(reason)?.[1] ?? "supervisor";
  const { bavail, bsize } = statfsSync(folder.path);
  if (bavail * bsize < hardlyAnyBytes)
    return new Problem(
      `the instance of ${folder.shown} could not be started: no space is left on its disk; free some, then run it again`,
    );
  const said = lastWords(folder.log(name));
  return new Problem(
    `the instance of ${folder.shown} could not be started: ${reason}${said === undefined ? "" : ` (${said})`}; more: ${command} local logs ${name}${folder.flag}`,
  );
}
