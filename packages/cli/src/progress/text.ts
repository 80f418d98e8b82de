import type { OperationStatus } from "@aro/client";
import { elapsedText } from "./elapsed.ts";
import { type FinishedStep, type ProgressView, viewOf } from "./view.ts";

/** Where a step stands in the plan: `3 of 12`, or `step 3` where the plan's length is not shown. */
const placeText = (index: number, total: number | undefined): string =>
  total === undefined ? `step ${index}` : `${String(index).padStart(String(total).length)} of ${total}`;

/** One finished step: `3 of 12  createDNS  1.2s`. */
export const finishedText = (step: FinishedStep, index: number, total: number | undefined): string =>
  [
    placeText(index, total),
    step.name,
    ...(step.milliseconds === undefined ? [] : [elapsedText(step.milliseconds)]),
    ...(step.failed ? ["failed"] : []),
  ].join("  ");

/** Where an operation stands, in short: `4 of 12  generateGraph`; undefined while no step runs. */
export const stepText = (status: OperationStatus, now: number): string | undefined => {
  const { current, finished, total } = viewOf(status, now);
  return current === undefined ? undefined : `${placeText(finished.length + 1, total).trim()}  ${current.name}`;
};

/** The whole: `(bootstrap, 31 %, 12s in all)`. `sinceLook` is the time since the status was read. */
export const wholeText = ({ phase, percent, milliseconds }: ProgressView, sinceLook: number): string =>
  `(${[phase, percent === undefined ? undefined : `${percent} %`, `${elapsedText(milliseconds + sinceLook)} in all`]
    .filter((part) => part !== undefined)
    .join(", ")})`;

/**
 * The running step and the whole: `4 of 12  generateGraph  3.4s  (bootstrap, 31 %, 12s in all)`. The whole's time goes on after the look; the step's
 * does not, since the step may be over by now and what passes be the next one's.
 */
export function runningText(view: ProgressView, sinceLook: number): string {
  const whole = wholeText(view, sinceLook);
  if (view.current === undefined) return `waiting for the next step  ${whole}`;
  return `${placeText(view.finished.length + 1, view.total)}  ${view.current.name}  ${elapsedText(view.current.milliseconds)}  ${whole}`;
}
