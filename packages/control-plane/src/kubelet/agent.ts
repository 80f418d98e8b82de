import { connect as connectTcp } from "node:net";
import type { Duplex } from "node:stream";
import type { Clock } from "@aro/runtime";
import type {
  ContainerAddress,
  NodeAgent,
  PodAddress,
  ProcessStreams,
  TerminalSize,
} from "../kubelet-api/node-agent.ts";
import { ApiStatus } from "../status/status.ts";
import { type Container, isRunning } from "./container.ts";
import type { ContainerLog } from "./container-log.ts";
import { environmentOf } from "./environment.ts";
import { answerNodePath, type NodePathDeps } from "./node-paths.ts";
import type { PodObjects } from "./objects-of-pod.ts";
import type { PodRun } from "./pod-run.ts";
import { nothing } from "./shell/command.ts";
import type { Shell } from "./shell/shell.ts";

export interface AgentDeps extends NodePathDeps {
  find(pod: PodAddress): PodRun | undefined;
  shell: Shell;
  objects: PodObjects;
  clock: Clock;
}

const bad = (message: string): ApiStatus => new ApiStatus("BadRequest", message);

/** What a simulated kubelet answers. */
export function createAgent(deps: AgentDeps): NodeAgent {
  const { find, shell, objects, clock } = deps;
  const runningIn = (address: ContainerAddress): { run: PodRun; container: Container } => {
    const run = find(address);
    const container = run?.containers.find(({ spec }) => spec.name === address.container);
    if (run === undefined || container === undefined || !isRunning(container))
      throw new ApiStatus("InternalError", `container not found (${JSON.stringify(address.container)})`);
    return { run, container };
  };
  return {
    logs: async (address, { previous, ...options }, signal) => {
      const container = find(address)?.containers.find(({ spec }) => spec.name === address.container);
      return logOf(address, container, previous).read(options, signal);
    },
    exec: async (address, command) => {
      const { run, container } = runningIn(address);
      const environment = environmentOf(run.object(), container.spec, objects);
      return async (streams, signal) => {
        const { tty, stdin = nothing(), stdout, stderr } = streams;
        const size = tty ? followSize(streams) : () => undefined;
        const write = (to: ProcessStreams["stdout"]) => async (part: string | Uint8Array) => {
          const bytes = Buffer.from(part as string);
          await to?.(tty ? Buffer.from(bytes.toString().replaceAll(/\r?\n/g, "\r\n")) : bytes);
        };
        const out = write(stdout);
        const err = tty ? out : write(stderr);
        return shell.run(command, {
          args: [],
          environment: tty ? { ...environment, TERM: "xterm" } : environment,
          files: () => run.mounts(container.spec),
          hostname: environment["HOSTNAME"] ?? address.name,
          stdin,
          out,
          err,
          size,
          signal,
          clock,
        });
      };
    },
    attach: async (address) => {
      const { container } = runningIn(address);
      return async ({ stdin, stdout, stderr, tty }, signal) => {
        const over = new AbortController();
        const until = AbortSignal.any([signal, over.signal]);
        if (stdin !== undefined) void feed(stdin, container, until);
        const follow = async (stream: "stdout" | "stderr", to: ProcessStreams["stdout"]) => {
          const log = container.log.read({ follow: true, timestamps: false, tailLines: 0, stream }, until);
          for await (const part of log)
            await to?.(tty ? Buffer.from(Buffer.from(part).toString().replaceAll(/\r?\n/g, "\r\n")) : part);
        };
        await Promise.all([follow("stdout", stdout), follow("stderr", stderr ?? (tty ? stdout : undefined))]);
        over.abort();
        return 0;
      };
    },
    connect: async (pod, port, signal) => {
      const run = find(pod);
      const handler = run?.containers.filter(isRunning).flatMap(({ ports }) => ports.get(port) ?? [])[0];
      if (handler === undefined) throw new Error(`dial tcp4 127.0.0.1:${port}: connect: connection refused`);
      return typeof handler === "number" ? tcpPort(handler, signal) : handler(signal);
    },
    answer: async (request) => answerNodePath(deps, request),
    usage: async () => deps.usage(),
  };
}

/** The log that is asked for. @throws ApiStatus in a kubelet's words when there is none. */
function logOf(
  { name, container: asked }: ContainerAddress,
  container: Container | undefined,
  previous: boolean,
): ContainerLog {
  const title = `container ${JSON.stringify(asked)} in pod ${JSON.stringify(name)}`;
  if (container === undefined) throw bad(`${title} is not available`);
  const { state, last, log, previousLog } = container;
  if (previous) {
    if (last === undefined) throw bad(`previous terminated ${title} not found`);
    // In a pause before the next run, the last run is the one before it, too.
    return previousLog ?? log;
  }
  if (!("waiting" in state) || last !== undefined) return log;
  const { reason } = state.waiting;
  if (reason === "ErrImagePull") throw bad(`${title} is waiting to start: image can't be pulled`);
  if (reason === "ImagePullBackOff") throw bad(`${title} is waiting to start: trying and failing to pull image`);
  throw bad(`${title} is waiting to start: ${reason}`);
}

async function feed(stdin: AsyncIterable<Uint8Array>, container: Container, signal: AbortSignal): Promise<void> {
  for await (const part of stdin) {
    if (signal.aborted || container.stdin === undefined) return;
    if (!container.stdin.push(part)) await container.stdin.room();
  }
  // `stdinOnce`, as kubectl run -i sets it: the first client's end is the end of the input.
  if (container.spec["stdinOnce"] === true) container.stdin?.end();
}

function followSize({ sizes }: ProcessStreams): () => TerminalSize {
  let current: TerminalSize = { columns: 80, rows: 24 };
  void (async () => {
    for await (const size of sizes) current = size;
  })();
  return () => current;
}

/** A connection to a TCP port of this machine. @throws Error when nobody listens there. */
const tcpPort = (port: number, signal: AbortSignal): Promise<Duplex> =>
  new Promise((done, fail) => {
    const socket = connectTcp({ host: "127.0.0.1", port, signal });
    socket.once("connect", () => {
      socket.off("error", fail);
      socket.on("error", () => socket.destroy());
      done(socket);
    });
    socket.once("error", fail);
  });
