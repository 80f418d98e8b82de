import type { Clock } from "@aro/runtime";
import { ApiError, UnreachableError } from "./api-error.ts";
import { type Connection, pauseBefore } from "./connection.ts";
import { hasEnded, type Operation, type OperationStatus, readOperationStatus } from "./operation.ts";
import { type Outcome, retryAfter } from "./outcome.ts";

/** What is seen while following an operation. */
export type OperationEvent =
  /** One look at the status. The last one of a complete following has ended. `serverTime`: by the service's clock, never less than at the look before. */
  | { kind: "status"; status: OperationStatus; serverTime: number }
  /** The status could not be read; the following goes on (ARM-ASY-04: that says nothing of the operation). */
  | { kind: "trouble"; problem: string; pauseMilliseconds: number; leftMilliseconds: number }
  /** It can be read again. */
  | { kind: "recovered"; afterMilliseconds: number };

export interface FollowOptions {
  signal?: AbortSignal;
  /** How long in a row the status may be unreadable; 300,000 when absent. */
  patienceMilliseconds?: number;
}

/** The wait between two looks where the service asks for none. */
const defaultPollMilliseconds = 10_000;
/** The first look comes early, so that a person sees at once that work has begun. */
const earliestLookMilliseconds = 250;

/**
 * Looks at an operation's status until it has ended, as often as the service asks (Retry-After, ARM-ASY-10), over restarts of the service.
 * @throws ApiError when the status is refused (404: unknown, or another tenant's); UnreachableError when patience ends; the signal's reason.
 */
export async function* follow(
  connection: Connection,
  operation: Operation,
  options: FollowOptions = {},
): AsyncGenerator<OperationEvent, void> {
  const { clock } = connection;
  const { signal } = options;
  const patience = options.patienceMilliseconds ?? 300_000;
  const clockOfService = serviceClock(clock);
  let troubledSince: number | undefined;
  let troubles = 0;
  await clock.sleep(Math.min(earliestLookMilliseconds, operation.firstPollMilliseconds ?? Infinity), signal);
  for (;;) {
    const outcome = await connection.attempt({
      method: "GET",
      path: operation.statusAddress,
      ...(signal === undefined ? {} : { signal }),
    });
    const look = lookOf(outcome);
    if (look.kind === "status") {
      if (troubledSince !== undefined)
        yield { kind: "recovered", afterMilliseconds: clock.monotonic() - troubledSince };
      troubledSince = undefined;
      troubles = 0;
      yield { kind: "status", status: look.status, serverTime: clockOfService(look) };
      if (hasEnded(look.status)) return;
      await clock.sleep(retryAfter(look.retryAfter, clock.now()) || defaultPollMilliseconds, signal);
      continue;
    }
    troubledSince ??= clock.monotonic();
    troubles++;
    const pause = pauseBefore(troubles, look.pauseMilliseconds);
    const left = patience - (clock.monotonic() - troubledSince);
    if (pause > left) throw new UnreachableError(connection.endpoint, look.problem, { cause: look.cause });
    yield { kind: "trouble", problem: look.problem, pauseMilliseconds: pause, leftMilliseconds: left };
    await clock.sleep(pause, signal);
  }
}

/**
 * The time of the service at each look, milliseconds since the epoch. What an answer says of it is a lower bound: its Date is cut to whole seconds, and
 * what its steps are stamped with lies before it. So the highest counts, with what has passed here since.
 */
function serviceClock(clock: Clock): (look: { status: OperationStatus; serverTime: number | undefined }) => number {
  let ahead: number | undefined;
  return ({ status, serverTime }) => {
    const now = clock.monotonic();
    const stamps = [status, ...status.steps].flatMap(({ startTime, endTime }) => [startTime, endTime]);
    for (const bound of [serverTime, ...stamps.map((stamp) => Date.parse(stamp ?? ""))])
      if (bound !== undefined && !Number.isNaN(bound)) ahead = Math.max(ahead ?? -Infinity, bound - now);
    return ahead === undefined ? clock.now() : now + ahead;
  };
}

type Look =
  | { kind: "status"; status: OperationStatus; serverTime: number | undefined; retryAfter: string | undefined }
  | { kind: "trouble"; problem: string; pauseMilliseconds?: number; cause: Error };

function lookOf(outcome: Outcome): Look {
  switch (outcome.kind) {
    case "answer": {
      const status = readOperationStatus(outcome.answer.body);
      if (status === undefined) {
        const problem = "the answer is no operation status";
        return { kind: "trouble", problem, cause: new Error(problem) };
      }
      const date = Date.parse(outcome.answer.header("date") ?? "");
      return {
        kind: "status",
        status,
        serverTime: Number.isNaN(date) ? undefined : date,
        retryAfter: outcome.answer.header("retry-after"),
      };
    }
    case "trouble":
      return {
        kind: "trouble",
        problem: outcome.problem,
        cause: outcome.cause,
        ...(outcome.retryAfterMilliseconds === undefined ? {} : { pauseMilliseconds: outcome.retryAfterMilliseconds }),
      };
    case "refused":
      // A 5xx while reading is the reader's bad luck, not the operation's end.
      if (outcome.error instanceof ApiError && outcome.error.status >= 500)
        return { kind: "trouble", problem: `${outcome.error.status} ${outcome.error.body.code}`, cause: outcome.error };
      throw outcome.error;
  }
}
