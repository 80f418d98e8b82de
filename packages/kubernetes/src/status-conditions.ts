import type { Condition } from "./object.ts";

/** A condition as who reports it knows it. */
export type ReportedCondition = Pick<Condition, "type" | "status"> & { reason?: string; message?: string };

/**
 * The conditions with the reported ones in them, by type, each where it stood. The time of a transition moves when a type is new or its status flips.
 * The very list that was given when nothing differs, so that nobody writes it.
 */
export function withConditions(
  held: readonly Condition[],
  reported: readonly ReportedCondition[],
  now: string,
): readonly Condition[] {
  let changed = false;
  const result = [...held];
  for (const { type, status, reason = "", message = "" } of reported) {
    const index = result.findIndex((one) => one.type === type);
    const known = result[index];
    if (known?.status === status && (known.reason ?? "") === reason && (known.message ?? "") === message) continue;
    changed = true;
    const lastTransitionTime = known?.status === status ? (known.lastTransitionTime ?? now) : now;
    const condition: Condition = { type, status, reason, message, lastTransitionTime };
    if (index < 0) result.push(condition);
    else result[index] = condition;
  }
  return changed ? result : held;
}
