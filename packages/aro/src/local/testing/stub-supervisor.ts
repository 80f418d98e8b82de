// The real supervisor over two stub programs. Arguments: state folder, a JSON of {ports, delay, fail}; `--lifeline` as the real one.
import { connect } from "node:net";
import { join } from "node:path";
import { systemClock } from "@aro/runtime";
import { createLog } from "@aro/telemetry";
import type { Health, Program } from "../program.ts";
import { stateFolder } from "../state-folder.ts";
import { supervise } from "../supervise.ts";

const [path = "", json = "{}", ...flags] = process.argv.slice(2);
const options = JSON.parse(json) as { ports: [number, number]; delay?: number; fail?: number };
const folder = stateFolder(path, { environment: {}, root: path, cwd: path });

const check = (port: number): Promise<Health> =>
  new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    socket.once("connect", () => {
      socket.destroy();
      resolve({ healthy: true });
    });
    socket.once("error", () => resolve({ healthy: false, reason: "does not answer" }));
  });

const program = (name: string, port: number): Program => ({
  name,
  command: process.execPath,
  arguments: [
    join(import.meta.dirname, "stub-program.ts"),
    String(port),
    String(options.delay ?? 0),
    ...(options.fail === undefined ? [] : [String(options.fail)]),
  ],
  environment: {},
  port,
  check: () => check(port),
});

const stop = new AbortController();
process.on("SIGTERM", () => stop.abort(new Error("SIGTERM")));
if (flags.includes("--lifeline")) process.stdin.on("end", () => stop.abort(new Error("lifeline"))).resume();
process.exitCode = await supervise(
  folder,
  {
    programs: [async () => program("first", options.ports[0]), async () => program("second", options.ports[1])],
    seed: async () => undefined,
  },
  { clock: systemClock, log: createLog({ service: "supervisor", level: "info" }), stop: stop.signal },
);
