import type { Clock } from "@aro/runtime";
import type { Log } from "@aro/telemetry";
import type { TellEvent } from "../controllers/tell-event.ts";
import type { Kind } from "../kinds/kind.ts";
import type { KubeObject } from "../objects/object.ts";
import type { Registry } from "../registry/registry.ts";
import type { Store } from "../store/store.ts";
import type { ContainerSpec } from "./container.ts";
import type { Program } from "./kubelets.ts";
import type { PodObjects } from "./objects-of-pod.ts";
import type { Shell } from "./shell/shell.ts";

/** What the pods of one node run with. */
export interface NodeKit {
  node: string;
  seed: string;
  store: Store;
  registry: Registry;
  /** The kind `v1 pods`. */
  pods: Kind;
  objects: PodObjects;
  clock: Clock;
  log: Log;
  shell: Shell;
  tell: TellEvent;
  program(pod: KubeObject, spec: ContainerSpec, isInit: boolean): Program;
  /** Why an image cannot be pulled. */
  pull(image: string): string | undefined;
  /** Images that are here already. */
  images: Set<string>;
  pace: number;
  restartMilliseconds: number;
  hostIP(): string;
  /** An address for a pod, and its way back. */
  address(): string;
  release(address: string): void;
}

/** Now as objects write it. */
export const nowOf = (clock: Clock): string => `${new Date(clock.now()).toISOString().slice(0, 19)}Z`;
