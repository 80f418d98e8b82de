import { lifetimeSeconds, mintUserToken } from "../access-token.ts";
import type { Proof } from "../client-authentication.ts";
import type { EntraDeps } from "../deps.ts";
import type { DirectoryObject } from "../directory/objects.ts";
import { isRefusal, type Refusal, refuse } from "../failures.ts";
import type { Code, SignedIn } from "../grants.ts";
import { clientInfo, mintIdToken } from "../id-token.ts";
import type { TokenForm } from "../token-form.ts";
import { scopeOf } from "./call.ts";

const refreshLifetimeSeconds = 90 * 86_400;

/** Who signed in through which client, for what. */
export interface PersonGrant {
  proof: Proof;
  signedIn: SignedIn;
  wanted: Code["wanted"];
  form: TokenForm;
  nonce?: string | undefined;
  /** Whether the client asked for `client_info`. */
  clientInfo: boolean;
}

/** The person, if they may still sign in. */
export function findPerson(userId: string, { directory, tenantId }: EntraDeps): DirectoryObject | Refusal {
  const user = directory.objects.get(userId);
  if (user === undefined || user.kind !== "user") return refuse("AADSTS50034", userId, tenantId);
  return user.members["accountEnabled"] === false ? refuse("AADSTS50057") : user;
}

/** The tokens for a client that acts for a person. */
export function personTokens(grant: PersonGrant, deps: EntraDeps): object | Refusal {
  const { proof, signedIn, wanted, form, nonce } = grant;
  const { client, method } = proof;
  const user = findPerson(signedIn.userId, deps);
  if (isRefusal(user)) return user;
  const scope = scopeOf(wanted, client, deps);
  if (isRefusal(scope)) return scope;
  const { audience, openid, granted, shown } = scope;
  // Version 1 tokens carry the resource as it was written, slash and all; version 2 tokens the application's id.
  const text = audience.version === 1 ? scope.text : audience.resource;
  const accessToken = mintUserToken(
    { user, authTime: signedIn.authTime, clientId: client.appId, method },
    { ...audience, text },
    granted,
    deps,
  );
  const idToken = openid.has("openid") && mintIdToken({ client, user, signedIn, form, nonce, openid }, deps);
  const { userId, authTime } = signedIn;
  const refreshToken =
    openid.has("offline_access") &&
    deps.grants.issue(
      "refresh",
      { clientId: client.appId, userId, authTime, wanted },
      { lifetimeSeconds: refreshLifetimeSeconds },
    );
  const seconds = lifetimeSeconds - 1;
  const now = Math.floor(deps.clock.now() / 1000);
  return {
    token_type: "Bearer",
    scope: shown.join(" "),
    ...(form === "v1"
      ? {
          expires_in: String(seconds),
          ext_expires_in: String(seconds),
          expires_on: String(now + seconds),
          not_before: String(now - 300),
          resource: scope.text,
        }
      : { expires_in: seconds, ext_expires_in: seconds }),
    access_token: accessToken,
    ...(refreshToken === false ? {} : { refresh_token: refreshToken }),
    ...(idToken === false ? {} : { id_token: idToken }),
    ...(grant.clientInfo ? { client_info: clientInfo(user, deps.tenantId) } : {}),
  };
}
