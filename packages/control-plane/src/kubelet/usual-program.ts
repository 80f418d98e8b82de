import { createServer } from "node:http";
import { duplexPair } from "node:stream";
import type { Clock, Random } from "@aro/runtime";
import type { KubeObject } from "../objects/object.ts";
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
  chance: Random;
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
    const words = [...command, ...args].map((word) => expand(word, container.environment));
    for (const { containerPort, protocol = "TCP" } of ports)
      if (protocol === "TCP") container.listen(containerPort, pageOf(container.pod));
    if (shell.knows(words[0] ?? "")) return shell.run(words, callOf(container, clock));
    container.log(`starting ${container.name} from ${container.image}`);
    for (const { containerPort } of ports) container.log(`listening on port ${containerPort}`);
    if (isTask) {
      const time = shortestTask + chance.integer(longestTask - shortestTask);
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

/** The shell's call for a container's own process: what it writes is its log, line by line. */
function callOf(container: StartedContainer, clock: Clock): CommandCall {
  const { environment, signal, stdin = nothing() } = container;
  const lines = (stream: "stdout" | "stderr") => {
    let rest = "";
    return async (part: string | Uint8Array) => {
      const all = (rest + Buffer.from(part as string).toString()).split("\n");
      rest = all.pop() ?? "";
      for (const line of all) container.log(line, stream);
    };
  };
  return {
    args: [],
    environment: { ...environment },
    files: container.files,
    hostname: environment["HOSTNAME"] ?? "",
    stdin,
    out: lines("stdout"),
    err: lines("stderr"),
    size: () => undefined,
    signal,
    clock,
  };
}

/** A small page that names the pod, at any path. */
function pageOf({ metadata }: KubeObject): PortHandler {
  const server = createServer((request, response) => {
    request.resume();
    response.setHeader("content-type", "text/plain; charset=utf-8");
    response.end(`${request.method} ${request.url} answered by pod ${metadata.namespace}/${metadata.name}\n`);
  });
  return () => {
    const [near, far] = duplexPair();
    server.emit("connection", far);
    return near;
  };
}
