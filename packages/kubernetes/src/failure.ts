/** What an API server refused: its Status object, or what stood in the way of getting one. */
export class KubernetesError extends Error {
  /** HTTP status. */
  readonly status: number;
  /** Such as `NotFound`, `AlreadyExists`, `Conflict`, `Invalid`, `Forbidden`; empty when the answer was no Status. */
  readonly reason: string;
  /** Whole seconds that the server asks to wait. */
  readonly retryAfter: number | undefined;

  constructor(status: number, reason: string, message: string, retryAfter?: number) {
    super(message);
    this.name = "KubernetesError";
    this.status = status;
    this.reason = reason;
    this.retryAfter = retryAfter;
  }
}

/** The API server gave no answer: it cannot be reached, or the connection broke. */
export class ApiServerUnreachable extends Error {
  constructor(server: string, cause: unknown) {
    const why = cause instanceof Error ? innermost(cause).message || cause.message : String(cause);
    super(`the API server ${server} does not answer: ${why}`, { cause });
    this.name = "ApiServerUnreachable";
  }
}

/** True of a refusal for that reason. */
export const isRefusal = (error: unknown, ...reasons: readonly string[]): error is KubernetesError =>
  error instanceof KubernetesError && reasons.includes(error.reason);

/** True of answers after which the same call may succeed: throttled, overloaded, timed out, not reached. */
export const isTransient = (error: unknown): error is ApiServerUnreachable | KubernetesError =>
  error instanceof ApiServerUnreachable ||
  (error instanceof KubernetesError && (error.status === 429 || error.status >= 500));

/** The error that an answer tells. */
export function refusalOf(status: number, body: string, retryAfter: string | undefined): KubernetesError {
  const seconds = retryAfter !== undefined && /^\d+$/.test(retryAfter) ? Number(retryAfter) : undefined;
  try {
    const told = JSON.parse(body) as { kind?: string; reason?: string; message?: string };
    if (told.kind === "Status") return new KubernetesError(status, told.reason ?? "", told.message ?? body, seconds);
  } catch {
    // Not a Status: proxies and load balancers answer in their own words.
  }
  return new KubernetesError(status, "", `HTTP ${status}: ${body.slice(0, 300).trim()}`, seconds);
}

function innermost(error: Error): Error {
  let at = error;
  while (at.cause instanceof Error) at = at.cause;
  return at;
}
