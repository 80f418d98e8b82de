import type { Condition, ReportedCondition } from "@aro/kubernetes";

/**
 * One condition out of those whose type ends with `suffix` (spec 04 §4.7): good when all are good. A bad one names each that is not, by its type without
 * the suffix.
 */
export function union(conditions: readonly Condition[], suffix: string, good: "True" | "False"): ReportedCondition {
  const matching = conditions.filter(({ type }) => type.endsWith(suffix));
  if (matching.length === 0) return { type: suffix, status: "Unknown", reason: "NoData", message: "" };
  const bad = matching.filter(({ status }) => status !== good).toSorted((one, other) => compare(one.type, other.type));
  if (bad.length === 0) {
    const lines = matching.flatMap(linesOf);
    return {
      type: suffix,
      status: good,
      reason: "AsExpected",
      message: lines.length === 0 ? "All is well" : lines.join("\n"),
    };
  }
  const opposite = good === "True" ? "False" : "True";
  const reasons = bad.map(({ type, reason }) => {
    const prefix = type.slice(0, -suffix.length);
    return reason ? `${prefix}_${reason}` : prefix;
  });
  return {
    type: suffix,
    status: bad.some(({ status }) => status === opposite) ? opposite : "Unknown",
    reason: reasons.toSorted(compare).join("::"),
    message: bad.flatMap(linesOf).join("\n"),
  };
}

/** Each line of a message once, with the type before it. */
const linesOf = ({ type, message = "" }: Condition): string[] =>
  message === "" ? [] : [...new Set(message.split("\n"))].map((line) => `${type}: ${line}`);

const compare = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);
