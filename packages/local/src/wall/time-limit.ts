import type { Clock } from "@aro/runtime";

/** Why a call was given up: its limit passed. */
export class TimeLimitPassed extends Error {
  constructor(milliseconds: number) {
    super(`no answer within ${milliseconds} ms`);
    this.name = "TimeLimitPassed";
  }
}

/** A signal that is aborted with {@link TimeLimitPassed} after `milliseconds`, or with `outer`; dispose it when the call is over. */
export function timeLimit(
  clock: Clock,
  milliseconds: number,
  outer?: AbortSignal,
): Disposable & { signal: AbortSignal } {
  const controller = new AbortController();
  const timer = clock.timer(milliseconds, () => controller.abort(new TimeLimitPassed(milliseconds)));
  const signal = outer === undefined ? controller.signal : AbortSignal.any([controller.signal, outer]);
  return { signal, [Symbol.dispose]: () => timer[Symbol.dispose]() };
}
