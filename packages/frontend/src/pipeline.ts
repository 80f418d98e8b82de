import type { Durations } from "@aro/api";
import type { Clock, Random } from "@aro/runtime";
import type { Log } from "@aro/telemetry";
import type { Answer } from "./answer.ts";
import { errorAnswer } from "./answer.ts";
import { Exchange } from "./exchange.ts";
import { cloudErrorOf } from "./failure.ts";
import { httpDates } from "./headers/http-date.ts";
import { requestIds } from "./headers/request-ids.ts";
import type { FrontendRequest } from "./request.ts";
import { requestLog } from "./request-log.ts";
import { type StageDeps, stages } from "./stages/index.ts";
import { DeadlinePassed, within } from "./within.ts";

/** Answers one request; never rejects. */
export type Handle = (request: FrontendRequest) => Promise<Answer>;

/**
 * The way of every request: its stages, then its route; an answer within the deadline, whatever hangs (ARM-HDR-08); whatever is thrown
 * becomes the one answer (ARM-ERR-08); and on each answer the same headers (ARM-HDR-01).
 */
export function createPipeline(
  deps: StageDeps & { clock: Clock; random: Random; log: Log; durations: Durations },
): Handle {
  const { clock, random, log, durations } = deps;
  const httpDate = httpDates(clock);
  const lines = requestLog({ clock, log });

  const serve = async (exchange: Exchange): Promise<Answer> => {
    for (const stage of stages) {
      const waiting = stage(exchange, deps);
      if (waiting !== undefined) await waiting;
    }
    if (exchange.route === undefined)
      throw new Error(`no stage refused ${exchange.request.method} on an unserved path`);
    return await exchange.route.serve(exchange);
  };

  return async (request) => {
    const exchange = new Exchange(request, requestIds(request, random), clock.now(), log);
    lines.received(exchange);
    let answer: Answer;
    try {
      // After 60 s ARM answers in our place and never sees ours.
      answer = await within(clock, durations.requestDeadline, "the request", serve(exchange));
    } catch (thrown) {
      if (thrown instanceof DeadlinePassed) exchange.end(thrown);
      answer = errorAnswer(cloudErrorOf(thrown, exchange, durations));
    }
    dress(answer, exchange, httpDate());
    lines.answered(exchange, answer);
    return answer;
  };
}

/** Headers that every answer has, and those that its error needs. */
function dress({ status, headers }: Answer, { ids, match }: Exchange, date: string): void {
  headers["x-ms-request-id"] = ids.requestId;
  headers["date"] = date;
  // The client's own id only on request (ARM-HDR-02).
  if (ids.returnClientRequestId && ids.clientRequestId !== undefined)
    headers["x-ms-client-request-id"] = ids.clientRequestId;
  // Required with 405 (RFC 9110 §15.5.6).
  if (status === 405 && match.outcome === "methodNotAllowed") headers["allow"] = match.allowed.join(", ");
}
