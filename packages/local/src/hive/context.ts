import type { ControlPlane } from "@aro/control-plane";
import type { Clock, Random } from "@aro/runtime";
import type { Log } from "@aro/telemetry";
import type { Destination } from "../names/names.ts";
import type { Objects } from "../openshift/cluster/objects.ts";
import type { Programs } from "../processes/programs.ts";

/** What Hive's controllers work with. */
export interface HiveContext {
  controlPlane: ControlPlane;
  objects: Objects;
  /** Folder for what install pods see and leave. */
  folder: string;
  /** How the service's programs are run; absent: images of theirs cannot be had. */
  programs?: Programs | undefined;
  /** Install pods that a hub's nodes hold at once. */
  installPlaces: number;
  /** Where connections to a cluster's API server at an address lead. */
  apiServerAt(address: string): Destination | undefined;
  /** Milliseconds as production has them, scaled. */
  scaled(milliseconds: number): number;
  clock: Clock;
  random: Random;
  log: Log;
}

export const deploymentsResource = "hive.openshift.io/v1/clusterdeployments";
export const provisionsResource = "hive.openshift.io/v1/clusterprovisions";
export const syncsResource = "hiveinternal.openshift.io/v1alpha1/clustersyncs";
export const deploymentLabel = "hive.openshift.io/cluster-deployment-name";

/** Whole seconds as objects carry them. */
export const stamp = ({ clock }: Pick<HiveContext, "clock">): string =>
  `${new Date(clock.now()).toISOString().slice(0, 19)}Z`;
