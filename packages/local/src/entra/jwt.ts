// Signing and checking JSON web tokens in the same turn of the event loop: the simulation replays a seed exactly only if no
// answer waits for a thread. The tests read our tokens with jose, which product code uses.
import { constants, createPrivateKey, sign, verify, X509Certificate } from "node:crypto";

export type Claims = Readonly<Record<string, unknown>>;

export interface Jwt {
  header: Claims;
  claims: Claims;
  /** What the signature covers. */
  signed: string;
  signature: Buffer;
}

const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString("base64url");

/** A token signed with RS256 by the RSA key `key` (PEM). */
export function signJwt(header: Claims, claims: Claims, key: string): string {
  const signed = `${encode({ typ: "JWT", alg: "RS256", ...header })}.${encode(claims)}`;
  return `${signed}.${sign("sha256", Buffer.from(signed), createPrivateKey(key)).toString("base64url")}`;
}

/** The parts of a compact token, unchecked; undefined when it is none. */
export function readJwt(token: string): Jwt | undefined {
  const [head, body, tail, ...more] = token.split(".");
  if (head === undefined || body === undefined || tail === undefined || more.length > 0) return undefined;
  const header = part(head);
  const claims = part(body);
  if (header === undefined || claims === undefined) return undefined;
  return { header, claims, signed: `${head}.${body}`, signature: Buffer.from(tail, "base64url") };
}

/** Whether the signature (RS256 or PS256) is that of the key in `certificate`, PEM. */
export function isSignedBy(jwt: Jwt, certificate: string): boolean {
  const { alg } = jwt.header;
  if (alg !== "RS256" && alg !== "PS256") return false;
  const key = new X509Certificate(certificate).publicKey;
  const padding = alg === "RS256" ? constants.RSA_PKCS1_PADDING : constants.RSA_PKCS1_PSS_PADDING;
  return key.asymmetricKeyType === "rsa" && verify("sha256", Buffer.from(jwt.signed), { key, padding }, jwt.signature);
}

function part(text: string): Claims | undefined {
  if (!/^[\w-]+$/.test(text)) return undefined;
  try {
    const value: unknown = JSON.parse(Buffer.from(text, "base64url").toString("utf8"));
    return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Claims) : undefined;
  } catch {
    return undefined;
  }
}
