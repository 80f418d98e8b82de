import type { CloudErrorBody } from "../errors/cloud-error.ts";
import type { OpenShiftCluster } from "./cluster.ts";
import type { JsonObject } from "./json.ts";
import type { OperationKind, TerminalState } from "./states.ts";

/** One asynchronous operation; beside its cluster in `OpenShiftClusters`. `ttl` 604800 is set when it ends. */
export interface OperationDocument extends JsonObject {
  /** UUID; last segment of the status address. */
  id: string;
  kind: "operation";
  partitionKey: string;
  /** `operation:<id>` in each unique path, so that no two operations collide. */
  key: string;
  clusterResourceGroupIdKey: string;
  clientIdKey: string;
  /** Seconds since the last write after which the store forgets it. */
  ttl?: number;
  /** Lower-case ARM id of the cluster. */
  openShiftClusterKey: string;
  /** Document id of the cluster. */
  openShiftClusterId: string;
  asyncOperation: AsyncOperation;
  /** The cluster as it was when the operation ended, for the result address; absent after a delete. */
  openShiftCluster?: OpenShiftCluster;
}

export interface AsyncOperation extends JsonObject {
  /** Path of the status resource. */
  id: string;
  name: string;
  initialStatus: OperationKind;
  status: OperationKind | TerminalState;
  /** RFC 3339. */
  startTime: string;
  endTime?: string;
  error?: CloudErrorBody;
  /** Home tenant of the request that started it; another tenant sees 404 (ARM-ASY-13). */
  tenantId?: string;
  /** The user-settable members at acceptance: restored at a failed or cancelled end unless marked applied (ARM-PAT-07). */
  before?: JsonObject;
  /** Members of `before` (JSON pointers) that the run has made true of the cluster. */
  applied?: string[];
  progress?: OperationProgress;
}

/** How far the run is; written at each step boundary. */
export interface OperationProgress extends JsonObject {
  /** Number of steps of the running list. */
  total: number;
  /** Finished steps by name with their duration, in order; `once` steps named here are skipped after a takeover. */
  finished: { name: string; milliseconds: number }[];
  /** The step that runs, or where a run that failed or was cancelled stopped; `index` is its place in the list, from 0. */
  current?: { name: string; index: number; startTime: string };
  /** 0–100, never falling; 100 only on success. */
  percentComplete: number;
  /** Addresses of Azure long-running operations by step, stored before they are waited for. */
  pollers?: { [step: string]: string };
}
