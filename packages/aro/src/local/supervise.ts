import { existsSync, mkdirSync } from "node:fs";
import { type Clock, isoTime } from "@aro/runtime";
import type { Log } from "@aro/telemetry";
import { type Child, startChild } from "./child.ts";
import { holdExclusively } from "./exclusive.ts";
import { readJson, writeJson } from "./json-file.ts";
import { identityOf, type ProcessIdentity } from "./process-identity.ts";
import type { Program } from "./program.ts";
import type { SupervisorRecord } from "./records.ts";
import type { StateFolder } from "./state-folder.ts";

/** What the supervisor keeps running, in the order it is started, and what fills a fresh instance. */
export interface Plan {
  /** Each is asked for when the one before it has left what it needs: files, mostly. They get ready side by side. */
  programs: readonly (() => Promise<Program>)[];
  /** Fills what a fresh instance needs. It begins when all are started, and waits for those it calls: `ready` resolves when that program is. */
  seed: (signal: AbortSignal, ready: (program: string) => Promise<void>) => Promise<void>;
}

export interface SuperviseDeps {
  clock: Clock;
  log: Log;
  /** Aborted when the instance is to stop. */
  stop: AbortSignal;
}

/** How long the instance may take to be ready, and how long a process may take to end when asked. */
const readyLimitMilliseconds = 60_000;
const stopPatienceMilliseconds = 5_000;

/** How often it is seen whether the record is still there. */
const lookMilliseconds = 1_000;

/**
 * The supervisor of one instance: starts the plan's programs, starts again what dies, and stops them in reverse order when told to.
 * `supervisor.json` and `processes.json` show how things stand; when the former is gone, so is the instance. Gives the exit status.
 */
export async function supervise(folder: StateFolder, plan: Plan, deps: SuperviseDeps): Promise<number> {
  const { clock, log } = deps;
  mkdirSync(folder.logs, { recursive: true });
  using held = await holdExclusively(folder.supervisorLock, clock, 0);
  if (held === undefined) {
    log.error("supervisor.already-running", { state: folder.path });
    return 1;
  }
  const me = identityOf(process.pid);
  if (me === undefined) throw new Error("the supervisor cannot see its own process");
  const startedAt = isoTime(clock.now());
  const say = (state: { phase: "starting" | "ready" } | { phase: "failed"; reason: string }) =>
    writeJson(folder.supervisor, { ...me, startedAt, ...state } satisfies SupervisorRecord);
  const children: Child[] = [];
  const changed = () => {
    if (!existsSync(folder.path)) return;
    const records = children.flatMap((child) => child.record() ?? []);
    try {
      writeJson(folder.processes, records);
    } catch (error) {
      // A full disk is no reason to leave the processes to themselves.
      log.error("supervisor.record-not-written", { error });
    }
  };

  say({ phase: "starting" });
  changed();
  const limit = new AbortController();
  using _timer = clock.timer(readyLimitMilliseconds, () =>
    limit.abort(new Error(`not ready within ${readyLimitMilliseconds / 1000} s`)),
  );
  const starting = AbortSignal.any([deps.stop, limit.signal]);
  let status = 0;
  try {
    const ready = new Map<string, Promise<void>>();
    for (const make of plan.programs) {
      await children.at(-1)?.left(starting);
      const program = await make();
      const child = startChild(program, {
        clock,
        log,
        stopPatienceMilliseconds,
        logFile: folder.log(program.name),
        changed,
      });
      children.push(child);
      changed();
      const whenReady = child.ready(starting);
      ready.set(program.name, whenReady);
      // It is waited for below; what is told of several failures is the first.
      whenReady.catch(() => undefined);
    }
    await Promise.all([...ready.values(), plan.seed(starting, async (program) => ready.get(program))]);
    say({ phase: "ready" });
    log.info("supervisor.ready", { milliseconds: Math.round(clock.now() - Date.parse(startedAt)) });
    while (!deps.stop.aborted && isOurs(folder, me))
      await clock.sleep(lookMilliseconds, deps.stop).catch(() => undefined);
    if (!deps.stop.aborted) log.warn("supervisor.disowned", { state: folder.path });
  } catch (error) {
    limit.abort(error);
    if (!deps.stop.aborted) {
      status = 1;
      log.error("supervisor.failed", { error });
      try {
        say({ phase: "failed", reason: error instanceof Error ? error.message : String(error) });
      } catch (unwritten) {
        // The disk is full, perhaps. What runs is stopped all the same.
        log.error("supervisor.record-not-written", { error: unwritten });
      }
    }
  }
  log.info("supervisor.stopping");
  for (const child of children.toReversed()) await child.stop();
  changed();
  return status;
}

/** Whether the record is ours: a folder that was removed under a running instance leaves nothing by which anybody could still stop us. */
function isOurs(folder: StateFolder, { pid, born }: ProcessIdentity): boolean {
  const record = readJson<SupervisorRecord>(folder.supervisor);
  return record?.pid === pid && record.born === born;
}
