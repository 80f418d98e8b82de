import { rmSync, writeFileSync } from "node:fs";
import { constants } from "node:os";
import { join } from "node:path";
import type { FindProgram, Program, StartedContainer } from "@aro/control-plane";
import type { Clock } from "@aro/runtime";
import type { Log } from "@aro/telemetry";
import { writeContainerFiles } from "./container-files.ts";
import { freePort } from "./free-port.ts";
import { failsLiveness, type LivenessProbe } from "./liveness.ts";
import { type ProgramEnd, startProgram } from "./program.ts";
import type { Programs } from "./programs.ts";

export interface ContainerProgramsDeps {
  /** How the service's programs are run; undefined: a container of their image is one as any other. */
  programs: Programs | undefined;
  /** Folder below which each container has its own. */
  folder: string;
  /** The API server, as containers on nodes reach it. */
  apiServer(): { address: string; name: string };
  clock: Clock;
  log: Log;
}

/** A process that stands behind an image: `…/IMAGE:TAG` with arguments that begin so is `aro ARGUMENTS` (docs/decisions/0011). */
interface ProcessRow {
  image: string;
  args: readonly string[];
  /** Ports of the container, and the variable that says where the process listens instead: on one machine each needs its own. */
  listens: readonly { port: number; variable: string }[];
  /** The variable that says how its cluster's network leads out: by the cloud's names, of which this machine's network knows none. */
  wayOut: string;
}

/** Every process that stands behind an image in clusters. */
const processTable: readonly ProcessRow[] = [
  {
    image: "aro",
    args: ["operator"],
    listens: [
      { port: 8080, variable: "ARO_OPERATOR_HEALTH_LISTEN" },
      { port: 8888, variable: "ARO_OPERATOR_METRICS_LISTEN" },
    ],
    wayOut: "ARO_OPERATOR_WAY_OUT",
  },
];

const accountFolder = "/var/run/secrets/kubernetes.io/serviceaccount";
const graceMilliseconds = 5_000;

/** The programs of a cluster's containers: those of our image are processes of this machine. */
export function containerPrograms(deps: ContainerProgramsDeps): FindProgram {
  const { programs, folder } = deps;
  // What an emulator that was killed has left holds secrets.
  rmSync(folder, { recursive: true, force: true });
  return (_pod, { image, spec }) => {
    if (programs === undefined) return undefined;
    const { name, tag } = imageParts(image);
    const words = [...textsIn(spec["command"]), ...textsIn(spec["args"])];
    const args = words[0] === "aro" ? words.slice(1) : words;
    const row = processTable.find((one) => one.image === name && one.args.every((word, at) => args[at] === word));
    return row === undefined ? undefined : processProgram({ ...deps, programs }, row, args, tag);
  };
}

const textsIn = (value: unknown): string[] => (Array.isArray(value) ? value.map(String) : []);

/** The last part of an image's name, and its tag. */
function imageParts(image: string): { name: string; tag: string } {
  const [, name = "", tag = "latest"] = /([^/:@]+)(?::([^/@]+))?(?:@.*)?$/.exec(image) ?? [];
  return { name, tag };
}

