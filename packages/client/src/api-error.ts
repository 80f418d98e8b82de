import type { CloudErrorBody } from "@aro/api";

/** ARM refused: an answer of 4xx or 5xx. What it said is kept whole (ARM-ERR-05). */
export class ApiError extends Error {
  /** HTTP status of the answer. */
  readonly status: number;
  readonly body: CloudErrorBody;
  /** `x-ms-request-id` of the answer: what support asks for. */
  readonly requestId: string | undefined;

  constructor(status: number, body: CloudErrorBody, requestId?: string) {
    super(`${body.code}: ${body.message}`);
    this.name = "ApiError";
    this.status = status;
    this.body = body;
    this.requestId = requestId;
  }
}

/** No usable answer came, for as long as the caller was willing to try. `cause` is the last failure. */
export class UnreachableError extends Error {
  /** Whom the call was for, e.g. `https://localhost:18443`. */
  readonly endpoint: string;
  /** One line that a person can act upon, e.g. `connection refused`. */
  readonly problem: string;

  constructor(endpoint: string, problem: string, options: { cause?: unknown } = {}) {
    super(`${endpoint} does not answer: ${problem}`, options);
    this.name = "UnreachableError";
    this.endpoint = endpoint;
    this.problem = problem;
  }
}

/** The authority refused to give a token; the message is its own first line. */
export class SignInError extends Error {
  constructor(message: string, options: { cause?: unknown } = {}) {
    super(message, options);
    this.name = "SignInError";
  }
}

/** The error body of an answer, whatever its shape: ARM's envelope, a bare error, or something that is neither. */
export function errorBodyOf(status: number, body: unknown): CloudErrorBody {
  const outer = isObject(body) ? body : undefined;
  const inner = isObject(outer?.["error"]) ? outer["error"] : outer;
  const code = inner?.["code"];
  const message = inner?.["message"];
  if (typeof code === "string" && code !== "" && typeof message === "string") return inner as CloudErrorBody;
  const text = typeof body === "string" ? body.trim().slice(0, 200) : "";
  return {
    code: `Http${status}`,
    message: text === "" ? `the answer was HTTP status ${status} without an error body` : text,
  };
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
