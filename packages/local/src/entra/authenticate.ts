import type { Identity } from "@aro/pki";
import type { Clock } from "@aro/runtime";
import { armError } from "../wall/answers.ts";
import type { Principal } from "../wall/arm-call.ts";
import type { WallResponse } from "../wall/wall.ts";
import { issuer } from "./access-token.ts";
import type { Claims } from "./jwt.ts";
import { openVerifiedTokens, type VerifiedTokens } from "./verified-tokens.ts";

/** Who calls, and the token's claims, which ARM shows the provider. */
export interface Authenticated {
  principal: Principal;
  claims: Claims;
}

interface Deps {
  base: string;
  tenantId: string;
  signing: Identity;
  /** Where signatures that were checked are remembered; each is checked when absent. */
  tokens?: VerifiedTokens;
  clock: Clock;
}

const skewMs = 300_000;

/** What is wrong with a token, in ARM's words. */
export interface TokenProblem {
  code: string;
  message: string;
  /** What the token said where it should have said something else: its issuer, its audience. */
  found?: string;
}

/** The caller by its access token, or ARM's 401 with a challenge. `audiences` are what the token may be for. */
export function authenticate(
  header: string | undefined,
  audiences: string | readonly string[],
  deps: Deps,
): Authenticated | WallResponse {
  const outcome = readCaller(header, audiences, deps);
  if ("principal" in outcome) return outcome;
  const { code, message } = outcome;
  return armError(401, code, message, {
    "www-authenticate": `Bearer authorization_uri="${deps.base}/${deps.tenantId}", error="invalid_token", error_description="${message.replace(/[^ !#-~]/g, "'")}"`,
  });
}

/** The caller by its access token, or what is wrong with it: for every service that takes tokens of this cloud. */
export function readCaller(
  header: string | undefined,
  audiences: string | readonly string[],
  { base, tenantId, signing, tokens, clock }: Deps,
): Authenticated | TokenProblem {
  const denied = (code: string, message: string, found?: string): TokenProblem => ({
    code,
    message,
    ...(found === undefined ? {} : { found }),
  });
  const allowed = typeof audiences === "string" ? [audiences] : audiences;
  const known = header === undefined ? undefined : tokens?.caller(header);
  if (known !== undefined && allowed.includes(known.audience) && isCurrent(known.expires, clock)) return known;
  if (header === undefined)
    return denied("AuthenticationFailed", "Authentication failed. The 'Authorization' header is missing.");
  const token = /^Bearer +(\S+)$/i.exec(header)?.[1];
  if (token === undefined)
    return denied(
      "AuthenticationFailed",
      "Authentication failed. The 'Authorization' header is provided in an invalid format.",
    );
  const jwt = (tokens ?? openVerifiedTokens(signing.certificate)).read(token);
  if (jwt === undefined) return denied("InvalidAuthenticationToken", "The access token is invalid.");
  const { claims } = jwt;
  const text = (name: string) => (typeof claims[name] === "string" ? claims[name] : "");
  if (text("tid") !== tenantId || ![issuer(base, tenantId, 1), issuer(base, tenantId, 2)].includes(text("iss")))
    return denied(
      "InvalidAuthenticationTokenTenant",
      `The access token is from the wrong issuer '${text("iss")}'. It must match the tenant '${issuer(base, tenantId, 1)}' associated with this subscription. Please use the authority (URL) '${base}/${tenantId}' to get the token.`,
      text("iss"),
    );
  const audience = text("aud").replace(/\/+$/, "");
  if (!allowed.includes(audience))
    return denied(
      "InvalidAuthenticationTokenAudience",
      `The access token has been obtained for wrong audience or resource '${text("aud")}'. It should exactly match with one of the allowed audiences '${allowed.flatMap((one) => [one, `${one}/`]).join("', '")}'.`,
      text("aud"),
    );
  const expires = Number(claims["exp"]) * 1000;
  if (!isCurrent(expires, clock))
    return denied(
      "ExpiredAuthenticationToken",
      `The access token expiry UTC time '${new Date(expires).toISOString()}' is earlier than current UTC time '${new Date(clock.now()).toISOString()}'.`,
    );
  const appId = text("appid") || text("azp");
  const upn = text("upn") || text("preferred_username");
  const isUser = upn !== "";
  const principal: Principal = {
    objectId: text("oid"),
    tenantId,
    kind: isUser ? "User" : "ServicePrincipal",
    appId,
    name: upn || appId,
  };
  tokens?.know(header, { claims, principal, audience, expires });
  return { claims, principal };
}

const isCurrent = (expires: number, clock: Clock): boolean => expires + skewMs > clock.now();

/** Whether an outcome is an answer, not a caller. */
export const isAnswer = (outcome: object): outcome is WallResponse => "status" in outcome;
