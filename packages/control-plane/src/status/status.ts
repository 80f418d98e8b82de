/** One thing that is wrong with an object, as `details.causes` has it. */
export interface Cause {
  /** `FieldValueInvalid`, `FieldValueRequired`, … */
  reason: string;
  message: string;
  /** `spec.replicas`, `spec.containers[0].name`. */
  field: string;
}

/** Reasons of failures with their status codes, as clients tell them apart. */
export const reasons = {
  BadRequest: 400,
  Unauthorized: 401,
  Forbidden: 403,
  NotFound: 404,
  MethodNotAllowed: 405,
  NotAcceptable: 406,
  AlreadyExists: 409,
  Conflict: 409,
  Gone: 410,
  Expired: 410,
  RequestEntityTooLarge: 413,
  UnsupportedMediaType: 415,
  Invalid: 422,
  TooManyRequests: 429,
  InternalError: 500,
  /** Of failures that have no reason; none is sent. */
  Unknown: 500,
  ServiceUnavailable: 503,
  Timeout: 504,
} as const;
export type Reason = keyof typeof reasons;

/** What `details` of a Status says besides. */
export interface StatusDetails {
  name?: string;
  group?: string;
  kind?: string;
  uid?: string;
  causes?: readonly Cause[];
  retryAfterSeconds?: number;
}

/** A refusal that the client reads as a `Status` object. */
export class ApiStatus extends Error {
  readonly reason: Reason;
  readonly details: StatusDetails | undefined;
  constructor(reason: Reason, message: string, details?: StatusDetails) {
    super(message);
    this.name = "ApiStatus";
    this.reason = reason;
    this.details = details;
  }
  get code(): number {
    return reasons[this.reason];
  }
  /** The object that is sent. */
  toJSON() {
    const { reason, code, message, details } = this;
    return {
      kind: "Status",
      apiVersion: "v1",
      metadata: {},
      status: "Failure",
      message,
      ...(reason === "Unknown" ? {} : { reason }),
      ...(details === undefined ? {} : { details }),
      code,
    };
  }
}

/** Whether functions gave up since what they were given is nested deeper than they can call themselves. */
export const isTooDeep = (error: unknown): boolean =>
  // A parser's error quotes it.
  error instanceof Error && /Maximum call stack size exceeded/.test(error.message);
