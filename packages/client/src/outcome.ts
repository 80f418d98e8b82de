import type { Json } from "@aro/api";
import { ApiError, errorBodyOf, SignInError } from "./api-error.ts";
import type { Received } from "./send.ts";

/** An answer below 400. */
export interface Answer {
  status: number;
  /** A header's value; names in any case. */
  header(name: string): string | undefined;
  /** The parsed body; undefined when there is none. */
  body: Json | undefined;
}

/** What became of one attempt at a call. */
export type Outcome =
  | { kind: "answer"; answer: Answer }
  /** It may well work in a moment: the service is restarting, throttles, or the network hiccups. */
  | { kind: "trouble"; problem: string; retryAfterMilliseconds?: number; cause: Error }
  /** Trying again would give the same. */
  | { kind: "refused"; error: Error };

/** Statuses by which a service says "not now" (408, 429) or that whoever stands before it cannot reach it (502–504). */
const passing: ReadonlySet<number> = new Set([408, 429, 502, 503, 504]);

/** Network failures that pass: a process restarting, a connection cut, a name server that stumbles. An unknown name or certificate does not pass. */
const passingNetwork: Readonly<Record<string, string>> = {
  ECONNREFUSED: "connection refused",
  ECONNRESET: "connection reset",
  EPIPE: "connection closed",
  ETIMEDOUT: "timed out",
  ESOCKETTIMEDOUT: "timed out",
  ENETUNREACH: "network unreachable",
  EHOSTUNREACH: "host unreachable",
  EAI_AGAIN: "name server does not answer",
  UND_ERR_SOCKET: "connection closed",
};

/** What an HTTP answer means. `now` (milliseconds since the epoch) turns a Retry-After date into a wait. */
export function outcomeOf(response: Received, now: number): Outcome {
  const body = parse(response.bodyAsText);
  if (response.status < 400) {
    return {
      kind: "answer",
      answer: { status: response.status, header: (name) => response.headers.get(name), body },
    };
  }
  const error = new ApiError(
    response.status,
    errorBodyOf(response.status, body),
    response.headers.get("x-ms-request-id"),
  );
  if (!passing.has(response.status)) return { kind: "refused", error };
  const wait = retryAfter(response.headers.get("retry-after"), now);
  return {
    kind: "trouble",
    problem: `${response.status} ${error.body.code}`,
    cause: error,
    ...(wait === undefined ? {} : { retryAfterMilliseconds: wait }),
  };
}

/** What a thrown failure of the transport or the credential means. */
export function outcomeOfFailure(failure: unknown): Outcome {
  const code = networkCode(failure);
  const problem = code === undefined ? undefined : passingNetwork[code];
  const error = failure instanceof Error ? failure : new Error(String(failure));
  if (problem !== undefined) return { kind: "trouble", problem, cause: error };
  if (error.name === "RestError" || code !== undefined) return { kind: "refused", error };
  if (/Authentication|Credential/.test(error.name))
    return { kind: "refused", error: new SignInError(firstLine(error.message), { cause: error }) };
  return { kind: "refused", error };
}

/** The milliseconds of a Retry-After header, in seconds or as a date; undefined when absent or unreadable. */
export function retryAfter(header: string | undefined, now: number): number | undefined {
  if (header === undefined || header.trim() === "") return undefined;
  if (/^\d+$/.test(header.trim())) return Number(header) * 1000;
  const date = Date.parse(header);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}

/** The system's code of a failure, looked for through the chain of causes, since each library wraps it anew. */
function networkCode(failure: unknown): string | undefined {
  let at = failure;
  for (let depth = 0; depth < 6 && typeof at === "object" && at !== null; depth++) {
    const { code, errors, cause } = at as { code?: unknown; errors?: unknown; cause?: unknown };
    if (typeof code === "string" && /^(E[A-Z_]+|UND_ERR_\w+|[A-Z_]*CERT[A-Z_]*|UNABLE_TO_\w+)$/.test(code)) return code;
    at = Array.isArray(errors) ? errors[0] : cause;
  }
  const named = /\b(ECONNREFUSED|ECONNRESET|ETIMEDOUT|EAI_AGAIN|EPIPE)\b/.exec(
    failure instanceof Error ? failure.message : "",
  );
  return named?.[1];
}

const firstLine = (text: string): string => text.split(/\r?\n/, 1)[0] ?? text;

function parse(text: string | null | undefined): Json | undefined {
  if (text === null || text === undefined || text === "") return undefined;
  try {
    return JSON.parse(text) as Json;
  } catch {
    return text;
  }
}
