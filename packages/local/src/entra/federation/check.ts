import type { EntraDeps } from "../deps.ts";
import type { Client } from "../directory.ts";
import { isRefusal, type Refusal, refuse } from "../failures.ts";
import type { Jwt } from "../jwt.ts";
import { checkTimes } from "../times.ts";
import { knownResources, tokenExchangeName } from "../well-known.ts";
import { isSignedByKey, issuerKeys } from "./keys.ts";

/** Whether an assertion is another issuer's: what a client signs itself names the client as its issuer, others are addresses. */
export const isForeign = ({ claims: { iss } }: Jwt): boolean => typeof iss === "string" && URL.canParse(iss);

/**
 * Checks another issuer's token against the federated credentials of an application or an identity: issuer, subject and
 * audience as they are written (case matters), then the issuer's own keys.
 */
export async function checkFederated(jwt: Jwt, client: Client, deps: EntraDeps): Promise<Refusal | undefined> {
  const { claims } = jwt;
  const text = (name: string) => (typeof claims[name] === "string" ? claims[name] : "");
  // This tenant's own tokens name the endpoint by its id, credentials by its name.
  const audiences = [claims["aud"]]
    .flat()
    .filter((one) => typeof one === "string")
    .map((one) => (one === knownResources.tokenExchange.appId ? tokenExchangeName : one));
  const trusted = [
    ...deps.directory.credentials(client).federated,
    ...(await deps.federatedCredentialsOf(client.appId)),
  ];
  if (trusted.length === 0) return refuse("AADSTS70025", client.appId, client.displayName);
  const issued = trusted.filter(({ issuer }) => withoutSlash(issuer) === withoutSlash(text("iss")));
  if (issued.length === 0) return refuse("AADSTS700211", text("iss"));
  const about = issued.filter(({ subject }) => subject === text("sub"));
  if (about.length === 0) return refuse("AADSTS700213", text("sub"));
  if (!about.some((one) => one.audiences.some((audience) => audiences.includes(audience))))
    return refuse("AADSTS700212", audiences.join(", "));
  const late = checkTimes(claims, deps.clock);
  if (late !== undefined) return late;
  const keys = await issuerKeys(text("iss"), deps.readIssuer);
  if (isRefusal(keys)) return keys;
  const { kid } = jwt.header;
  const candidates = typeof kid === "string" ? keys.filter((key) => key["kid"] === kid) : keys;
  return candidates.some((key) => isSignedByKey(jwt, key)) ? undefined : refuse("AADSTS5000811");
}

/** Entra compares issuers with and without their last slash. */
const withoutSlash = (issuer: string): string => issuer.replace(/\/$/, "");
