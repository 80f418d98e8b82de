import { createServer } from "node:http";
import { duplexPair } from "node:stream";
import type { Clock, Random } from "@aro/runtime";
import type { ContainerSpec } from "./container.ts";
import { expand } from "./environment.ts";
import type { PortHandler, Program, StartedContainer } from "./kubelets.ts";
import { type CommandCall, nothing } from "./shell/command.ts";
import type { Shell } from "./shell/shell.ts";

/** How long a task takes that ends by itself, in milliseconds. */
const shortestTask = 500;
const longestTask = 3_000;

export interface UsualDeps {
  shell: Shell;
  clock: Clock;
  pace: number;
  /** The same for the same container. */
  chance(): Random;
  /** Whether it is a task: an init container, a Job's. */
  isTask: boolean;
}

/**
 * What a container does when nobody says otherwise. A command that the small shell knows is run by it. Everything else says that it has
 * started, answers HTTP at its declared ports, and runs until it is ended; a task ends by itself with 0.
 */
export const usualProgram =
  ({ shell, clock, pace, chance, isTask }: UsualDeps): Program =>
  async (container) => {
    const { command = [], args = [], ports = [] } = container.spec as ContainerSpec;
    const said = [...command, ...args].map((word) => (word.includes("$") ? expand(word, container.environment) : word));
    // An image that is given somebody's terminal and no command is one of those that bring a shell.
    const words =
      said.length === 0 && container.spec["stdin"] === true && container.spec["tty"] === true ? ["sh"] : said;
    for (const { containerPort, protocol = "TCP" } of ports)
      if (protocol === "TCP") container.listen(containerPort, pageOf(container));
    if (shell.knows(words[0] ?? "")) return shell.run(words, callOf(container, clock));
    container.log(`starting ${container.name} from ${container.image}`);
    for (const { containerPort } of ports) container.log(`listening on port ${containerPort}`);
    if (isTask) {
      const time = shortestTask + chance().integer(longestTask - shortestTask);
      await clock.sleep(time * pace, container.signal).catch(() => {});
      if (!container.signal.aborted) container.log(`${container.name} has done its work`);
      return 0;
    }
    await ended(container.signal);
    container.log(`${container.name} ends`);
    return 0;
  };

const ended = (signal: AbortSignal): Promise<void> =>
  new Promise((done) => {
    if (signal.aborted) done();
    else signal.addEventListener("abort", () => done(), { once: true });
  });

/** The terminal of a container that has one, whoever is attached to it. */
const usualTerminal = { columns: 80, rows: 24 } as const;

/** The shell's call for a container's own process: what it writes is its log. */
function callOf(container: StartedContainer, clock: Clock): CommandCall {
  const { environment, signal, stdin = nothing() } = container;
  const print = (stream: "stdout" | "stderr") => async (part: string | Uint8Array) =>
    container.print(Buffer.from(part as string).toString(), stream);
  const size = container.spec["tty"] === true ? usualTerminal : undefined;
  return {
    args: [],
    environment: { ...environment },
    files: container.files,
    hostname: environment["HOSTNAME"] ?? "",
    stdin,
    out: print("stdout"),
    err: print("stderr"),
    size: () => size,
    signal,
    clock,
  };
}

/** A small page that names the pod, at any path. */
function pageOf(container: StartedContainer): PortHandler {
  return () => {
    // Made for those who connect: nobody does to most ports.
    const server = createServer((request, response) => {
      const { namespace, name } = container.pod.metadata;
      request.resume();
      response.setHeader("content-type", "text/plain; charset=utf-8");
      response.end(`${request.method} ${request.url} answered by pod ${namespace}/${name}\n`);
    });
    const [near, far] = duplexPair();
    server.emit("connection", far);
    return near;
  };
}
