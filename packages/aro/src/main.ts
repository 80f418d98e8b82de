// The one place where this process meets the world: arguments, environment, streams, signals, exit status.
import type { Socket } from "node:net";
import { join } from "node:path";
import { dispatch } from "./dispatch.ts";
import type { Edge } from "./edge.ts";

const interruptedStatus = 130;
const stop = new AbortController();
/** npm passes on a Ctrl-C that the terminal has sent us already: only a later one is a second one. */
const sameInterruptMilliseconds = 500;
let firstSignalAt = 0;
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const)
  process.on(signal, () => {
    if (stop.signal.aborted) {
      if (signal === "SIGINT" && performance.now() - firstSignalAt > sameInterruptMilliseconds)
        process.exit(interruptedStatus);
      return;
    }
    firstSignalAt = performance.now();
    stop.abort(new Error(`stopped by ${signal}`));
  });

// Whoever reads our output may stop reading (`aro … | head`): then there is nobody left to tell.
const leave = (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") process.exit(process.exitCode ?? 0);
  throw error;
};
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") leave(error);
  process.stderr.write(`aro: the output could not be written: ${error.message}\n`);
  process.exit(1);
});
process.stderr.on("error", leave);

const output = (stream: NodeJS.WriteStream) => ({
  write: (text: string) => void stream.write(text),
  // One that cannot move its cursor is written to as a file is.
  isTerminal: stream.isTTY === true && process.env["TERM"] !== "dumb",
  get columns() {
    // A terminal that was never told its width says 0.
    return stream.columns || 80;
  },
});

const edge: Edge = {
  command: "./aro",
  environment: process.env,
  root: join(import.meta.dirname, "../../.."),
  cwd: process.cwd(),
  stdout: output(process.stdout),
  stderr: output(process.stderr),
  ask: async (question) => {
    if (process.stdin.isTTY !== true || process.stderr.isTTY !== true) return undefined;
    const { createInterface } = await import("node:readline/promises");
    const terminal = createInterface({ input: process.stdin, output: process.stderr });
    try {
      return await terminal.question(question, { signal: stop.signal });
    } finally {
      terminal.close();
    }
  },
  stdinEnded: () =>
    new Promise((resolve) => {
      const input: Partial<Pick<Socket, "unref">> & NodeJS.ReadStream = process.stdin;
      input.on("end", resolve).on("error", () => resolve());
      input.resume();
      // To wait for its end is no reason to stay.
      input.unref?.();
    }),
  signal: stop.signal,
};

process.exitCode = await dispatch(process.argv.slice(2), edge);