const processProgram =
  (deps: ContainerProgramsDeps & { programs: Programs }, row: ProcessRow, args: string[], tag: string): Program =>
  async (container) => {
    const { clock, programs, folder } = deps;
    const log = deps.log.with({ pod: container.pod.metadata.name, container: container.name });
    const root = join(folder, `${container.pod.metadata.uid}-${container.name}`);
    using files = await writeContainerFiles(container, root);
    const ports = new Map<number, number>();
    for (const { port } of row.listens) ports.set(port, await freePort());
    const ofNode = programs.environment();
    const environment = {
      ...ofNode,
      ...(ofNode["HTTPS_PROXY"] === undefined ? {} : { [row.wayOut]: ofNode["HTTPS_PROXY"] }),
      ...ownEnvironment(container, files.pathOf),
      KUBECONFIG: writeKubeconfig(root, deps.apiServer(), files.pathOf),
      ARO_VERSION: tag,
      ...Object.fromEntries(row.listens.map(({ port, variable }) => [variable, `127.0.0.1:${ports.get(port)}`])),
    };
    // Whose identity a node of the hub has is no business of a cluster.
    const { AZURE_POD_IDENTITY_AUTHORITY_HOST: _, ...given } = environment as Record<string, string>;
    if (container.signal.aborted) return 0;
    const program = startProgram({
      entry: programs.entry,
      args,
      environment: given,
      running: programs.running,
      line: (text) => container.log(text),
    });
    log.info("container.started", { args: args.join(" "), pid: program.pid, tag });
    for (const [port, here] of ports) container.listen(port, here);
    const over = new AbortController();
    const running = AbortSignal.any([container.signal, over.signal]);
    const stopped = whenAborted(running).then(() => program.stop(graceMilliseconds, clock));
    const keeping = files.keep(clock, running);
    const probing = probeLiveness(container, ports, clock, running).then((problem) => {
      if (problem === undefined) return;
      log.warn("container.killed", { problem });
      container.log(problem, "stderr");
      over.abort();
    });
    const end = await program.ended;
    over.abort();
    await Promise.all([stopped, keeping, probing]);
    log.info("container.ended", { ...end });
    return exitCodeOf(end);
  };

/** The container's variables; one that names a mounted file names it where it is here. */
function ownEnvironment(
  { environment }: StartedContainer,
  pathOf: (path: string) => string | undefined,
): Record<string, string> {
  // Where programs are found is this machine's business.
  const { PATH: _, HOME: __, ...own } = environment;
  return Object.fromEntries(Object.entries(own).map(([name, value]) => [name, pathOf(value) ?? value]));
}

/** A kubeconfig of the pod's account; the token is read from its file at every request. */
function writeKubeconfig(
  root: string,
  { address, name }: { address: string; name: string },
  pathOf: (path: string) => string | undefined,
): string {
  const token = pathOf(`${accountFolder}/token`);
  const file = join(root, "kubeconfig");
  const config = {
    apiVersion: "v1",
    kind: "Config",
    clusters: [
      {
        name: "cluster",
        cluster: {
          server: address,
          "tls-server-name": name,
          "certificate-authority": pathOf(`${accountFolder}/ca.crt`),
        },
      },
    ],
    users: [{ name: "account", user: token === undefined ? {} : { tokenFile: token } }],
    contexts: [{ name: "pod", context: { cluster: "cluster", user: "account" } }],
    "current-context": "pod",
  };
  writeFileSync(file, JSON.stringify(config), { mode: 0o600 });
  return file;
}

function probeLiveness(
  { spec }: StartedContainer,
  ports: ReadonlyMap<number, number>,
  clock: Clock,
  signal: AbortSignal,
): Promise<string | undefined> {
  const probe = spec["livenessProbe"] as LivenessProbe | undefined;
  if (probe === undefined) return Promise.resolve(undefined);
  const declared = (spec["ports"] ?? []) as { name?: string; containerPort: number }[];
  const portOf = (port: number | string): number | undefined =>
    ports.get(typeof port === "number" ? port : (declared.find(({ name }) => name === port)?.containerPort ?? 0));
  return failsLiveness(probe, portOf, clock, signal);
}

const whenAborted = (signal: AbortSignal): Promise<void> =>
  new Promise((done) => {
    if (signal.aborted) done();
    else signal.addEventListener("abort", () => done(), { once: true });
  });

/** As a container runtime counts it: 128 and the signal's number for one that was killed. */
function exitCodeOf({ code, signal }: ProgramEnd): number {
  if (code !== undefined) return code;
  return 128 + (signal === undefined ? 0 : (constants.signals[signal] ?? 0));
}
