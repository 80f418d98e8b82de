import { type ReportedCondition, retryOnConflict, withConditions } from "@aro/kubernetes";
import type { OperatorContext } from "../runtime/controller.ts";
import { clusterKind, readCluster, timeStamp } from "./cluster-object.ts";

/*
 * The three conditions that a controller keeps of itself in the Cluster's status (spec 04 §4.4): what is found there is how the controller fares, and
 * `ClusterOperatorARO` makes one picture of all. They never keep a controller from its work: what cannot be written is logged.
 */

const typeOf = (controller: string, kind: "Available" | "Progressing" | "Degraded"): string =>
  `${controller}Controller${kind}`;

/** The conditions of a controller that has nothing to complain of. */
const wellConditions = (controller: string): readonly ReportedCondition[] => [
  { type: typeOf(controller, "Available"), status: "True" },
  { type: typeOf(controller, "Progressing"), status: "False" },
  { type: typeOf(controller, "Degraded"), status: "False" },
];

/** All is well: the three stand at their defaults. */
export const reportWell = (context: OperatorContext, controller: string, signal: AbortSignal): Promise<void> =>
  report(context, wellConditions(controller), signal);

/** It cannot do its work, for that reason. Available and Progressing stay. */
export const reportDegraded = (
  context: OperatorContext,
  controller: string,
  error: unknown,
  signal: AbortSignal,
): Promise<void> => {
  const message = error instanceof Error ? error.message : String(error);
  return report(context, [{ type: typeOf(controller, "Degraded"), status: "True", message }], signal);
};

/** It can do its work again; the other two stay. */
export const clearDegraded = (context: OperatorContext, controller: string, signal: AbortSignal): Promise<void> =>
  report(context, [{ type: typeOf(controller, "Degraded"), status: "False" }], signal);

async function report(
  context: OperatorContext,
  reported: readonly ReportedCondition[],
  signal: AbortSignal,
): Promise<void> {
  const write = async (): Promise<void> => {
    const cluster = await readCluster(context, signal);
    const held = cluster.status?.conditions ?? [];
    const conditions = withConditions(held, reported, timeStamp(context));
    if (conditions === held) return;
    const status = { ...cluster.status, conditions: [...conditions] };
    await context.client.update(clusterKind, { ...cluster, status }, signal, "status");
  };
  try {
    await retryOnConflict(write, context, signal);
  } catch (error) {
    context.log.warn("conditions.not.written", { error });
  }
}
