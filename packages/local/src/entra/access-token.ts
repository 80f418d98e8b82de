import type { Clock, Random } from "@aro/runtime";
import type { Identity } from "../pki/identity.ts";
import { thumbprint } from "../pki/identity.ts";
import type { Proof } from "./client-authentication.ts";
import { type Claims, signJwt } from "./jwt.ts";

export const lifetimeSeconds = 3600;
/** Tokens are good a little before they are made, for clients whose clocks are behind. */
const earlySeconds = 300;

/** `kid` of the signing key: its certificate's thumbprint, base64url, as Entra names its keys. */
export const keyId = (signing: Identity): string =>
  Buffer.from(thumbprint(signing.certificate), "hex").toString("base64url");

/** Who issues: version 1 tokens name the tenant, version 2 tokens the endpoint. */
export const issuer = (base: string, tenantId: string, version: 1 | 2): string =>
  version === 1 ? `${base}/${tenantId}/` : `${base}/${tenantId}/v2.0`;

/** An access token for an application acting as itself, with the claims Entra gives. `audience` is the resource as it was asked for. */
export function mintAccessToken(
  proof: Proof,
  audience: { text: string; version: 1 | 2 },
  deps: { base: string; tenantId: string; signing: Identity; clock: Clock; random: Random },
): string {
  const { base, tenantId, signing, clock, random } = deps;
  const now = Math.floor(clock.now() / 1000);
  const { appId, principal } = proof.application;
  const objectId = principal?.id;
  const opaque = () => Buffer.from(random.bytes(16)).toString("base64url");
  const iss = issuer(base, tenantId, audience.version);
  const client =
    audience.version === 1 ? { appid: appId, appidacr: proof.method, idp: iss } : { azp: appId, azpacr: proof.method };
  const claims: Claims = {
    aud: audience.text,
    iss,
    iat: now - earlySeconds,
    nbf: now - earlySeconds,
    exp: now + lifetimeSeconds,
    aio: opaque(),
    ...client,
    idtyp: "app",
    oid: objectId,
    rh: `1.${opaque()}.`,
    sub: objectId,
    tid: tenantId,
    uti: opaque(),
    ver: audience.version === 1 ? "1.0" : "2.0",
  };
  const kid = keyId(signing);
  return signJwt({ x5t: kid, kid }, claims, signing.key);
}
