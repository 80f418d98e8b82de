import { createPrivateKey, createPublicKey, type KeyObject } from "node:crypto";
import { type Doc, text } from "../../documents/document.ts";
import { badParameter } from "../refusal.ts";

const ownCurve = { secp256k1: "P-256K" } as const;

/** The public half of a key as Key Vault shows it: `kty`, and `n` and `e`, or `crv`, `x` and `y`. */
export function publicJwk(key: KeyObject): Doc {
  const jwk = createPublicKey(key).export({ format: "jwk" }) as Doc;
  return jwk["crv"] === "secp256k1" ? { ...jwk, crv: ownCurve.secp256k1 } : { ...jwk };
}

/** A private key (PEM of PKCS #8) out of the JSON web key of an import. @throws VaultRefusal when it is none that vaults hold. */
export function keyFromJwk(jwk: Doc): string {
  const { kty, crv } = jwk;
  const kind = text(kty).replace("-HSM", "");
  if (kind !== "RSA" && kind !== "EC") throw badParameter(`Property key.kty has invalid value: '${text(kty)}'`);
  const { key_ops: _, kid: __, ...rest } = jwk;
  try {
    const key = createPrivateKey({
      key: { ...rest, kty: kind, ...(crv === ownCurve.secp256k1 ? { crv: "secp256k1" } : {}) },
      format: "jwk",
    });
    return key.export({ type: "pkcs8", format: "pem" }).toString();
  } catch {
    throw badParameter("Property key has invalid value: it is no private key.");
  }
}
