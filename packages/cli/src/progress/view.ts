import type { OperationStatus, StepStatus } from "@aro/client";
import { type Phase, phaseOf } from "./phase.ts";

/** An operation as it is shown: which steps are done, which runs, and for how long. */
export interface ProgressView {
  /** Finished steps in order, each with the time it took where that is known. */
  finished: readonly FinishedStep[];
  /** The step that runs, with the milliseconds it had run when the status was read. */
  current: { name: string; milliseconds: number } | undefined;
  /** Number of steps of the plan: the status lists those to come as well. */
  total: number | undefined;
  /** Of an install. */
  phase: Phase | undefined;
  percent: number | undefined;
  /** How long the operation had run when the status was read. */
  milliseconds: number;
}

/** A step that is over. */
export interface FinishedStep {
  name: string;
  milliseconds: number | undefined;
  failed: boolean;
}

/** What a status says, seen at `serverTime` (milliseconds since the epoch by the service's clock, so that ours may be wrong). */
export function viewOf(status: OperationStatus, serverTime: number): ProgressView {
  const finished = status.steps.filter(isOver);
  const running = status.steps.find((step) => step.startTime !== undefined && !isOver(step));
  return {
    finished: finished.map((step) => ({
      name: step.name,
      milliseconds: between(step.startTime, step.endTime),
      failed: /^(failed|canceled)$/i.test(step.status),
    })),
    current:
      running === undefined
        ? undefined
        : { name: running.name, milliseconds: between(running.startTime, serverTime) ?? 0 },
    total: status.steps.length || undefined,
    phase: phaseOf(status),
    percent: status.percentComplete,
    milliseconds: between(status.startTime, status.endTime ?? serverTime) ?? 0,
  };
}

const isOver = (step: StepStatus): boolean =>
  step.endTime !== undefined || /^(succeeded|failed|canceled|skipped)$/i.test(step.status);

function between(start: string | undefined, end: string | number | undefined): number | undefined {
  if (start === undefined || end === undefined) return undefined;
  const length = (typeof end === "number" ? end : Date.parse(end)) - Date.parse(start);
  return Number.isNaN(length) ? undefined : Math.max(0, length);
}
