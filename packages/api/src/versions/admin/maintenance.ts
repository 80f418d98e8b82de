import type { JsonObject } from "../../documents/json.ts";
import type { MaintenanceManifestDocument, MaintenanceScheduleDocument } from "../../documents/maintenance.ts";
import type { Finding } from "../../errors/cloud-error.ts";
import { messages } from "../../errors/messages.ts";
import type {
  MaintenanceScheduleSelector,
  MaintenanceManifest as ManifestDraft,
  MaintenanceSchedule as ScheduleDraft,
} from "../../generated/admin/types.ts";
import { validateMaintenanceManifest, validateMaintenanceSchedule } from "../../generated/admin/validate-resources.js";
import { invalid, isUnset, oneOf } from "../rules/rule.ts";
import { parseCalendar } from "./calendar.ts";
import { adminResource } from "./resource.ts";

const missing = (target: string): Finding => invalid(target, messages.missing({ target }));

const manifest = adminResource({
  shape: "MaintenanceManifest",
  validate: validateMaintenanceManifest,
  rules: (asked) => {
    const { maintenanceTaskID, runAfter, runBefore } = asked as ManifestDraft;
    return [
      ...(isUnset(maintenanceTaskID) ? [missing("maintenanceTaskID")] : []),
      ...(runAfter === 0 ? [missing("runAfter")] : []),
      ...(runBefore === 0 ? [missing("runBefore")] : []),
    ];
  },
});

/** Manifests as administrators read and write them. Times left out, id and state are the caller's to fill in. */
export const adminManifest = {
  /** `withCluster` where the address does not name the cluster. */
  toExternal: (
    { id, clusterResourceID, maintenanceManifest }: MaintenanceManifestDocument,
    withCluster: boolean,
  ): JsonObject => manifest.show({ ...maintenanceManifest, id, ...(withCluster ? { clusterResourceID } : {}) }),
  judge: (body: JsonObject) => manifest.judge(body),
};

/** A duration of whole or broken units, `24h` or `1h30m`. */
const duration = /^(?:\d+(?:\.\d+)?(?:h|ms|m|s|us|µs|ns))+$/;

const schedule = adminResource({
  shape: "MaintenanceSchedule",
  validate: validateMaintenanceSchedule,
  policy: {
    mutable: ["state", "schedule", "lookForwardCount", "scheduleAcross", "selectors"],
    kept: ["id"],
  },
  rules: (asked) => {
    const {
      maintenanceTaskID,
      lookForwardCount,
      schedule: calendar,
      scheduleAcross,
      selectors = [],
    } = asked as ScheduleDraft;
    return [
      ...(isUnset(maintenanceTaskID) ? [missing("maintenanceTaskID")] : []),
      ...((lookForwardCount ?? 0) < 0
        ? [invalid("LookForwardCount", messages.negative({ target: "lookForwardCount", value: lookForwardCount }))]
        : []),
      ...(isUnset(scheduleAcross) || !duration.test(`${scheduleAcross}`)
        ? [invalid("scheduleAcross", messages.duration({ target: "scheduleAcross", value: scheduleAcross }))]
        : []),
      ...(selectors.length === 0 ? [missing("selectors")] : selectors.flatMap(selectorFindings)),
      ...(parseCalendar(calendar ?? "") === undefined
        ? [invalid("schedule", messages.calendar({ value: calendar }))]
        : []),
    ];
  },
});

/** `in` and `notin` compare with several values, `eq` with one. */
function selectorFindings({ operator, value, values }: MaintenanceScheduleSelector, index: number): Finding[] {
  const at = `selectors[${index}]`;
  const wrong = oneOf(`${at}.operator`, operator, ["eq", "in", "notin"], messages.oneOf);
  if (wrong.length > 0) return wrong;
  const [wanted, unwanted] = operator === "eq" ? (["value", "values"] as const) : (["values", "value"] as const);
  const has = { value: !isUnset(value), values: (values ?? []).length > 0 };
  return has[wanted] && !has[unwanted]
    ? []
    : [invalid(`${at}.${has[wanted] ? unwanted : wanted}`, messages.selector({ operator, wanted, unwanted }))];
}

/** Schedules as administrators read and write them. */
export const adminSchedule = {
  toExternal: ({ id, maintenanceSchedule }: MaintenanceScheduleDocument): JsonObject =>
    schedule.show({ ...maintenanceSchedule, id }),
  /** What a PUT asks for; `stored` is the schedule of the same id. */
  judge: (body: JsonObject, stored?: MaintenanceScheduleDocument) =>
    schedule.judge(body, stored === undefined ? undefined : { ...stored.maintenanceSchedule, id: stored.id }),
};
