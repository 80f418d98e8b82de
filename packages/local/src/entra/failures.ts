import { json } from "../answers.ts";
import type { WallResponse } from "../wall.ts";

/**
 * Why Entra gives no token: OAuth's error, HTTP status and text per AADSTS code, as the real one answers.
 * `{0}`, `{1}` stand for what the failure names.
 */
export const aadsts = {
  AADSTS50027: { status: 400, error: "invalid_request", text: "JWT token is invalid or malformed." },
  AADSTS50059: {
    status: 400,
    error: "invalid_request",
    text: "No tenant-identifying information found in either the request or implied by any provided credentials.",
  },
  AADSTS70003: {
    status: 400,
    error: "unsupported_grant_type",
    text: "The app requested an unsupported grant type '{0}'.",
  },
  AADSTS70011: {
    status: 400,
    error: "invalid_scope",
    text: "The provided request must include a 'scope' input parameter. The provided value for the input parameter 'scope' is not valid. The scope {0} is not valid.",
  },
  AADSTS90002: {
    status: 400,
    error: "invalid_request",
    text: "Tenant '{0}' not found. Check to make sure you have the correct tenant ID and are signing into the correct cloud. Check with your subscription administrator, this may happen if there are no active subscriptions for the tenant.",
  },
  AADSTS500011: {
    status: 400,
    error: "invalid_resource",
    text: "The resource principal named {0} was not found in the tenant named {1}. This can happen if the application has not been installed by the administrator of the tenant or consented to by any user in the tenant. You might have sent your authentication request to the wrong tenant.",
  },
  AADSTS700016: {
    status: 400,
    error: "unauthorized_client",
    text: "Application with identifier '{0}' was not found in the directory '{1}'. This can happen if the application has not been installed by the administrator of the tenant or consented to by any user in the tenant. You may have sent your authentication request to the wrong tenant.",
  },
  AADSTS700021: {
    status: 401,
    error: "invalid_client",
    text: "Client assertion application identifier doesn't match 'client_id' parameter.",
  },
  AADSTS700023: {
    status: 401,
    error: "invalid_client",
    text: "Client assertion audience claim does not match Realm issuer.",
  },
  AADSTS700024: {
    status: 401,
    error: "invalid_client",
    text: "Client assertion is not within its valid time range. Current time: {0}, expiry time of assertion {1}.",
  },
  AADSTS700027: {
    status: 401,
    error: "invalid_client",
    text: "Client assertion failed signature validation. [Reason - {0}, Thumbprint of key used by client: '{1}']",
  },
  AADSTS900144: {
    status: 400,
    error: "invalid_request",
    text: "The request body must contain the following parameter: '{0}'.",
  },
  AADSTS1002012: {
    status: 400,
    error: "invalid_scope",
    text: "The provided value for scope {0} is not valid. Client credential flows must have a scope value with /.default suffixed to the resource identifier (application ID URI).",
  },
  AADSTS7000215: {
    status: 401,
    error: "invalid_client",
    text: "Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not the client secret ID, for a secret added to app '{0}'.",
  },
  AADSTS7000218: {
    status: 401,
    error: "invalid_client",
    text: "The request body must contain the following parameter: 'client_assertion' or 'client_secret'.",
  },
  AADSTS7000222: {
    status: 401,
    error: "invalid_client",
    text: "The provided client secret keys for app '{0}' are expired. Visit the Azure portal to create new keys for your app, or consider using certificate credentials for added security.",
  },
  AADSTS7000229: {
    status: 401,
    error: "invalid_client",
    text: "The client application {0} is missing service principal in the tenant {1}. See instructions here: https://go.microsoft.com/fwlink/?linkid=2225119",
  },
  AADSTS9002313: {
    status: 400,
    error: "invalid_request",
    text: "Invalid request. Request is malformed or invalid.",
  },
} as const satisfies Record<string, { status: number; error: string; text: string }>;

export type AadstsCode = keyof typeof aadsts;

/** A refusal: the code, and what its text names. */
export interface Refusal {
  refused: AadstsCode;
  named: readonly string[];
}

export const refuse = (refused: AadstsCode, ...named: readonly string[]): Refusal => ({ refused, named });

/** Whether an outcome is a refusal. */
export const isRefusal = (value: unknown): value is Refusal =>
  typeof value === "object" && value !== null && "refused" in value;

/** The refusal as Entra's token endpoint sends it. */
export function refusalAnswer(
  refusal: Refusal,
  { traceId, correlationId, now }: { traceId: string; correlationId: string; now: number },
): WallResponse {
  const { status, error, text } = aadsts[refusal.refused];
  const timestamp = `${new Date(now).toISOString().slice(0, 19).replace("T", " ")}Z`;
  const message = text.replace(/\{(\d)\}/g, (_, index: string) => refusal.named[Number(index)] ?? "");
  return json(status, {
    error,
    error_description: `${refusal.refused}: ${message} Trace ID: ${traceId} Correlation ID: ${correlationId} Timestamp: ${timestamp}`,
    error_codes: [Number(refusal.refused.slice("AADSTS".length))],
    timestamp,
    trace_id: traceId,
    correlation_id: correlationId,
    error_uri: `https://login.microsoftonline.com/error?code=${refusal.refused.slice("AADSTS".length)}`,
  });
}
