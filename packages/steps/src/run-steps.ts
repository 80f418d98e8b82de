import type { Durations, OperationProgress } from "@aro/api";
import { type Clock, isoTime } from "@aro/runtime";
import { type AuthorizationRetry, retryingAuthorization } from "./authorization-retry.ts";
import { untilTrue } from "./condition.ts";
import { atBoundary, type FinishedStep, percentAfter, plan } from "./progress.ts";
import type { Step } from "./step.ts";

/** Where progress is kept between the steps of a run and between runs. */
export interface Checkpoint {
  /** As last written; undefined before the operation's first step. */
  progress(): OperationProgress | undefined;
  /** Stores what `change` makes of the progress, in one write. Rejects when the run may write no more. */
  write(change: (progress: OperationProgress | undefined) => OperationProgress): Promise<void>;
}

/** An edge of a step. `finished` comes before the write that records it, `started` after the write that says so. */
export interface StepEdge {
  step: string;
  edge: "started" | "finished";
  /** Position in the list, from 0. */
  index: number;
  total: number;
}

export interface RunStepsOptions<Context> {
  steps: readonly Step<Context>[];
  context: Context;
  checkpoint: Checkpoint;
  clock: Clock;
  durations: Durations;
  /** Ends the run: the step in hand is told, waited for, and not recorded. */
  signal: AbortSignal;
  retry: AuthorizationRetry<Context>;
  /** Told of each edge, and awaited there. */
  onEdge?: ((edge: StepEdge) => Promise<void>) | undefined;
}

/** What a run came to. */
export type RunOutcome =
  /** Every step is done; `last` records the one that no boundary followed, for the write that ends the operation. */
  | { outcome: "finished"; last: (progress: OperationProgress | undefined) => OperationProgress }
  /** `step` threw `error`. It stays the operation's `current` step. */
  | { outcome: "failed"; step: string; retriedAuthorization: boolean; error: unknown }
  /** The signal was aborted; `step` is the one it fell upon, its call has returned. */
  | { outcome: "stopped"; step?: string };

/**
 * Runs a list of steps in order (spec 03 §2.3). `once` steps that the checkpoint holds as finished are skipped, `memory` and `condition` steps
 * run again. One write per boundary says that the step before has finished and the next has started.
 * @throws what `checkpoint.write` or `onEdge` throws while the signal is not aborted.
 */
export async function runSteps<Context>(options: RunStepsOptions<Context>): Promise<RunOutcome> {
  const { context, checkpoint, clock, signal } = options;
  const list = options.steps.filter((step) => step.appliesTo?.(context) ?? true);
  const planned = plan(list, checkpoint.progress()).filter((entry) => !entry.skipped);
  const total = list.length;
  const base = checkpoint.progress()?.percentComplete ?? 0;
  let finished: FinishedStep | undefined;
  for (const [done, { step, index, recorded }] of planned.entries()) {
    const percentComplete = percentAfter(base, done, planned.length);
    const edge = (name: StepEdge["edge"]) => options.onEdge?.({ step: step.name, edge: name, index, total });
    try {
      signal.throwIfAborted();
      const boundary = {
        total,
        finished,
        started: { name: step.name, index, startTime: isoTime(clock.now()) },
        percentComplete,
      };
      await checkpoint.write((progress) => atBoundary(progress, boundary));
      await edge("started");
      signal.throwIfAborted();
    } catch (error) {
      if (signal.aborted) return { outcome: "stopped", step: step.name };
      throw error;
    }
    const began = clock.monotonic();
    try {
      await perform(step, options);
    } catch (error) {
      if (signal.aborted) return { outcome: "stopped", step: step.name };
      const retriedAuthorization = step.kind === "once" && step.retryAuthorization === true;
      return { outcome: "failed", step: step.name, retriedAuthorization, error };
    }
    // A step that was told to stop and returned all the same may have been cut short: it is not taken for finished.
    if (signal.aborted) return { outcome: "stopped", step: step.name };
    finished = { name: step.name, milliseconds: Math.round(clock.monotonic() - began), recorded };
    await edge("finished");
  }
  if (signal.aborted) return { outcome: "stopped" };
  return {
    outcome: "finished",
    last: (progress) => atBoundary(progress, { total, finished, percentComplete: 99 }),
  };
}

function perform<Context>(step: Step<Context>, options: RunStepsOptions<Context>): Promise<void> {
  const { context, signal } = options;
  switch (step.kind) {
    case "once":
      return step.retryAuthorization ? retryingAuthorization(step, context, options) : step.run(context, signal);
    case "memory":
      return step.run(context, signal);
    case "condition":
      return untilTrue(step, context, options);
  }
}
