import type { Clock } from "@aro/runtime";
import type { Usage } from "../kubelet-api/node-agent.ts";
import { byteFlow, type Flow } from "../streams/flow.ts";
import { type ContainerLog, createContainerLog } from "./container-log.ts";
import type { PortHandler } from "./kubelets.ts";

/** A run of a container that is over. */
export interface Terminated {
  exitCode: number;
  reason: string;
  message?: string;
  startedAt: string;
  finishedAt: string;
  containerID: string;
}
export type ContainerState =
  | { waiting: { reason: string; message?: string } }
  | { running: { startedAt: string } }
  | { terminated: Terminated };

export interface ContainerSpec extends Readonly<Record<string, unknown>> {
  name: string;
  image: string;
  command?: string[];
  args?: string[];
  ports?: { name?: string; containerPort: number; protocol?: string }[];
  restartPolicy?: string;
  stdin?: boolean;
  readinessProbe?: object;
  startupProbe?: object;
}

/** One container of a pod on a node, over all of its runs. */
export interface Container {
  readonly spec: ContainerSpec;
  readonly isInit: boolean;
  /** An init container that stays: a sidecar. */
  readonly isSidecar: boolean;
  /** Added to a pod that runs, to look into it: it runs once, and the pod's own fate does not hang on it. */
  readonly isEphemeral: boolean;
  state: ContainerState;
  last: Terminated | undefined;
  restarts: number;
  ready: boolean;
  started: boolean;
  id: string;
  imageID: string;
  log: ContainerLog;
  previousLog: ContainerLog | undefined;
  /** Who answers at which port while it runs. */
  readonly ports: Map<number, PortHandler | number>;
  usage: Usage | undefined;
  /** What attached clients send. */
  stdin: Flow<Uint8Array> | undefined;
  /** Ends the run from outside with an exit code. */
  end: ((exitCode: number) => void) | undefined;
}

const stdinLimit = 64 * 1024;

export const newContainer = (spec: ContainerSpec, isInit: boolean, clock: Clock): Container => ({
  spec,
  isInit,
  isSidecar: isInit && spec.restartPolicy === "Always",
  isEphemeral: false,
  state: { waiting: { reason: "PodInitializing" } },
  last: undefined,
  restarts: 0,
  ready: false,
  started: false,
  id: "",
  imageID: "",
  log: createContainerLog(clock),
  previousLog: undefined,
  ports: new Map(),
  usage: undefined,
  stdin: spec.stdin === true ? byteFlow(stdinLimit) : undefined,
  end: undefined,
});

export const isRunning = ({ state }: Container): boolean => "running" in state;
