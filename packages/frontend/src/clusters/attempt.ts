import { CloudError, toSeconds } from "@aro/api";
import type { Service } from "../deps.ts";
import type { Answer } from "../exchange.ts";
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
