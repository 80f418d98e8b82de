import type { KubernetesClient, KubernetesObject, ListOptions, ObjectChange, Resource } from "@aro/kubernetes";
import type { OperatorRole } from "@aro/operator-objects";
import type { Clock, Random } from "@aro/runtime";
import type { Log } from "@aro/telemetry";
import type { Reach } from "../controllers/internet/reach.ts";
import type { Metrics } from "./metrics.ts";

/** What controllers work with. Objects are read from the API server, not from caches: nobody decides on what was true a moment ago. */
export interface OperatorContext {
  client: KubernetesClient;
  role: OperatorRole;
  /** What this build is called: the tag of its image. */
  version: string;
  reach: Reach;
  metrics: Metrics;
  clock: Clock;
  random: Random;
  log: Log;
}

/** Changes of a kind that make a controller look. */
export interface Watch {
  kind: Resource;
  /** What is asked of the server; everything when absent. */
  select?: ListOptions;
  /** Which of the changes matter. */
  when?(change: ObjectChange): boolean;
}

/** After which time it wants to look again, whatever happens. */
export interface Looked {
  againAfterMilliseconds?: number;
}

/** Keeps one thing of the cluster as it shall be. Controllers run side by side; one of them does one thing at a time. */
export interface Controller {
  name: string;
  watches: readonly Watch[];
  /** What a changed object is looked at as; all changes are one key when absent. */
  keyOf?(object: KubernetesObject): string;
  /** Looks and acts. What it throws is tried again after a pause that grows (spec 04 §2.1). */
  reconcile(context: OperatorContext, key: string, signal: AbortSignal): Promise<Looked>;
}
