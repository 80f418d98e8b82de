import type { CloudErrorBody, JsonObject } from "@aro/api";

/**
 * Azure said no: an answer of 400 or more, or a long-running operation that ended otherwise than Succeeded.
 * The SDKs drop parts of the body (`additionalInfo`, often `details`) that customers need (ARM-ERR-05), so the pipeline
 * throws this before they see the answer, and every generation of client fails with the same class.
 */
export class AzureError extends Error {
  /** HTTP status; undefined for the end of a long-running operation. */
  readonly status: number | undefined;
  /** Azure's own error, complete. */
  readonly body: CloudErrorBody;
  readonly method: string;
  /** Without the query, which may carry signatures. */
  readonly url: string;
  /** x-ms-request-id, for a support case. */
  readonly requestId: string | undefined;
  readonly retryAfterSeconds: number | undefined;

  constructor(options: {
    status?: number | undefined;
    body: CloudErrorBody;
    method: string;
    url: string;
    requestId?: string | undefined;
    retryAfterSeconds?: number | undefined;
  }) {
    super(`${options.body.code}: ${options.body.message}`);
    this.name = "AzureError";
    this.status = options.status;
    this.body = options.body;
    this.method = options.method;
    this.url = options.url.split("?", 1)[0] ?? "";
    this.requestId = options.requestId;
    this.retryAfterSeconds = options.retryAfterSeconds;
  }
}

/** What an answer without a body is called. */
const statusCodes: Readonly<Record<number, string>> = {
  400: "BadRequest",
  401: "Unauthorized",
  403: "Forbidden",
  404: "NotFound",
  408: "RequestTimeout",
  409: "Conflict",
  412: "PreconditionFailed",
  429: "TooManyRequests",
  500: "InternalServerError",
  502: "BadGateway",
  503: "ServiceUnavailable",
  504: "GatewayTimeout",
};

const isObject = (value: unknown): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The error inside a body: `{error: {…}}`, a bare `{code, message}`, or the token endpoint's `{error, error_description}`. */
function errorIn(body: unknown): JsonObject | undefined {
  if (!isObject(body)) return undefined;
  const inner = body["error"];
  if (isObject(inner)) return inner;
  if (typeof inner === "string") return { code: inner, message: body["error_description"] ?? inner };
  return typeof body["code"] === "string" ? body : undefined;
}

/** ARM nests the answer of a resource provider as JSON text in `message` of a deployment's details: make it a detail of its own. */
function nested(message: string): JsonObject | undefined {
  const text = message.trim();
  return text.startsWith("{") ? errorIn(parsed(text)) : undefined;
}

function tidy(error: JsonObject, fallbackCode: string, depth = 0): CloudErrorBody {
  const code = typeof error["code"] === "string" && error["code"] !== "" ? error["code"] : fallbackCode;
  const message = typeof error["message"] === "string" && error["message"] !== "" ? error["message"] : code;
  const inner = depth < 8 ? nested(message) : undefined;
  const listed = Array.isArray(error["details"]) ? error["details"].filter(isObject) : [];
  const details = depth < 8 ? [...listed, ...(inner === undefined ? [] : [inner])] : [];
  const additionalInfo = Array.isArray(error["additionalInfo"]) ? error["additionalInfo"].filter(isObject) : [];
  return {
    code,
    message: typeof inner?.["message"] === "string" && inner["message"] !== "" ? inner["message"] : message,
    ...(typeof error["target"] === "string" && error["target"] !== "" ? { target: error["target"] } : {}),
    ...(details.length > 0 ? { details: details.map((detail) => tidy(detail, code, depth + 1)) } : {}),
    ...(additionalInfo.length > 0 ? { additionalInfo } : {}),
  };
}

/** The error of a body as text or as parsed JSON; code and message are never empty (ARM-ERR-01). */
export function azureErrorBody(body: unknown, status: number | undefined): CloudErrorBody {
  const fallback = statusCodes[status ?? 0] ?? (status === undefined ? "Failed" : `HTTP${status}`);
  const value = typeof body === "string" ? parsed(body) : body;
  const error = errorIn(value);
  if (error !== undefined) return tidy(error, fallback);
  const text = typeof body === "string" && !body.trimStart().startsWith("<") ? body.trim().slice(0, 500) : "";
  return { code: fallback, message: text || `Azure answered ${status ?? "without a status"} and gave no reason.` };
}
