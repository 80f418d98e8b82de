import type { KubeObject } from "@aro/control-plane";

/** A condition as Hive reports it. */
export interface HiveCondition {
  type: string;
  status: "True" | "False" | "Unknown";
  reason: string;
  message: string;
  lastProbeTime: string;
  lastTransitionTime: string;
}

/** What changes of a condition. */
export type Report = Pick<HiveCondition, "type" | "status" | "reason" | "message">;

/** Every condition that a ClusterDeployment has from its first moment on, unknown until something is known. */
const initial = [
  "ActiveAPIURLOverride",
  "AuthenticationFailure",
  "ClusterImageSetNotFound",
  "ControlPlaneCertificateNotFound",
  "DeprovisionLaunchError",
  "Hibernating",
  "InstallImagesNotResolved",
  "InstallerImageResolutionFailed",
  "ProvisionFailed",
  "ProvisionStopped",
  "Provisioned",
  "Ready",
  "RequirementsMet",
  "SyncSetFailed",
  "Unreachable",
] as const;

const conditionsOf = (object: KubeObject): HiveCondition[] =>
  ((object["status"] as { conditions?: HiveCondition[] } | undefined)?.conditions ?? []).map((one) => ({ ...one }));

/** The status of an object with these conditions changed; a condition that stays as it was keeps its times. */
export function withConditions(object: KubeObject, now: string, reports: readonly Report[]): Record<string, unknown> {
  const conditions = conditionsOf(object);
  if (object["kind"] === "ClusterDeployment")
    for (const type of initial)
      if (!conditions.some((one) => one.type === type))
        conditions.push({
          type,
          status: "Unknown",
          reason: "Initialized",
          message: "Condition Initialized",
          lastProbeTime: now,
          lastTransitionTime: now,
        });
  for (const report of reports) {
    const found = conditions.find(({ type }) => type === report.type);
    if (found === undefined) conditions.push({ ...report, lastProbeTime: now, lastTransitionTime: now });
    else if (found.status !== report.status || found.reason !== report.reason || found.message !== report.message)
      Object.assign(found, report, {
        lastProbeTime: now,
        ...(found.status === report.status ? {} : { lastTransitionTime: now }),
      });
  }
  return { ...(object["status"] as object | undefined), conditions };
}

/** Whether a condition is True. */
export const holds = (object: KubeObject, type: string): boolean =>
  conditionsOf(object).some((one) => one.type === type && one.status === "True");

/** The condition, when it is reported. */
export const conditionOf = (object: KubeObject, type: string): HiveCondition | undefined =>
  conditionsOf(object).find((one) => one.type === type);
