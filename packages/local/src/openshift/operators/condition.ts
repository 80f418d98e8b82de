import type { KubeObject } from "@aro/control-plane";

/** A condition as OpenShift's operators write it. */
export interface OperatorCondition {
  type: string;
  status: "True" | "False" | "Unknown";
  lastTransitionTime: string;
  reason?: string;
  message?: string;
}

/** Conditions in the order that is wanted; the time of one that says what it said is kept. */
export function conditionsOf(
  held: readonly OperatorCondition[] | undefined,
  wanted: readonly Omit<OperatorCondition, "lastTransitionTime">[],
  now: string,
): OperatorCondition[] {
  return wanted.map((one) => {
    const old = held?.find(({ type }) => type === one.type);
    return { ...one, lastTransitionTime: old?.status === one.status ? old.lastTransitionTime : now };
  });
}

/** The conditions that an object carries. */
export const heldConditions = (object: KubeObject | undefined): readonly OperatorCondition[] =>
  (object?.["status"] as { conditions?: readonly OperatorCondition[] } | undefined)?.conditions ?? [];
