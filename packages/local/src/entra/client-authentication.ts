import type { Clock } from "@aro/runtime";
import { secretHash } from "./directory/credentials.ts";
import type { Client, Directory } from "./directory.ts";
import { type Refusal, refuse } from "./failures.ts";
import { isSignedBy, readJwt } from "./jwt.ts";

/** How a client proved itself: `appidacr` 1 is a password, 2 a certificate. */
export interface Proof {
  application: Client;
  method: "1" | "2";
}

/** What a token request says about its client. */
export interface ClientClaim {
  clientId: string | undefined;
  secret: string | undefined;
  assertion: string | undefined;
  assertionType: string | undefined;
}

interface Deps {
  directory: Directory;
  clock: Clock;
  tenantId: string;
  /** Every value the `aud` of an assertion may have. */
  audiences: readonly string[];
}

export const assertionType = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
const skewMs = 300_000;

/** Checks a client's password or certificate assertion against what is registered for it. */
export function authenticateClient(claim: ClientClaim, deps: Deps): Proof | Refusal {
  const { directory, clock, tenantId } = deps;
  if (claim.clientId === undefined && claim.assertion === undefined) return refuse("AADSTS900144", "client_id");
  const subject = readJwt(claim.assertion ?? "")?.claims["sub"];
  const clientId = claim.clientId ?? (typeof subject === "string" ? subject : "");
  const application = directory.client(clientId);
  if (application === undefined) return refuse("AADSTS700016", clientId, tenantId);
  if (claim.assertion !== undefined) {
    if (claim.assertionType !== assertionType) return refuse("AADSTS900144", "client_assertion_type");
    return checkAssertion(claim.assertion, application, deps) ?? { application, method: "2" };
  }
  if (claim.secret === undefined || claim.secret === "") return refuse("AADSTS7000218");
  const hash = secretHash(claim.secret);
  const match = directory.credentials(application).secrets.filter((secret) => secret.hash === hash);
  if (match.length === 0) return refuse("AADSTS7000215", application.appId);
  if (match.every((secret) => secret.endsAt <= clock.now())) return refuse("AADSTS7000222", application.appId);
  return { application, method: "1" };
}

function checkAssertion(assertion: string, application: Client, deps: Deps): Refusal | undefined {
  const { directory, clock, audiences } = deps;
  const jwt = readJwt(assertion);
  if (jwt === undefined) return refuse("AADSTS50027");
  const { header, claims } = jwt;
  // x5t may come with padding (msal for Python); Buffer reads both.
  const hex = (member: string) =>
    typeof header[member] === "string"
      ? Buffer.from(header[member], "base64url").toString("hex").toUpperCase()
      : undefined;
  const sha256 = hex("x5t#S256");
  const sha1 = hex("x5t");
  const shown = sha256 ?? sha1 ?? "";
  const registered = directory
    .credentials(application)
    .certificates.find((one) => (sha256 !== undefined ? one.sha256 === sha256 : one.sha1 === sha1));
  if (registered === undefined) return refuse("AADSTS700027", "The key was not found.", shown);
  if (!isSignedBy(jwt, registered.certificate))
    return refuse(
      "AADSTS700027",
      "The provided signature value did not match the expected signature value, or its algorithm is neither RS256 nor PS256.",
      shown,
    );
  if (!sameId(claims["iss"], application.appId) || !sameId(claims["sub"], application.appId))
    return refuse("AADSTS700021");
  const audience = [claims["aud"]].flat();
  if (!audience.some((one) => typeof one === "string" && audiences.includes(one.replace(/\/+$/, ""))))
    return refuse("AADSTS700023");
  const now = clock.now();
  const expires = typeof claims["exp"] === "number" ? claims["exp"] * 1000 : 0;
  const starts = typeof claims["nbf"] === "number" ? claims["nbf"] * 1000 : 0;
  if (expires + skewMs < now || starts - skewMs > now)
    return refuse("AADSTS700024", timeText(now), Number.isFinite(expires) ? timeText(expires) : "none");
  return undefined;
}

const sameId = (value: unknown, appId: string): boolean =>
  typeof value === "string" && value.toLowerCase() === appId.toLowerCase();

/** RFC 3339, or the number itself where it is beyond all dates. */
const timeText = (milliseconds: number): string =>
  Math.abs(milliseconds) > 8.64e15 ? String(milliseconds) : new Date(milliseconds).toISOString();
