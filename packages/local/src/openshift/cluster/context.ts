import type { ControlPlane } from "@aro/control-plane";
import type { Clock, Random } from "@aro/runtime";
import type { Log } from "@aro/telemetry";
import type { AzureClient, AzureCredentials } from "../azure/azure-client.ts";
import type { AzureView } from "../azure/view.ts";
import type { Assets } from "../boot/assets.ts";
import type { AdministratorCall } from "./call.ts";
import type { Objects } from "./objects.ts";
import type { ClusterRecord } from "./record.ts";

/** How long something takes in the field: milliseconds, least and most. */
export type Range = readonly [least: number, most: number];

/** What the controllers of one cluster work with. */
export interface ClusterContext {
  /** As it is now; replaced when its phase changes. */
  readonly record: ClusterRecord;
  readonly facts: Omit<Assets, "objects">;
  readonly controlPlane: ControlPlane;
  readonly view: AzureView;
  /** The cluster's objects, as one of its operators. */
  objects(operator: string): Objects;
  /** A call of its API server as its administrator. */
  call: AdministratorCall;
  /** A token of one of the cluster's service accounts. */
  serviceAccountToken(namespace: string, name: string, audience: string): Promise<string>;
  /** ARM with credentials of the cluster's own. */
  azure(credentials: AzureCredentials): AzureClient;
  /** A seeded duration out of a range, scaled as all of the emulated cloud. */
  lasts(range: Range): number;
  clock: Clock;
  random: Random;
  log: Log;
}

/** Keeps some part of a cluster as it shall be, until the signal is aborted. */
export type ClusterController = (context: ClusterContext, signal: AbortSignal) => Promise<void>;

/** Whole seconds as objects carry them. */
export const timeStamp = (milliseconds: number): string => `${new Date(milliseconds).toISOString().slice(0, 19)}Z`;
