import { constants, createPublicKey, verify, type webcrypto } from "node:crypto";
import { type Refusal, refuse } from "../failures.ts";
import type { Jwt } from "../jwt.ts";

/** A key as an issuer publishes it. */
export type PublishedKey = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null;

/** The keys of an issuer: its discovery document names them, and must name the issuer as the token does. */
export async function issuerKeys(
  issuer: string,
  read: (url: URL) => Promise<unknown>,
): Promise<readonly PublishedKey[] | Refusal> {
  const failed = refuse("AADSTS50166");
  const place = `${issuer.replace(/\/$/, "")}/.well-known/openid-configuration`;
  if (!URL.canParse(place)) return failed;
  const discovery = await read(new URL(place));
  if (!isObject(discovery) || discovery["issuer"] !== issuer) return failed;
  const at = discovery["jwks_uri"];
  if (typeof at !== "string" || !URL.canParse(at)) return failed;
  const set = await read(new URL(at));
  return isObject(set) && Array.isArray(set["keys"]) ? set["keys"].filter(isObject) : failed;
}

/** Whether a token's signature (RS256) is that of a published key. */
export function isSignedByKey(jwt: Jwt, key: PublishedKey): boolean {
  if (jwt.header["alg"] !== "RS256" || key["kty"] !== "RSA") return false;
  try {
    const publicKey = createPublicKey({ key: key as webcrypto.JsonWebKey, format: "jwk" });
    const options = { key: publicKey, padding: constants.RSA_PKCS1_PADDING };
    return verify("sha256", Buffer.from(jwt.signed), options, jwt.signature);
  } catch {
    // A key that is no key signs nothing.
    return false;
  }
}
