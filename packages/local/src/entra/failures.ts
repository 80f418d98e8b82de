import type { Clock, Random } from "@aro/runtime";
import { json } from "../wall/answers.ts";
import type { WallRequest, WallResponse } from "../wall/wall.ts";
import { type AadstsCode, aadsts } from "./aadsts.ts";

/** A refusal: the code, and what its text names. */
export interface Refusal {
  refused: AadstsCode;
  named: readonly string[];
}

/** What a refusal can be found by afterwards. */
export interface Trace {
  traceId: string;
  correlationId: string;
  /** Milliseconds since the Unix epoch. */
  now: number;
}

export const refuse = (refused: AadstsCode, ...named: readonly string[]): Refusal => ({ refused, named });

/** Whether an outcome is a refusal. */
export const isRefusal = (value: unknown): value is Refusal =>
  typeof value === "object" && value !== null && "refused" in value;

/** The trace of a call: the correlation id is the caller's where it sent one that can be read. */
export function traceOf({ headers }: WallRequest, { random, clock }: { random: Random; clock: Clock }): Trace {
  const traceId = random.uuid();
  const asked = headers["client-request-id"];
  const correlationId = asked !== undefined && /^[\w-]{1,64}$/.test(asked) ? asked : random.uuid();
  return { traceId, correlationId, now: clock.now() };
}

/** OAuth's error with Entra's description, as answers, redirects and pages show it. */
export function describe({ refused, named }: Refusal, { traceId, correlationId, now }: Trace) {
  const { status, error, text } = aadsts[refused];
  const timestamp = `${new Date(now).toISOString().slice(0, 19).replace("T", " ")}Z`;
  const message = text.replace(/\{(\d)\}/g, (_, index: string) => named[Number(index)] ?? "");
  const trace = `Trace ID: ${traceId} Correlation ID: ${correlationId} Timestamp: ${timestamp}`;
  return {
    status,
    error,
    timestamp,
    message: `${refused}: ${message}`,
    description: `${refused}: ${message} ${trace}`,
  };
}

/** The refusal as Entra's token endpoint sends it. */
export function refusalAnswer(refusal: Refusal, trace: Trace): WallResponse {
  const { status, error, description, timestamp } = describe(refusal, trace);
  const number = refusal.refused.slice("AADSTS".length);
  return json(status, {
    error,
    error_description: description,
    error_codes: [Number(number)],
    timestamp,
    trace_id: trace.traceId,
    correlation_id: trace.correlationId,
    error_uri: `https://login.microsoftonline.com/error?code=${number}`,
  });
}
