import { spawn } from "node:child_process";
import { closeSync, mkdirSync, openSync, renameSync, statSync } from "node:fs";
import { dirname } from "node:path";
import { type Clock, isoTime } from "@aro/runtime";
import type { Log } from "@aro/telemetry";
import { endProcess, identityOf, type ProcessIdentity } from "./process-identity.ts";
import type { Program } from "./program.ts";
import type { ProcessRecord } from "./records.ts";

/** How a child ended. */
export interface Ending {
  status: number | undefined;
  signal: string | undefined;
  /** How long it had lived. */
  livedMilliseconds: number;
}

/** A program that is started again whenever it ends, until it is stopped. */
export interface Child {
  /** As it runs now; undefined between two lives. */
  record(): ProcessRecord | undefined;
  /** Resolves when the next program can be started. Rejects as {@link ready} does. */
  left(signal: AbortSignal): Promise<void>;
  /** The program's readiness, once asked and answered well. Rejects with {@link EarlyEnd} when it ends by itself before that. */
  ready(signal: AbortSignal): Promise<void>;
  /** Ends it for good: asks, and after the patience makes it. */
  stop(): Promise<void>;
}

export interface ChildDeps {
  clock: Clock;
  log: Log;
  logFile: string;
  stopPatienceMilliseconds: number;
  /** Told whenever {@link Child.record} changes. */
  changed: () => void;
}

/** It ended by itself with a status before it was ready: trying again would give the same. */
class EarlyEnd extends Error {
  readonly program: string;
  constructor(program: string, ending: Ending) {
    super(`${program} ended with status ${ending.status} before it was ready`);
    this.name = "EarlyEnd";
    this.program = program;
  }
}

/** The wait before the n-th new start in a row; a life of ten seconds makes the row start anew. */
const backOff = (deaths: number): number => Math.min(5_000, 50 * 2 ** (deaths - 1));
const longLifeMilliseconds = 10_000;
const readyPollMilliseconds = 10;

/** Starts `program` and keeps it running. */
export function startChild(program: Program, deps: ChildDeps): Child {
  const { clock, log } = deps;
  let record: ProcessRecord | undefined;
  let deaths = 0;
  let restarts = 0;
  let stopping = false;
  let earlyEnd: EarlyEnd | undefined;
  let wasReady = false;
  const stopped = new AbortController();

  const born = (identity: ProcessIdentity): void => {
    record = { name: program.name, ...identity, port: program.port, startedAt: isoTime(clock.now()), restarts };
    log.info("process.started", { process: program.name, pid: identity.pid, restarts });
    deps.changed();
  };
  const died = (): void => {
    record = undefined;
    deps.changed();
  };

  const live = async (): Promise<void> => {
    while (!stopping) {
      const ending = await oneLife(program, deps, { born, died });
      if (stopping) return;
      deaths = ending.livedMilliseconds >= longLifeMilliseconds ? 1 : deaths + 1;
      log.warn("process.ended", { process: program.name, ...ending, restarts });
      if (!wasReady && ending.signal === undefined) {
        earlyEnd = new EarlyEnd(program.name, ending);
        return;
      }
      await clock.sleep(backOff(deaths), stopped.signal).catch(() => undefined);
      restarts++;
    }
  };

  /** Looks until it holds. */
  const until = async (holds: () => boolean | Promise<boolean>, signal: AbortSignal): Promise<void> => {
    for (;;) {
      if (earlyEnd !== undefined) throw earlyEnd;
      if (await holds()) return;
      await clock.sleep(readyPollMilliseconds, signal);
    }
  };

  const life = live();
  let readiness: Promise<void> | undefined;
  const becomeReady = async (signal: AbortSignal): Promise<void> => {
    await until(async () => (await program.check(signal)).healthy, signal);
    wasReady = true;
  };
  const ready = (signal: AbortSignal) => (readiness ??= becomeReady(signal));
  return {
    record: () => record,
    left: (signal) => {
      const { hasLeft } = program;
      return hasLeft === undefined ? ready(signal) : until(() => record !== undefined && hasLeft(record.pid), signal);
    },
    ready,
    stop: async () => {
      stopping = true;
      stopped.abort();
      const { pid, born } = record ?? {};
      if (pid !== undefined && born !== undefined) {
        const forced = await endProcess({ pid, born }, clock, deps.stopPatienceMilliseconds);
        log.info("process.stopped", { process: program.name, pid, forced });
      }
      await life;
    },
  };
}

/** Runs the program once; tells when it has begun and when it has ended, which it may without having begun. */
function oneLife(
  program: Program,
  { clock, log, logFile }: ChildDeps,
  tell: { born: (identity: ProcessIdentity) => void; died: () => void },
): Promise<Ending> {
  return new Promise((resolve) => {
    const begun = clock.monotonic();
    const output = openLog(logFile);
    const child = spawn(program.command, program.arguments, {
      env: { ...program.environment },
      stdio: ["ignore", output, output],
    });
    closeSync(output);
    const end = (status: number | null, signal: string | null) => {
      tell.died();
      resolve({
        status: status ?? undefined,
        signal: signal ?? undefined,
        livedMilliseconds: Math.round(clock.monotonic() - begun),
      });
    };
    child.once("error", (error) => {
      log.error("process.start-failed", { process: program.name, error });
      end(127, null);
    });
    child.once("exit", end);
    const identity = child.pid === undefined ? undefined : identityOf(child.pid);
    if (identity !== undefined) tell.born(identity);
  });
}

const largestLogBytes = 20_000_000;

/** The log to append to; one that has grown large is moved aside first, replacing the one moved before. */
function openLog(path: string): number {
  mkdirSync(dirname(path), { recursive: true });
  try {
    if (statSync(path).size > largestLogBytes) renameSync(path, `${path}.1`);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
  }
  return openSync(path, "a", 0o600);
}
