import { createHash } from "node:crypto";
import { earlySeconds, issuer, keyId, lifetimeSeconds } from "./access-token.ts";
import { namesGroups } from "./audiences.ts";
import type { EntraDeps } from "./deps.ts";
import type { DirectoryObject } from "./directory/objects.ts";
import type { Client } from "./directory.ts";
import type { SignedIn } from "./grants.ts";
import { type Claims, signJwt } from "./jwt.ts";
import type { TokenForm } from "./token-form.ts";
import { groupClaims, nameClaims, pairwiseSubject, roleClaims } from "./user-claims.ts";
import { knownResources } from "./well-known.ts";

/** What an id token tells a client about who signed in. */
export interface IdTokenRequest {
  client: Client;
  user: DirectoryObject;
  signedIn: SignedIn;
  form: TokenForm;
  nonce?: string | undefined;
  /** What of OpenID Connect was asked for. */
  openid: ReadonlySet<string>;
  /** The code that comes with it (`code id_token`): its hash ties the two together. */
  code?: string;
}

/** Half of a hash of what comes with an id token (OpenID Connect Core §3.3.2.11). */
const halfHash = (value: string): string =>
  createHash("sha256").update(value).digest().subarray(0, 16).toString("base64url");

/** An id token, as the form of the authority makes them. */
export function mintIdToken(request: IdTokenRequest, deps: EntraDeps): string {
  const { client, user, signedIn, form, nonce, openid, code } = request;
  const { base, suffix, tenantId, signing, directory, clock, random } = deps;
  const now = Math.floor(clock.now() / 1000);
  const upn = user.name ?? "";
  const [graph = ""] = knownResources.graph.names({ base, suffix });
  const { mail } = user.members;
  const claims: Claims = {
    aud: client.appId,
    iss: form === "adfs" ? `${base}/adfs` : issuer(base, tenantId, form === "v1" ? 1 : 2),
    iat: now - earlySeconds,
    nbf: now - earlySeconds,
    exp: now + lifetimeSeconds,
    auth_time: signedIn.authTime,
    ...(code === undefined ? {} : { c_hash: halfHash(code) }),
    ...(nonce === undefined ? {} : { nonce }),
    ...(openid.has("email") && typeof mail === "string" ? { email: mail } : {}),
    ...nameClaims(user),
    ...(form === "v2" ? { preferred_username: upn } : { upn, unique_name: upn, preferred_username: upn, amr: ["pwd"] }),
    ...(namesGroups(client.application) ? groupClaims(user, directory, graph, tenantId) : {}),
    ...roleClaims(user, client, directory),
    login_hint: Buffer.from(upn).toString("base64url"),
    oid: user.id,
    rh: `1.${Buffer.from(random.bytes(16)).toString("base64url")}.`,
    sub: pairwiseSubject(user, client.appId),
    tid: tenantId,
    uti: Buffer.from(random.bytes(16)).toString("base64url"),
    ver: form === "v2" ? "2.0" : "1.0",
  };
  const kid = keyId(signing);
  return signJwt({ x5t: kid, kid }, claims, signing.key);
}

/** `client_info`, by which MSAL names accounts. */
export const clientInfo = (user: DirectoryObject, tenantId: string): string =>
  Buffer.from(JSON.stringify({ uid: user.id, utid: tenantId })).toString("base64url");
