import type { AsyncOperation } from "@aro/api";
import { isoTime } from "@aro/runtime";

/** One step of the plan, as a nested operation. */
export interface StepStatus {
  name: string;
  /** `NotStarted`, `Running`, or how it ended: `Succeeded`, `Failed`, `Canceled`. */
  status: "NotStarted" | "Running" | "Succeeded" | "Failed" | "Canceled";
  startTime?: string;
  endTime?: string;
}

/**
 * The plan of an operation, step by step: first what is finished, then the step that runs, or that the operation ended in, then those to
 * come. So the length of the list is the total, and the place of the step that is neither Succeeded nor NotStarted is where it stands.
 * Steps to come are named by their place: what they will be is known when they begin. A step's times lie as far apart as it took; where
 * in the operation they lie is exact for the step that runs, and reckoned back from there for those before it.
 */
export function stepStatuses({ status, progress, endTime }: AsyncOperation): StepStatus[] {
  if (progress === undefined) return [];
  const { finished, current, total } = progress;
  const steps: StepStatus[] = [];
  let boundary = Date.parse(current?.startTime ?? endTime ?? "");
  for (const { name, milliseconds } of finished.toReversed()) {
    const begun = boundary - milliseconds;
    const times = Number.isNaN(begun) ? {} : { startTime: isoTime(begun), endTime: isoTime(boundary) };
    steps.unshift({ name, status: "Succeeded", ...times });
    boundary = begun;
  }
  if (current !== undefined) {
    const { name, startTime } = current;
    const ended = status === "Failed" || status === "Canceled";
    steps.push({
      name,
      status: ended ? status : "Running",
      startTime,
      ...(ended && endTime !== undefined ? { endTime } : {}),
    });
  }
  for (let place = steps.length + 1; place <= total; place++)
    steps.push({ name: `step ${place}`, status: "NotStarted" });
  return steps;
}

/** 0–100; 100 exactly when the operation succeeded (ARM-ASY-06). That it never falls is the writer's duty. */
export function percentComplete({ status, progress }: AsyncOperation): number {
  if (status === "Succeeded") return 100;
  return Math.min(99, Math.max(0, Math.floor(progress?.percentComplete ?? 0)));
}
