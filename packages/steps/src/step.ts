import type { DurationName } from "@aro/api";

/**
 * One named step of an install, update or delete (spec 03 §2, architecture §4.4).
 * `once`: skipped when it is marked finished in this operation. `memory`: fills memory only, runs again after a takeover.
 * `condition`: evaluated until true, again after a takeover.
 */
export type Step<Context> = OnceStep<Context> | MemoryStep<Context> | ConditionStep<Context>;

interface Named<Context> {
  /** Stable: metric names, checkpoints and people know it (spec 03 §3). */
  name: string;
  /** For which clusters the step is in the list; absent: for all. Decided once, when the list is made. */
  appliesTo?: (context: Context) => boolean;
}

export interface OnceStep<Context> extends Named<Context> {
  kind: "once";
  /** Must converge when it is run a second time after a crash in the middle: observe, then act. */
  run: (context: Context, signal: AbortSignal) => Promise<void>;
  /** Tried again on authorization errors while roles spread (spec 03 §2.1 AuthorizationRetryingAction). */
  retryAuthorization?: true;
}

export interface MemoryStep<Context> extends Named<Context> {
  kind: "memory";
  run: (context: Context, signal: AbortSignal) => Promise<void>;
}

export interface ConditionStep<Context> extends Named<Context> {
  kind: "condition";
  /** True when it holds; an error ends the flow. */
  evaluate: (context: Context, signal: AbortSignal) => Promise<boolean>;
  limit: DurationName;
  /** What the customer reads when the limit passes (spec 03 §2.2); a function where it can say what was seen last. */
  timeoutMessage: string | ((context: Context) => string);
}
