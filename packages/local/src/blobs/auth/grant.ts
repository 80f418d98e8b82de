import type { Identity } from "@aro/pki";
import type { Clock } from "@aro/runtime";
import { readCaller } from "../../entra/authenticate.ts";
import { readJwt } from "../../entra/jwt.ts";
import type { BlobCall, Grant } from "../call.ts";
import { StorageRefusal } from "../failures.ts";
import { checkSas } from "./sas.ts";
import { checkSharedKey } from "./shared-key.ts";

export interface GrantDeps {
  base: string;
  tenantId: string;
  signing: Identity;
  clock: Clock;
  sas: Parameters<typeof checkSas>[1];
}

/** What tokens for all of storage are for; one may also be for a single account's address. */
const audience = "https://storage.azure.com";

/** How a caller shows that it may: by the account's key, a token, a signature in the address, or not at all. @throws StorageRefusal */
export function grantOf(call: BlobCall, deps: GrantDeps): Grant {
  const authorization = call.request.headers["authorization"];
  if (authorization !== undefined) {
    const scheme = /^(\S+) /.exec(authorization)?.[1]?.toLowerCase();
    if (scheme === "bearer") return principalOf(call, authorization, deps);
    checkSharedKey(call, authorization);
    return { kind: "key" };
  }
  return call.query.has("sig") ? { kind: "sas", sas: checkSas(call, deps.sas) } : { kind: "anonymous" };
}

function principalOf(call: BlobCall, authorization: string, deps: GrantDeps): Grant {
  const token = authorization.replace(/^\S+ +/, "");
  const asked = String(readJwt(token)?.claims["aud"] ?? "").replace(/\/+$/, "");
  const own = call.request.url.origin;
  const outcome = readCaller(authorization, asked === own ? own : audience, deps);
  if ("principal" in outcome) {
    const { objectId, tenantId } = outcome.principal;
    return { kind: "principal", objectId, tenantId };
  }
  const detail = {
    AuthenticationFailed: "The Authorization header is not well formed.",
    InvalidAuthenticationToken: "IDX10500: Signature validation failed.",
    InvalidAuthenticationTokenTenant: `Issuer validation failed. Issuer did not match: ${outcome.found ?? ""}.`,
    InvalidAuthenticationTokenAudience: `Audience validation failed. Audience did not match: ${outcome.found ?? ""}.`,
    ExpiredAuthenticationToken: "Lifetime validation failed. The token is expired.",
  }[outcome.code];
  throw new StorageRefusal("InvalidAuthenticationInfo", { AuthenticationErrorDetail: detail ?? outcome.message });
}
