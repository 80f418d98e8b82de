import type { JsonObject } from "./json.ts";

/** States of a manifest (spec 01 §3.5). */
export type ManifestState =
  | "Pending"
  | "InProgress"
  | "Completed"
  | "Failed"
  | "RetriesExceeded"
  | "TimedOut"
  | "Cancelled";

/** One piece of maintenance of one cluster (spec 02 §3.9); container `MaintenanceManifests`, partition = cluster's lower-case ARM id. */
export interface MaintenanceManifestDocument extends JsonObject {
  /** UUID v4. */
  id: string;
  /** Lower-case ARM id of the cluster. */
  clusterResourceID: string;
  ttl?: number;
  maintenanceManifest: MaintenanceManifest;
}

export interface MaintenanceManifest extends JsonObject {
  state: ManifestState;
  statusText?: string;
  maintenanceTaskID: string;
  /** Id of the schedule it comes from. */
  createdBySchedule?: string;
  /** Lower ones go first. */
  priority?: number;
  /** Seconds since 1970. */
  runAfter: number;
  /** Seconds since 1970. */
  runBefore: number;
}

/** Maintenance that is due again and again (spec 02 §3.9); container `MaintenanceSchedules`, id = partition, a UUID. */
export interface MaintenanceScheduleDocument extends JsonObject {
  id: string;
  ttl?: number;
  maintenanceSchedule: MaintenanceSchedule;
}

export interface MaintenanceSchedule extends JsonObject {
  /** `Enabled` or `Disabled`. */
  state: string;
  maintenanceTaskID: string;
  /** A calendar (spec 01 §7.10). */
  schedule: string;
  lookForwardCount?: number;
  /** A duration such as `24h`. */
  scheduleAcross: string;
  selectors: MaintenanceScheduleSelector[];
}

export interface MaintenanceScheduleSelector extends JsonObject {
  key: string;
  operator: "eq" | "in" | "notin";
  value?: string;
  values?: string[];
}
