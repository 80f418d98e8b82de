import type { Clock, Random } from "@aro/runtime";
import { UnreachableError } from "./api-error.ts";
import { type Answer, type Outcome, outcomeOf, outcomeOfFailure } from "./outcome.ts";
import type { PipelineOptions } from "./pipeline.ts";
import type { Method, Send } from "./send.ts";

/** Where and as whom calls are made. */
export interface ConnectionOptions extends PipelineOptions {
  /** ARM, e.g. `https://management.azure.com`. */
  endpoint: string;
  clock: Clock;
  random: Random;
  /** Ends every call of this connection. */
  signal?: AbortSignal;
  /** Sends in place of the SDKs' pipeline, which is loaded at the first call otherwise; who gives it signs in by itself. */
  send?: Send;
  /** How long a call keeps trying while the service does not answer; 60,000 when absent. */
  patienceMilliseconds?: number;
  /** Told of each failed attempt that is going to be repeated. */
  onTrouble?: (trouble: Trouble) => void;
}

/** One failed attempt, and what comes next. */
export interface Trouble {
  problem: string;
  /** Failed attempts of this call so far. */
  tries: number;
  pauseMilliseconds: number;
  /** How much longer the call keeps trying. */
  leftMilliseconds: number;
}

/** One call to ARM. */
export interface ArmRequest {
  method: Method;
  /** A path from the root, or an absolute address that an answer gave. */
  path: string;
  /** Added to the path; absent for addresses that carry theirs. */
  apiVersion?: string;
  /** Sent as JSON. */
  body?: object;
  headers?: Readonly<Record<string, string>>;
  signal?: AbortSignal;
}

/** ARM as one caller sees it. */
export interface Connection {
  readonly endpoint: string;
  readonly clock: Clock;
  /** One attempt, its outcome as a value. Throws only the signal's reason. */
  attempt(request: ArmRequest): Promise<Outcome>;
  /**
   * Repeats attempts until there is an answer below 400 or patience ends. All of our calls are idempotent (ARM-PUT-12, ARM-DEL-05), so repeating is safe.
   * @throws ApiError when ARM refuses; SignInError; UnreachableError when patience ends.
   */
  call(request: ArmRequest): Promise<Answer>;
}

/** How long one attempt may take: ARM itself gives up on a provider after 60 s (ARM-HDR-08). */
const attemptMilliseconds = 65_000;

/** Connects nothing yet: the first call does. */
export function connect(options: ConnectionOptions): Connection {
  const { clock, random } = options;
  const endpoint = options.endpoint.replace(/\/+$/, "");
  const sendOf = async (): Promise<Send> => options.send ?? (await import("./pipeline.ts")).pipelineSend(options);
  let sends: Promise<Send> | undefined;

  const attempt = async (request: ArmRequest): Promise<Outcome> => {
    const signal = either(options.signal, request.signal);
    signal?.throwIfAborted();
    try {
      sends ??= sendOf();
      const send = await sends;
      const received = await send({
        url: addressOf(endpoint, request),
        method: request.method,
        headers: {
          accept: "application/json",
          "x-ms-client-request-id": random.uuid(),
          ...request.headers,
          ...(request.body === undefined ? {} : { "content-type": "application/json" }),
        },
        timeoutMilliseconds: attemptMilliseconds,
        ...(request.body === undefined ? {} : { body: JSON.stringify(request.body) }),
        ...(signal === undefined ? {} : { signal }),
      });
      return outcomeOf(received, clock.now());
    } catch (failure) {
      signal?.throwIfAborted();
      if (failure instanceof Error && failure.name === "AbortError")
        return { kind: "trouble", problem: `no answer within ${attemptMilliseconds / 1000} s`, cause: failure };
      return outcomeOfFailure(failure);
    }
  };

  return {
    endpoint,
    clock,
    attempt,
    call: async (request) => {
      const patience = options.patienceMilliseconds ?? 60_000;
      const begun = clock.monotonic();
      for (let tries = 1; ; tries++) {
        const outcome = await attempt(request);
        if (outcome.kind === "answer") return outcome.answer;
        if (outcome.kind === "refused") throw outcome.error;
        const pause = pauseBefore(tries, outcome.retryAfterMilliseconds);
        const left = patience - (clock.monotonic() - begun);
        if (pause > left) throw new UnreachableError(endpoint, outcome.problem, { cause: outcome.cause });
        options.onTrouble?.({ problem: outcome.problem, tries, pauseMilliseconds: pause, leftMilliseconds: left });
        await clock.sleep(pause, either(options.signal, request.signal));
      }
    },
  };
}

/** The wait before the next attempt: what the service asked for, else doubling from a quarter of a second to 8 s. */
export const pauseBefore = (tries: number, asked?: number): number => asked ?? Math.min(8_000, 250 * 2 ** (tries - 1));

const either = (first?: AbortSignal, second?: AbortSignal): AbortSignal | undefined =>
  first !== undefined && second !== undefined ? AbortSignal.any([first, second]) : (first ?? second);

function addressOf(endpoint: string, request: ArmRequest): string {
  const url = new URL(request.path, `${endpoint}/`);
  if (request.apiVersion !== undefined) url.searchParams.set("api-version", request.apiVersion);
  return url.href;
}
