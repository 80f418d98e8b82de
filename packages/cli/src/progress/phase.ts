import type { OperationStatus } from "@aro/client";

/** A phase of an install (spec 01 §3.2): machines and what they need, then all that is done once the cluster itself answers. */
export type Phase = "bootstrap" | "remove bootstrap";

/** The step with which each phase begins, as the service names it (spec 03 §3). The status has no other word for a phase. */
const begins: readonly { phase: Phase; after: string }[] = [
  { phase: "remove bootstrap", after: "incrInstallPhase" },
  { phase: "bootstrap", after: "startInstallation" },
];

/** The phase in which an operation is; undefined of what is no install. */
export function phaseOf({ status, steps }: OperationStatus): Phase | undefined {
  const over = new Set(steps.filter((step) => step.status === "Succeeded").map(({ name }) => name));
  const begun = begins.find(({ after }) => over.has(after));
  return begun?.phase ?? (status === "Creating" ? "bootstrap" : undefined);
}
