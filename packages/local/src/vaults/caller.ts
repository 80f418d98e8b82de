import type { Identity } from "@aro/pki";
import type { Clock } from "@aro/runtime";
import { readCaller, type TokenProblem } from "../entra/authenticate.ts";
import { json } from "../wall/answers.ts";
import type { WallResponse } from "../wall/wall.ts";
import type { VaultCaller } from "./call.ts";

/** What tells callers of vaults apart. */
export interface CallerDeps {
  /** Where the token authority answers. */
  base: string;
  tenantId: string;
  signing: Identity;
  /** What tokens for vaults are for, `https://vault.S`. */
  audience: string;
  clock: Clock;
}

const words: Readonly<Record<string, (problem: TokenProblem, deps: CallerDeps) => string>> = {
  AuthenticationFailed: () => "AKV10000: Request is missing a Bearer or PoP token.",
  InvalidAuthenticationToken: () => "[TokenInvalid] Error validating token: 'S2S12005'.",
  InvalidAuthenticationTokenTenant: ({ found }, { base, tenantId }) =>
    `AKV10032: Invalid issuer. Expected one of ${base}/${tenantId}/, found ${found ?? "none"}.`,
  InvalidAuthenticationTokenAudience: ({ found }, { audience }) =>
    `AKV10022: Invalid audience. Expected ${audience}, found: ${found ?? "none"}.`,
  ExpiredAuthenticationToken: () => "[TokenExpired] Error validating token: 'S2S12086'.",
};

/** Who calls, or 401 with the challenge by which clients learn whom to ask for a token, and for what. */
export function callerOf(header: string | undefined, deps: CallerDeps): VaultCaller | WallResponse {
  const outcome = readCaller(header, deps.audience, deps);
  if ("principal" in outcome) {
    const { principal, claims } = outcome;
    return { objectId: principal.objectId, appId: principal.appId ?? "", issuer: String(claims["iss"]) };
  }
  const message = words[outcome.code]?.(outcome, deps) ?? outcome.message;
  return json(
    401,
    { error: { code: "Unauthorized", message } },
    {
      "www-authenticate": `Bearer authorization="${deps.base}/${deps.tenantId}", resource="${deps.audience}"`,
    },
  );
}
