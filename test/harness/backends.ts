import { closeSync, existsSync, openSync, readFileSync } from "node:fs";
import { systemClock } from "@aro/runtime";
import { type Instance, startBackend } from "./instance.ts";
import { killNow, processNamed } from "./processes.ts";

/** A process that takes work on an instance's store: the instance's own service, or one started beside it. */
export interface BackendProcess {
  name: string;
  pid(): number;
}

/** All backends of an instance. Disposing ends those that were started beside it. */
export interface Backends extends AsyncDisposable {
  readonly all: readonly BackendProcess[];
  readonly own: BackendProcess;
  /** Which of them took an operation last. @throws Error when none has. */
  holder(operationId: string): BackendProcess;
}

/** One line of a process's log. */
export interface LogLine {
  time: string;
  event: string;
  operation?: string;
  step?: string;
  token?: number;
  kind?: string;
  said?: string;
  method?: string;
  url?: string;
  status?: number;
}

/** What a process has logged about one operation, oldest first. */
export function linesOf(instance: Instance, process: string, operationId: string): LogLine[] {
  const path = instance.log(process);
  if (!existsSync(path)) return [];
  return readFileSync(path, "utf8")
    .split("\n")
    .filter((line) => line.includes(operationId) && line.startsWith("{") && line.endsWith("}"))
    .map((line) => JSON.parse(line) as LogLine)
    .filter(({ operation }) => operation === operationId);
}

/** The id in the address of an operation. */
export const operationIdIn = (address: string): string => /operationsstatus\/([^?/]+)/i.exec(address)?.[1] ?? "";

const startMilliseconds = 30_000;

/** Starts `count` further backends, and returns when they look for work. */
export async function withBackends(instance: Instance, count: number): Promise<Backends> {
  const own: BackendProcess = {
    name: "rp",
    pid: () => processNamed(instance.folder, "rp")?.pid ?? 0,
  };
  const others = Array.from({ length: count }, (_, index) => {
    const name = `backend-${systemClock.now()}-${index + 1}`;
    const log = openSync(instance.log(name), "a");
    const child = startBackend(instance, log);
    closeSync(log);
    return { name, child, pid: () => child.pid ?? 0 };
  });
  const until = systemClock.monotonic() + startMilliseconds;
  for (const { name, child } of others)
    while (!hasStarted(instance, name)) {
      if (child.exitCode !== null || systemClock.monotonic() > until)
        throw new Error(`${name} did not start: ${readFileSync(instance.log(name), "utf8").slice(-500)}`);
      await systemClock.sleep(20);
    }
  const all: readonly BackendProcess[] = [own, ...others];
  return {
    all,
    own,
    holder: (operationId) => {
      const takings = all.flatMap((one) =>
        linesOf(instance, one.name, operationId)
          .filter(({ event }) => event === "operation taken")
          .map(({ token = 0 }) => ({ one, token })),
      );
      const last = takings.sort((a, b) => b.token - a.token)[0];
      if (last === undefined) throw new Error(`nobody has taken operation ${operationId}`);
      return last.one;
    },
    [Symbol.asyncDispose]: async () => {
      for (const { pid } of others) killNow(pid());
      for (const { child } of others)
        while (child.exitCode === null && child.signalCode === null) await systemClock.sleep(10);
    },
  };
}

/** A backend's first look for work opens the store's file; its first line says that it begins. */
const hasStarted = (instance: Instance, name: string): boolean =>
  readFileSync(instance.log(name), "utf8").includes('"event":"starting"');
