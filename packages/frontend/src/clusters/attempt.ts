import { CloudError, toSeconds } from "@aro/api";
import { optimistically } from "@aro/database";
import type { Answer } from "../answer.ts";
import type { Service } from "../deps.ts";
import type { Exchange } from "../exchange.ts";
import { messages } from "../messages.ts";

/** What one try at a conditional write came to: an answer, or news that the store had changed meanwhile. */
export type Attempt = { outcome: "answered"; answer: Answer } | { outcome: "preconditionFailed" };

/** Somebody else was faster: read and judge again. */
export const again: Attempt = { outcome: "preconditionFailed" };

/** The try ends with this answer. */
export const answered = (answer: Answer): Attempt => ({ outcome: "answered", answer });

/** The answer of the last try. @throws CloudError 503 when every one lost; nothing was stored, and the client's own repeat will do. */
export function requireAnswer(attempt: Attempt, { durations }: Pick<Service, "durations">): Answer {
  if (attempt.outcome === "answered") return attempt.answer;
  throw new CloudError(
    { code: "ServiceUnavailable", message: messages.contended() },
    { retryAfterSeconds: toSeconds(durations.retryAfterShort) },
  );
}

/**
 * The answer of the first try that comes to one. Who lost once waits for the others of this process: they would only lose to each other again.
 * The first try waits for nobody, since what it asks of Azure takes its time. @throws CloudError 503, as {@link requireAnswer}.
 */
export async function answerOf(
  attempt: () => Promise<Attempt>,
  { exchange, service, key }: { exchange: Exchange; service: Service; key: string },
): Promise<Answer> {
  const { clock, turns } = service;
  exchange.throwIfEnded();
  const inTurn = () =>
    turns(key, () => {
      exchange.signal.throwIfAborted();
      return attempt();
    });
  const waiting = new SignalFromSecondTry(clock, exchange);
  return requireAnswer(await optimistically(() => (waiting.tries++ === 0 ? attempt() : inTurn()), waiting), service);
}

/**
 * A signal is several objects and a listener; only who waits needs one, and nearly always the first try is the last.
 * A class and not a literal with a getter, which V8 keeps in its old generation together with the whole request (decision 23).
 */
class SignalFromSecondTry {
  tries = 0;
  readonly clock: Service["clock"];
  readonly #exchange: Exchange;

  constructor(clock: Service["clock"], exchange: Exchange) {
    this.clock = clock;
    this.#exchange = exchange;
  }

  get signal(): AbortSignal | undefined {
    return this.tries === 0 ? undefined : this.#exchange.signal;
  }
}
