import type { JsonObject } from "../documents/json.ts";
import { type ErrorCode, errorTable } from "./table.ts";

/** ARM's error body (ARM-ERR-01), recursively. */
export interface CloudErrorBody extends JsonObject {
  code: string;
  message: string;
  /** JSON path of the offender in the caller's api-version. */
  target?: string;
  details?: CloudErrorBody[];
  additionalInfo?: JsonObject[];
}

/** One thing that is wrong with a request. */
export interface Finding {
  code: ErrorCode;
  message: string;
  target?: string;
  /** What somebody else said of it, Azure for one. */
  details?: CloudErrorBody[];
}

/** An error meant for the caller: its body is sent as it is. Anything else thrown is ours, and becomes InternalServerError. */
export class CloudError extends Error {
  /** HTTP status where the error ends a request; stored operations carry the body only. */
  readonly status: number;
  readonly body: CloudErrorBody;
  /** Sent as Retry-After; only for failures that pass by themselves (ARM-HDR-10). */
  readonly retryAfterSeconds: number | undefined;

  constructor(
    body: Omit<CloudErrorBody, "code"> & { code: ErrorCode; message: string },
    options: { status?: number; cause?: unknown; retryAfterSeconds?: number } = {},
  ) {
    super(`${body.code}: ${body.message}`, { cause: options.cause });
    this.name = "CloudError";
    this.status = options.status ?? errorTable[body.code].status;
    this.body = body as CloudErrorBody;
    this.retryAfterSeconds = options.retryAfterSeconds;
  }

  /** One finding becomes the error itself; several become `details` under one error that counts them (ARM-ERR-04). */
  static ofFindings(findings: readonly [Finding, ...Finding[]]): CloudError {
    const [first, ...others] = findings;
    if (others.length === 0) return new CloudError({ ...first });
    const codes = new Set(findings.map((finding) => finding.code));
    return new CloudError({
      code: codes.size === 1 ? first.code : "InvalidParameter",
      message: `The request has ${findings.length} errors; each is listed in 'details' with its target.`,
      details: findings.map((finding) => ({ ...finding })),
    });
  }
}
