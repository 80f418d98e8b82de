import type { HttpClient } from "@aro/client";
import { type ManualClock, manualClock, seededRandom } from "@aro/runtime";
import type { LocalInstance, World } from "../world.ts";

/** A world of paper: what was written, and a clock that runs when asked. */
export interface PaperWorld extends World {
  clock: ManualClock;
  /** Everything written so far. */
  out(): string;
  err(): string;
  interruptNow(): void;
  /** Secret files that were written, by path. */
  written: Map<string, string>;
}

export function paperWorld(
  options: {
    environment?: Record<string, string>;
    files?: Record<string, string>;
    answer?: string;
    terminal?: boolean;
    columns?: number;
    instance?: LocalInstance;
    httpClient?: HttpClient;
  } = {},
): PaperWorld {
  const written = { out: "", err: "" };
  const interrupt = new AbortController();
  const files = new Map<string, string>();
  const output = (name: "out" | "err") => ({
    write: (text: string) => {
      written[name] += text;
    },
    isTerminal: options.terminal === true,
    columns: options.columns ?? 120,
  });
  return {
    command: "./aro",
    environment: options.environment ?? {},
    stdout: output("out"),
    stderr: output("err"),
    clock: manualClock(Date.parse("2025-07-01T10:00:00Z")),
    random: seededRandom(7),
    readFile: async (path) => {
      const text = options.files?.[path];
      if (text === undefined)
        throw Object.assign(new Error(`ENOENT: no such file or directory, open '${path}'`), { code: "ENOENT" });
      return text;
    },
    writeSecretFile: async (path, text, { overwrite }) => {
      if (path.startsWith("no/")) throw Object.assign(new Error("ENOENT"), { code: "ENOENT", path });
      if (options.files?.[path] !== undefined && !overwrite) return "exists";
      files.set(path, text);
      return "written";
    },
    written: files,
    ask: async () => options.answer,
    interrupt: interrupt.signal,
    localInstance: async () => options.instance,
    ...(options.httpClient === undefined ? {} : { httpClient: options.httpClient }),
    out: () => written.out,
    err: () => written.err,
    interruptNow: () => interrupt.abort(new Error("stopped by SIGINT")),
  };
}
