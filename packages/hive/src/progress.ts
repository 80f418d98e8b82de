import { conditionStatus, conditionsOf, type KubernetesObject } from "@aro/kubernetes";

/** How far an install is, read off its ClusterDeployment (spec 03 §7.6 "Progress"). */
export type InstallProgress =
  /** `says`: what Hive itself says of it; empty before it has looked. */
  | { state: "installing"; says: string }
  | { state: "installed" }
  | { state: "failed"; reason: string }
  /** There is no ClusterDeployment: somebody has removed it. */
  | { state: "gone" };

/** What the ClusterDeployment says of its install. */
export function installProgress(deployment: KubernetesObject | undefined): InstallProgress {
  if (deployment === undefined) return { state: "gone" };
  if ((deployment["spec"] as { installed?: boolean }).installed === true) return { state: "installed" };
  const conditions = conditionsOf(deployment);
  const failed = conditions.find(({ type }) => type === "ProvisionFailed");
  if (failed?.status === "True") return { state: "failed", reason: failed.reason ?? "" };
  const unmet = conditions.find(({ type, status }) => type === "RequirementsMet" && status === "False");
  const told = unmet ?? conditions.find(({ type }) => type === "Provisioned");
  return { state: "installing", says: told?.message ?? "" };
}

const wanted = { Provisioned: "True", ControlPlaneCertificateNotFound: "False", Unreachable: "False" } as const;

/** Whether Hive has the cluster in hand: it reports conditions, and none of those it reports contradicts. */
export const isInHand = (deployment: KubernetesObject): boolean =>
  conditionsOf(deployment).length > 0 &&
  Object.entries(wanted).every(([type, status]) => (conditionStatus(deployment, type) ?? status) === status);
