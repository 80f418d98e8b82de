import type { Identity } from "@aro/pki";
import { thumbprint } from "@aro/pki";
import type { Audience } from "./audiences.ts";
import type { Proof } from "./client-authentication.ts";
import type { EntraDeps } from "./deps.ts";
import type { DirectoryObject } from "./directory/objects.ts";
import type { SignedIn } from "./grants.ts";
import { type Claims, signJwt } from "./jwt.ts";
import { directoryRoles, groupClaims, nameClaims, pairwiseSubject, puid, roleClaims } from "./user-claims.ts";
import { knownResources } from "./well-known.ts";

export const lifetimeSeconds = 3600;
/** Tokens are good a little before they are made, for clients whose clocks are behind. */
export const earlySeconds = 300;

type TokenDeps = Pick<EntraDeps, "base" | "suffix" | "tenantId" | "signing" | "directory" | "clock" | "random">;

/** `kid` of the signing key: its certificate's thumbprint, base64url, as Entra names its keys. */
export const keyId = (signing: Identity): string =>
  Buffer.from(thumbprint(signing.certificate), "hex").toString("base64url");

/** Who issues: version 1 tokens name the tenant, version 2 tokens the endpoint. */
export const issuer = (base: string, tenantId: string, version: 1 | 2): string =>
  version === 1 ? `${base}/${tenantId}/` : `${base}/${tenantId}/v2.0`;

/** What an access token is for, with the resource as it was written. */
export type TokenAudience = Pick<Audience, "version" | "appId" | "groups"> & { text: string };

/** An access token for an application, or a managed identity, acting as itself. `lifetime` in seconds. */
export function mintAppToken(
  { client, principal, method }: Proof & { principal: DirectoryObject },
  audience: TokenAudience,
  deps: TokenDeps,
  extra: Claims = {},
  lifetime: number = lifetimeSeconds,
): string {
  const claims = {
    ...clientClaims(client.appId, method, audience, deps),
    idtyp: "app",
    oid: principal.id,
    sub: principal.id,
    ...roleClaims(principal, audience, deps.directory),
    ...extra,
  };
  return sign(claims, audience, lifetime, deps);
}

/** An access token for an application acting for a person. */
export function mintUserToken(
  {
    user,
    authTime,
    clientId,
    method,
  }: { user: DirectoryObject; clientId: string; method: Proof["method"] } & Pick<SignedIn, "authTime">,
  audience: TokenAudience,
  granted: readonly string[],
  deps: TokenDeps,
): string {
  const { directory, base, suffix, tenantId } = deps;
  const [graph = ""] = knownResources.graph.names({ base, suffix });
  const upn = user.name ?? "";
  const claims = {
    ...clientClaims(clientId, method, audience, deps),
    oid: user.id,
    sub: pairwiseSubject(user, audience.appId),
    ...nameClaims(user),
    scp: granted.join(" "),
    ...(audience.groups ? groupClaims(user, directory, graph, tenantId) : {}),
    ...roleClaims(user, audience, directory),
    ...(audience.version === 1
      ? {
          acr: "1",
          amr: ["pwd"],
          auth_time: authTime,
          idtyp: "user",
          ipaddr: "127.0.0.1",
          puid: puid(user),
          unique_name: upn,
          upn,
          wids: directoryRoles(user),
        }
      : { preferred_username: upn }),
  };
  return sign(claims, audience, lifetimeSeconds, deps);
}

function clientClaims(appId: string, method: Proof["method"], { version }: TokenAudience, deps: TokenDeps): Claims {
  const iss = issuer(deps.base, deps.tenantId, version);
  return version === 1 ? { appid: appId, appidacr: method, idp: iss } : { azp: appId, azpacr: method };
}

function sign(claims: Claims, { version, text }: TokenAudience, lifetime: number, deps: TokenDeps): string {
  const { base, tenantId, signing, clock, random } = deps;
  const now = Math.floor(clock.now() / 1000);
  const opaque = () => Buffer.from(random.bytes(16)).toString("base64url");
  const whole: Claims = {
    aud: text,
    iss: issuer(base, tenantId, version),
    iat: now - earlySeconds,
    nbf: now - earlySeconds,
    exp: now + lifetime,
    aio: opaque(),
    ...claims,
    rh: `1.${opaque()}.`,
    tid: tenantId,
    uti: opaque(),
    ver: version === 1 ? "1.0" : "2.0",
  };
  const kid = keyId(signing);
  return signJwt({ x5t: kid, kid }, whole, signing.key);
}
