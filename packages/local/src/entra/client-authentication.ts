import type { Clock } from "@aro/runtime";
import type { EntraDeps } from "./deps.ts";
import { secretHash } from "./directory/credentials.ts";
import type { Client } from "./directory.ts";
import { isRefusal, type Refusal, refuse } from "./failures.ts";
import { checkFederated, isForeign } from "./federation/check.ts";
import { isSignedBy, type Jwt, readJwt } from "./jwt.ts";
import { checkTimes } from "./times.ts";
import { knownClients } from "./well-known.ts";

/** Who asks, and how it proved itself: `appidacr` 0 is not at all, 1 a password, 2 a certificate or another issuer's token. */
export interface Proof {
  client: Client;
  method: "0" | "1" | "2";
}

/** What a token request says about its client. */
export interface ClientClaim {
  clientId: string | undefined;
  secret: string | undefined;
  assertion: string | undefined;
  assertionType: string | undefined;
}

export const assertionType = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

/** The client that a claim names, if it may sign in at all. */
export function findClient(clientId: string, { directory, tenantId }: EntraDeps): Client | Refusal {
  const client = directory.client(clientId) ?? knownClient(clientId);
  if (client === undefined) return refuse("AADSTS700016", clientId, tenantId);
  if (client.principal?.members["accountEnabled"] === false)
    return refuse("AADSTS7000112", client.appId, client.displayName);
  return client;
}

function knownClient(clientId: string): Client | undefined {
  const known = knownClients.find(({ appId }) => appId === clientId.toLowerCase());
  return known === undefined ? undefined : { appId: known.appId, displayName: known.displayName };
}

/** Whether a claim brings anything that proves who asks. */
export const provesItself = ({ secret, assertion }: ClientClaim): boolean =>
  assertion !== undefined || (secret !== undefined && secret !== "");

/** Checks a client's password, certificate assertion or federated assertion against what is registered for it. */
export async function authenticateClient(claim: ClientClaim, deps: EntraDeps): Promise<Proof | Refusal> {
  const { directory, clock } = deps;
  if (claim.clientId === undefined && claim.assertion === undefined) return refuse("AADSTS900144", "client_id");
  const jwt = readJwt(claim.assertion ?? "");
  const subject = jwt?.claims["sub"];
  const client = findClient(claim.clientId ?? (typeof subject === "string" ? subject : ""), deps);
  if (isRefusal(client)) return client;
  if (claim.assertion !== undefined) {
    if (claim.assertionType !== assertionType) return refuse("AADSTS900144", "client_assertion_type");
    if (jwt === undefined) return refuse("AADSTS50027");
    const refused = isForeign(jwt) ? await checkFederated(jwt, client, deps) : checkAssertion(jwt, client, deps);
    return refused ?? { client, method: "2" };
  }
  if (claim.secret === undefined || claim.secret === "") return refuse("AADSTS7000218");
  const hash = secretHash(claim.secret);
  const match = directory.credentials(client).secrets.filter((secret) => secret.hash === hash);
  if (match.length === 0) return refuse("AADSTS7000215", client.appId);
  const now = clock.now();
  if (match.every((secret) => secret.endsAt <= now || secret.startsAt > now + skewMs))
    return refuse("AADSTS7000222", client.appId);
  return { client, method: "1" };
}

const skewMs = 300_000;

/** Every value the `aud` of an assertion may have: the tenant's issuer, or its token endpoint, in any form. */
const audiencesOf = ({ base, tenantId }: EntraDeps): readonly string[] => [
  `${base}/${tenantId}`,
  `${base}/${tenantId}/v2.0`,
  `${base}/${tenantId}/oauth2/token`,
  `${base}/${tenantId}/oauth2/v2.0/token`,
  `${base}/adfs`,
  `${base}/adfs/oauth2/token`,
];

function checkAssertion(jwt: Jwt, client: Client, deps: EntraDeps): Refusal | undefined {
  const { header, claims } = jwt;
  // x5t may come with padding (msal for Python); Buffer reads both.
  const hex = (member: string) =>
    typeof header[member] === "string"
      ? Buffer.from(header[member], "base64url").toString("hex").toUpperCase()
      : undefined;
  const sha256 = hex("x5t#S256");
  const sha1 = hex("x5t");
  const shown = sha256 ?? sha1 ?? "";
  const registered = deps.directory
    .credentials(client)
    .certificates.find((one) => (sha256 !== undefined ? one.sha256 === sha256 : one.sha1 === sha1));
  if (registered === undefined) return refuse("AADSTS700027", "The key was not found.", shown);
  if (!isSignedBy(jwt, registered.certificate))
    return refuse(
      "AADSTS700027",
      "The provided signature value did not match the expected signature value, or its algorithm is neither RS256 nor PS256.",
      shown,
    );
  const outside = outsideValidity(registered, deps.clock);
  if (outside !== undefined) return refuse("AADSTS700027", outside, shown);
  if (!sameId(claims["iss"], client.appId) || !sameId(claims["sub"], client.appId)) return refuse("AADSTS700021");
  const audience = [claims["aud"]].flat();
  const accepted = audiencesOf(deps);
  if (!audience.some((one) => typeof one === "string" && accepted.includes(one.replace(/\/+$/, ""))))
    return refuse("AADSTS700023");
  return checkTimes(claims, deps.clock);
}

const outsideValidity = ({ startsAt, endsAt }: { startsAt: number; endsAt: number }, clock: Clock) => {
  if (endsAt <= clock.now()) return "The key used is expired.";
  return startsAt > clock.now() + skewMs ? "The key used is not valid yet." : undefined;
};

const sameId = (value: unknown, appId: string): boolean =>
  typeof value === "string" && value.toLowerCase() === appId.toLowerCase();
