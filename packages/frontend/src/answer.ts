import type { CloudError } from "@aro/api";

/** One answer. A body is JSON text. */
export interface Answer {
  status: number;
  /** Names in lower case. */
  headers: Record<string, string>;
  body?: string;
}

/** An answer with `value` as its JSON body. */
export const jsonAnswer = (status: number, value: unknown, headers: Record<string, string> = {}): Answer => ({
  status,
  headers: { ...headers, "content-type": "application/json" },
  body: JSON.stringify(value),
});

/** An answer without a body. */
export const emptyAnswer = (status: number, headers: Record<string, string> = {}): Answer => ({ status, headers });

/** An error in ARM's envelope (ARM-ERR-01). */
export const errorAnswer = (error: CloudError, headers: Record<string, string> = {}): Answer =>
  jsonAnswer(
    error.status,
    { error: error.body },
    {
      ...headers,
      ...(error.retryAfterSeconds === undefined ? {} : { "retry-after": String(error.retryAfterSeconds) }),
    },
  );
