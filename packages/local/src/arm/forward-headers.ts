import type { ArmCall } from "../wall/arm-call.ts";

/** Where a call comes in, as ARM tells the provider. */
export interface Entry {
  /** Region of the ARM instance that took the call. */
  region: string;
  /** Tenant of the subscription; absent for calls of the tenant. */
  homeTenantId?: string;
  now: number;
}

/** Not passed on: they belong to one connection, or to the caller's own bargain with ARM. */
const dropped = new Set([
  "accept-encoding",
  "authorization",
  "connection",
  "content-length",
  "cookie",
  "expect",
  "host",
  "keep-alive",
  "proxy-authorization",
  "proxy-connection",
  "referer",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
]);

/** Only ARM says who calls and what it knows of a resource (ARM-HDR-05); a caller that says so itself is not heard. */
const reserved = /^x-ms-(client-(?!request-id$|session-id$)|home-tenant-id$|arm-|identity-|management-group-|routing-)/;

/** The headers of a call as ARM sends it to the provider: the caller's own, less what is reserved, and ARM's (spec 07 §2). */
export function forwardHeaders(call: ArmCall, { region, homeTenantId, now }: Entry): Record<string, string> {
  const { request, principal, claims = {} } = call;
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(request.headers))
    if (!dropped.has(name) && !reserved.test(name)) headers[name] = value;
  const claim = (name: string) => (typeof claims[name] === "string" ? claims[name] : "");
  const added = {
    // Links are built on it (ARM-HDR-03): the address the caller dialled, which is not the provider's.
    referer: request.url.href,
    "x-ms-correlation-request-id": call.correlationId,
    "x-ms-arm-request-tracking-id": call.requestId,
    "x-ms-arm-service-request-id": call.requestId,
    "x-ms-routing-request-id": createRoutingIds(region)(call.requestId, now),
    "x-ms-arm-network-source": "PublicNetwork",
    "x-ms-client-location": region,
    "x-ms-client-ip-address": request.peer?.address ?? "127.0.0.1",
    "x-ms-client-principal-name": principal.name,
    // The contract gives a principal id to people only; audits of ours want one for whoever it is, so it is the object id.
    "x-ms-client-principal-id": principal.objectId,
    "x-ms-client-object-id": principal.objectId,
    "x-ms-client-tenant-id": principal.tenantId,
    "x-ms-client-app-id": principal.appId ?? "",
    "x-ms-client-app-id-acr": claim("appidacr") || claim("azpacr"),
    "x-ms-client-audience": claim("aud"),
    "x-ms-client-issuer": claim("iss"),
    "x-ms-client-identity-provider": claim("idp"),
    "x-ms-client-authentication-methods": "",
    "x-ms-client-wids": "",
    "x-ms-client-authorization-source": "RoleBased",
    ...(homeTenantId === undefined ? {} : { "x-ms-home-tenant-id": homeTenantId }),
  };
  return { ...headers, ...added };
}

/** `REGION:TIME:ID`, the trace of a call through ARM's regions. What stands before the id is written once a second. */
export function createRoutingIds(region: string): (id: string, now: number) => string {
  let second = Number.NaN;
  let before = "";
  return (id, now) => {
    const current = Math.floor(now / 1000);
    if (current !== second) {
      second = current;
      const time = new Date(now).toISOString().slice(0, 19).replaceAll(/[-:]/g, "");
      before = `${region.toUpperCase()}:${time}Z`;
    }
    return `${before}:${id}`;
  };
}

/** Headers of an answer that belong to its connection only. */
const ofConnection = new Set([
  "connection",
  "content-length",
  "date",
  "keep-alive",
  "server",
  "trailer",
  "transfer-encoding",
  "upgrade",
]);

/** The headers of a provider's answer that the caller gets. */
export const backHeaders = (headers: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).filter(([name]) => !ofConnection.has(name)));
