import type { Duplex } from "node:stream";
import type { Controller } from "../controllers/controller.ts";
import type { FindNodeAgent, NodeAgent, Usage } from "../kubelet-api/node-agent.ts";
import type { KubeObject } from "../objects/object.ts";
import type { MountedFile } from "./mounted-file.ts";
import type { FindCommand } from "./shell/command.ts";

/** A node as its kubelet registers it. */
export interface NodeDescription {
  name: string;
  labels?: Readonly<Record<string, string>>;
  annotations?: Readonly<Record<string, string>>;
  taints?: readonly { key: string; value?: string; effect: string }[];
  providerID?: string;
  /** `InternalIP` first; a free address of 10.0.0.0/16 when absent. */
  addresses?: readonly { type: string; address: string }[];
  /** Of pods: a network with its prefix length, `10.128.2.0/23`. */
  podCIDR?: string;
  /** Quantities: `{ cpu: "8", memory: "32Gi", pods: "250" }`. */
  capacity?: Readonly<Record<string, string>>;
  /** What is left for pods; nearly all of the capacity when absent. */
  allocatable?: Readonly<Record<string, string>>;
  /** `status.nodeInfo`, over what is usual. */
  info?: Readonly<Record<string, string>>;
}

/** Somebody who answers connections to a port of a pod. */
export type PortHandler = (signal: AbortSignal) => Duplex | Promise<Duplex>;

/** A container that has been started: what its program may do. */
export interface StartedContainer {
  pod: KubeObject;
  name: string;
  /** `spec.containers[n]` (or of its initContainers). */
  spec: Readonly<Record<string, unknown>>;
  image: string;
  /** 0 at first; rises with each restart. */
  attempt: number;
  /** Environment as the container sees it: `env`, `envFrom`, the services' variables, HOSTNAME. */
  environment: Readonly<Record<string, string>>;
  /** What is mounted, by absolute path: config maps, secrets, the account's token and authority, the downward API. Read at each call. */
  files(): Promise<ReadonlyMap<string, MountedFile>>;
  /** What clients that attach send; ends when they close it. Absent unless `spec.stdin`. */
  stdin?: AsyncIterable<Uint8Array>;
  /** Aborted when the container is to end (SIGTERM); it is counted as ended when `run` returns or the grace period is over. */
  signal: AbortSignal;
  /** Writes one line to the container's log. */
  log(line: string, stream?: "stdout" | "stderr"): void;
  /** Writes text as it comes, lines or parts of them: a prompt. */
  print(text: string, stream?: "stdout" | "stderr"): void;
  /** Whether it is ready; true from its start when the program never says so. */
  ready(is: boolean): void;
  /** Answers connections to a port, until the container ends. A number: a TCP port of this machine's loopback address. */
  listen(port: number, handler: PortHandler | number): void;
}

/** What an image does when a container of it is started; answers the exit code. Throwing counts as exit code 1, the message logged. */
export type Program = (container: StartedContainer) => Promise<number>;

/** The program of a container; undefined: the usual one (says that it has started and runs until it is ended; a Job's ends with 0). */
export type FindProgram = (
  pod: KubeObject,
  container: { name: string; image: string; spec: Readonly<Record<string, unknown>> },
) => Program | undefined;

export interface KubeletsOptions {
  /** Seed of all that is left to chance: times, addresses, usage. */
  seed: string;
  programs?: FindProgram;
  /** Further commands that `exec` finds in containers, besides the usual small ones. */
  commands?: FindCommand;
  /** Why an image cannot be pulled (`manifest unknown`); undefined: it can. */
  pull?(image: string): string | undefined;
  /** Factor of all seeded times (pull, start, readiness, ends of jobs); 1 when absent, 0: at once. */
  pace?: number;
  /** Between heartbeats; 10 s when absent. */
  heartbeatMilliseconds?: number;
  /** First pause after a container has ended; doubled up to 5 minutes. 10 s when absent. */
  restartMilliseconds?: number;
}

/** The kubelet of one node. */
export interface Kubelet {
  readonly node: string;
  readonly agent: NodeAgent;
  /** A pod's container that runs here now. */
  container(namespace: string, pod: string, container?: string): RunningContainer | undefined;
  /** Sets a condition of the node beside those it finds itself: `MemoryPressure`, `Ready` with a reason. Undefined takes it back. */
  condition(
    type: string,
    state: { status: "True" | "False" | "Unknown"; reason: string; message: string } | undefined,
  ): void;
  /** Changes what the kubelet says of its node: version after an upgrade, labels of `nodeInfo`. */
  describe(change: Partial<Omit<NodeDescription, "name">>): void;
  /** The machine stops at once: no heartbeat, no answer; its pods stay as they were told last. */
  fail(): void;
  /** The machine starts (again): the node reports, its pods are started anew. */
  boot(): void;
  readonly isUp: boolean;
  /** Writes a line to the node's own journal, as `/logs/journal` of its proxy shows it. */
  journal(unit: string, line: string): void;
}

/** A container as who embeds sees it. */
export interface RunningContainer {
  log(line: string, stream?: "stdout" | "stderr"): void;
  /** As if its process had ended by itself. */
  end(exitCode: number): void;
  ready(is: boolean): void;
  listen(port: number, handler: PortHandler | number): void;
  /** What it uses from now on; undefined: as seeded. */
  use(usage: Usage | undefined): void;
}

/** Simulated kubelets of one control plane. */
export interface Kubelets {
  /** Does the work; given to `startControlPlane({ controllers })`. */
  readonly controller: Controller;
  /** Given to `startControlPlane({ nodeAgents })`. */
  readonly find: FindNodeAgent;
  /** Registers a node (when it is not there already) and boots its kubelet. Before the control plane has started, at its start. */
  start(node: NodeDescription): Kubelet;
  get(name: string): Kubelet | undefined;
  /** Ends a node's kubelet for good; its Node object is left to whoever takes the machine away. */
  remove(name: string): void;
}
