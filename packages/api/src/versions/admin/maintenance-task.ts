import { messages } from "../../errors/messages.ts";
import type { OpenShiftCluster } from "../../generated/admin/types.ts";
import { invalid, isUnset, type Rule } from "../rules/rule.ts";

/** Tasks that make an administrative update run (spec 01 §3.1, §3.4). */
export const workTasks = [
  "Everything",
  "OperatorUpdate",
  "CertificatesRenewal",
  "SyncClusterObject",
  "MigrateLoadBalancer",
] as const;

/** Tasks that only tell customers something (spec 01 §3.4). */
export const signalTasks = ["Pending", "None", "CustomerActionNeeded"] as const;

/** What a PATCH may ask to have done (spec 01 §1.8). */
export const maintenanceTasks: readonly string[] = [...workTasks, ...signalTasks];

const target = "properties.maintenanceTask";

/** The task is a known one, or none. */
export const maintenanceTask: Rule = {
  on: "change",
  reads: [target],
  check: ({ draft }) => {
    const value = (draft as OpenShiftCluster).properties?.maintenanceTask;
    return isUnset(value) || maintenanceTasks.includes(`${value}`)
      ? []
      : [invalid(target, messages.oneOf({ target, value, values: maintenanceTasks }))];
  },
};
