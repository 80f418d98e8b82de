import { type Durations, type OperationKind, toSeconds } from "@aro/api";

/** Which of the two waits a client is told for each kind of operation: short where its steps are short (ARM-ASY-10). */
const waits = {
  Creating: "retryAfterLong",
  Updating: "retryAfterShort",
  AdminUpdating: "retryAfterLong",
  Deleting: "retryAfterLong",
} as const satisfies Record<OperationKind, keyof Durations>;

/** Seconds for the header Retry-After of an answer about a running operation. */
export const retryAfter = (kind: OperationKind, durations: Durations): string =>
  String(toSeconds(durations[waits[kind]]));
