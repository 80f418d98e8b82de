import { type Condition, type ReportedCondition, retryOnConflict, withConditions } from "@aro/kubernetes";
import type { OperatorContext } from "../runtime/controller.ts";
import { clusterKind, readCluster, timeStamp } from "./cluster-object.ts";

/** Conditions that stand for themselves, not for a controller (spec 04 §1.1). */
const namedConditions = [
  "InternetReachableFromMaster",
  "InternetReachableFromWorker",
  "MachineValid",
  "ServicePrincipalValid",
  "DefaultIngressCertificate",
  "DefaultClusterDNS",
  "ManagedUpgradeOperatorStatus",
  "GuardRailsStatus",
] as const;
export type NamedCondition = (typeof namedConditions)[number];

const controllersOwn = /Controller(?:Available|Progressing|Degraded)$/;
const isKnown = ({ type }: Condition): boolean =>
  controllersOwn.test(type) || (namedConditions as readonly string[]).includes(type);

/**
 * Puts a condition into the Cluster's status and takes those out that nobody knows any more; the master tells its version besides (spec 04 §4.5).
 * Nothing is written when nothing differs. @throws what the last attempt to write threw.
 */
export async function reportNamed(
  context: OperatorContext,
  condition: ReportedCondition & { type: NamedCondition },
  signal: AbortSignal,
): Promise<void> {
  const { client, role, version } = context;
  const write = async (): Promise<void> => {
    const cluster = await readCluster(context, signal);
    const held = cluster.status?.conditions ?? [];
    const told = withConditions(held, [condition], timeStamp(context));
    const conditions = told.filter(isKnown);
    const tellsVersion = role === "master" && cluster.status?.operatorVersion !== version;
    if (told === held && conditions.length === held.length && !tellsVersion) return;
    const status = { ...cluster.status, conditions, ...(tellsVersion ? { operatorVersion: version } : {}) };
    await client.update(clusterKind, { ...cluster, status }, signal, "status");
  };
  await retryOnConflict(write, context, signal);
}
