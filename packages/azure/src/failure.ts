import type { CloudErrorBody } from "@aro/api";
import { AzureError, azureErrorBody } from "./azure-error.ts";

/** What is known of anything thrown on the way to Azure, whichever library threw it. */
export interface Failure {
  /** HTTP status, where there was an answer. */
  status?: number;
  /** Azure's error, where there was one. */
  body?: CloudErrorBody;
  /** The codes of the error and of everything inside it. */
  codes: ReadonlySet<string>;
  /** All messages and the body, for the tests that look for a text. */
  text: string;
  /** The address that failed, without query. */
  url?: string;
  retryAfterSeconds?: number;
  /** No answer came: the connection broke, or the call took too long. */
  unanswered: boolean;
}

type Shape = {
  name?: unknown;
  message?: unknown;
  code?: unknown;
  statusCode?: unknown;
  status?: unknown;
  details?: unknown;
  body?: unknown;
  errorResponse?: { error?: unknown; errorDescription?: unknown };
  response?: { bodyAsText?: unknown; parsedBody?: unknown; headers?: { get?: (name: string) => string | undefined } };
  request?: { url?: unknown };
  cause?: unknown;
  errors?: unknown;
};

/** Reads the error shapes of both SDK generations, of the identity library and our own (spec 03 §2.4). */
export function failureOf(error: unknown): Failure {
  const texts: string[] = [];
  const found: { failure?: Failure } = {};
  walk(error, texts, found, 0);
  if (found.failure === undefined && texts.some((one) => noTokenEndpoint.test(one))) {
    found.failure = { codes: new Set(), text: "", unanswered: true };
    texts.unshift("the token endpoint cannot be reached");
  }
  const text = texts.join("\n");
  // Where the token endpoint gave a reason, that is what happened; the shapes around it know a status at most.
  const reason = found.failure?.body === undefined ? entra(text) : undefined;
  return { ...(found.failure ?? { codes: new Set<string>(), unanswered: false }), ...reason, text };
}

/** What the identity library says when nobody answered it: its errors have neither an answer nor the connection's error in them. */
const noTokenEndpoint = /^(endpoints_resolution_error|network_error|openid_config_error)\b/;

/** The token endpoint's reason, which the identity library leaves in its message only; without the trace that follows. */
function entra(text: string): Pick<Failure, "body" | "codes" | "unanswered"> | undefined {
  const match = /(AADSTS\d+): ([^\r\n]*?)(?: Trace ID: |\r|\n|$)/.exec(text);
  if (match === null) return undefined;
  const body = { code: match[1] ?? "", message: match[2] || "The token endpoint refused." };
  return { body, codes: codesOf(body), unanswered: false };
}

function walk(error: unknown, texts: string[], found: { failure?: Failure }, depth: number): void {
  if (error === null || error === undefined || depth > 6) return;
  if (typeof error !== "object") {
    if (typeof error === "string") texts.push(error);
    return;
  }
  const shape = error as Shape;
  if (typeof shape.message === "string") texts.push(shape.message);
  const own = read(error, shape);
  if (own !== undefined) {
    if (own.body !== undefined) texts.push(JSON.stringify(own.body));
    if (own.url !== undefined) texts.push(own.url);
    found.failure ??= own;
  }
  walk(shape.cause, texts, found, depth + 1);
  if (Array.isArray(shape.errors)) for (const one of shape.errors) walk(one, texts, found, depth + 1);
}

function read(error: object, shape: Shape): Failure | undefined {
  if (error instanceof AzureError)
    return {
      ...(error.status === undefined ? {} : { status: error.status }),
      body: error.body,
      codes: codesOf(error.body),
      text: "",
      url: error.url,
      ...(error.retryAfterSeconds === undefined ? {} : { retryAfterSeconds: error.retryAfterSeconds }),
      unanswered: false,
    };
  if (shape.errorResponse !== undefined) {
    const { error: code, errorDescription } = shape.errorResponse;
    const reason = typeof errorDescription === "string" ? entra(errorDescription) : undefined;
    const body = reason?.body ?? azureErrorBody({ error: { code, message: errorDescription } }, undefined);
    return { body, codes: codesOf(body), text: "", ...statusOf(shape), unanswered: false };
  }
  const raw = shape.response?.parsedBody ?? shape.response?.bodyAsText ?? shape.body ?? shape.details;
  const status = statusOf(shape);
  const url = typeof shape.request?.url === "string" ? { url: shape.request.url.split("?", 1)[0] ?? "" } : {};
  if (raw === undefined && status.status === undefined)
    return shape.name === "RestError" ? { codes: new Set(), text: "", ...url, unanswered: true } : undefined;
  if (raw === undefined && typeof shape.code !== "string")
    return { ...status, ...url, codes: new Set(), text: "", unanswered: false };
  const whole = azureErrorBody(raw, status.status);
  const body =
    typeof shape.code === "string" && whole.code !== shape.code && codesOf(whole).size <= 1
      ? { ...whole, code: shape.code, message: typeof shape.message === "string" ? shape.message : whole.message }
      : whole;
  const seconds = Number(shape.response?.headers?.get?.("retry-after"));
  return {
    ...status,
    ...url,
    body,
    codes: codesOf(body),
    text: "",
    ...(Number.isInteger(seconds) ? { retryAfterSeconds: seconds } : {}),
    unanswered: false,
  };
}

function statusOf(shape: Shape): { status?: number } {
  const status = Number(shape.statusCode ?? shape.status);
  return Number.isInteger(status) && status >= 100 ? { status } : {};
}

function codesOf(body: CloudErrorBody, codes = new Set<string>()): ReadonlySet<string> {
  codes.add(body.code);
  for (const detail of body.details ?? []) codesOf(detail, codes);
  return codes;
}
