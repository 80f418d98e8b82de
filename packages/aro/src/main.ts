// The one place where this process meets the world: arguments, environment, streams, signals, exit status.
import type { Socket } from "node:net";
import { join } from "node:path";
import { asciiOnly } from "./ascii-only.ts";
import { dispatch } from "./dispatch.ts";
import type { Edge } from "./edge.ts";

/** What a process exits with that was ended by a signal, as shells count it. */
const endedBy = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;
const interruptedStatus = endedBy.SIGINT;
const stop = new AbortController();
/** npm passes on a Ctrl-C that the terminal has sent us already: only a later one is a second one. */
const sameInterruptMilliseconds = 500;
let firstSignalAt = 0;
let firstSignal: keyof typeof endedBy = "SIGINT";
for (const signal of Object.keys(endedBy) as (keyof typeof endedBy)[])
  process.on(signal, () => {
    if (stop.signal.aborted) {
      if (signal === "SIGINT" && performance.now() - firstSignalAt > sameInterruptMilliseconds)
        process.exit(interruptedStatus);
      return;
    }
    firstSignalAt = performance.now();
    firstSignal = signal;
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
  ascii: asciiOnly(process.env),
  get columns() {
    // A terminal that was never told its width says 0.
    return stream.columns || 80;
  },
});

const root = join(import.meta.dirname, "../../..");
const launcher = join(root, "aro");

const edge: Edge = {
  command: process.cwd() === root ? "./aro" : /\s/.test(launcher) ? `"${launcher}"` : launcher,
  environment: process.env,
  root,
  cwd: process.cwd(),
  stdout: output(process.stdout),
  stderr: output(process.stderr),
  ask: async (question) => {
    if (process.stdin.isTTY !== true || process.stderr.isTTY !== true) return undefined;
    const { ask } = await import("./ask.ts");
    const { stdin: input, stderr: output } = process;
    return ask(question, { input, output, signal: stop.signal, interrupt: () => process.emit("SIGINT") });
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

const ended = await dispatch(process.argv.slice(2), edge);
const status = ended === interruptedStatus ? endedBy[firstSignal] : ended;
process.exitCode = status;
if (status !== 0) {
  // Whatever is still open keeps no process that has failed: it would look alive to whoever should start it again.
  for (const stream of [process.stdout, process.stderr]) await new Promise((resolve) => stream.write("", resolve));
  process.exit(status);
}
