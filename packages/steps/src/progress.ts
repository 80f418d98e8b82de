import type { OperationProgress } from "@aro/api";
import type { Step } from "./step.ts";

/** One step of a list as a run will treat it. */
export interface PlannedStep<Context> {
  step: Step<Context>;
  /** Position in the list, from 0. */
  index: number;
  /** Marked finished in this operation, by this run or by one before it. */
  recorded: boolean;
  /** Not run at all: a `once` step that is marked finished. */
  skipped: boolean;
}

/**
 * What is left of a list, given what the operation has recorded. `finished` is a record by name; where a name stands several times in the list,
 * its first entries are the first occurrences.
 * @throws Error when a `once` step shares its name with another step: its mark could not be told from the other's.
 */
export function plan<Context>(
  steps: readonly Step<Context>[],
  progress: OperationProgress | undefined,
): PlannedStep<Context>[] {
  const marks = countNames(progress?.finished ?? []);
  const names = countNames(steps);
  const seen = new Map<string, number>();
  return steps.map((step, index) => {
    if (step.kind === "once" && names.get(step.name) !== 1)
      throw new Error(`two steps of one list are called ${step.name}; a step that runs once needs a name of its own`);
    const occurrence = seen.get(step.name) ?? 0;
    seen.set(step.name, occurrence + 1);
    const recorded = (marks.get(step.name) ?? 0) > occurrence;
    return { step, index, recorded, skipped: recorded && step.kind === "once" };
  });
}

/** A step that was run to its end, not yet recorded. */
export interface FinishedStep {
  name: string;
  milliseconds: number;
  /** It has its mark from an earlier run already. */
  recorded: boolean;
}

/** A step about to be run. */
export interface StartedStep {
  name: string;
  index: number;
  /** RFC 3339. */
  startTime: string;
}

/** What one write at a boundary changes. */
export interface Boundary {
  total: number;
  finished?: FinishedStep | undefined;
  started?: StartedStep | undefined;
  percentComplete: number;
}

/**
 * The progress after a boundary. Members it does not know are kept, the percentage never falls and stays below 100:
 * only the successful end of the operation is 100 (ARM-ASY-06).
 */
export function atBoundary(progress: OperationProgress | undefined, boundary: Boundary): OperationProgress {
  const { total, finished, started, percentComplete } = boundary;
  const { current: _, ...before } = progress ?? { finished: [], percentComplete: 0 };
  const marks = before.finished as OperationProgress["finished"];
  return {
    ...before,
    total,
    finished:
      finished === undefined || finished.recorded
        ? marks
        : [...marks, { name: finished.name, milliseconds: finished.milliseconds }],
    ...(started === undefined ? {} : { current: { ...started } }),
    percentComplete: Math.max(before.percentComplete as number, Math.min(99, percentComplete)),
  };
}

/**
 * The percentage after `done` of the `remaining` steps that a run set out to do when the operation stood at `base`.
 * Counted from where the run began, so that a takeover neither falls back nor stands still while it catches up.
 */
export const percentAfter = (base: number, done: number, remaining: number): number =>
  Math.floor(base + ((100 - base) * done) / Math.max(1, remaining));

function countNames(named: readonly { name: string }[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { name } of named) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
}
