import {
  constants,
  createPrivateKey,
  createPublicKey,
  privateDecrypt,
  privateEncrypt,
  publicDecrypt,
  publicEncrypt,
} from "node:crypto";
import { badParameter } from "../refusal.ts";

/** What a key is used for: operations as paths name them. */
export type KeyUse = "encrypt" | "decrypt" | "wrapkey" | "unwrapkey" | "sign" | "verify";

const encryptions: Readonly<Record<string, { padding: number; oaepHash?: string }>> = {
  RSA1_5: { padding: constants.RSA_PKCS1_PADDING },
  "RSA-OAEP": { padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: "sha1" },
  "RSA-OAEP-256": { padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: "sha256" },
};

/** Signatures of digests, and how many bits they have. Node signs no digests with curves, so those are not for use here. */
const signatures: Readonly<Record<string, number>> = { RS256: 256, RS384: 384, RS512: 512 };

/** Heads of DigestInfo (RFC 8017, 9.2): what RS signatures put before a digest. */
const heads: Readonly<Record<number, string>> = {
  256: "3031300d060960864801650304020105000420",
  384: "3041300d060960864801650304020205000430",
  512: "3051300d060960864801650304020305000440",
};

const unknown = (alg: string): Error => badParameter(`Property alg has invalid value: '${alg}' is not for this key.`);

/** Encrypts or wraps with the public half. @throws VaultRefusal */
export function encrypt(pem: string, alg: string, value: Buffer): Buffer {
  const manner = encryptions[alg];
  const key = createPublicKey(pem);
  if (manner === undefined || key.asymmetricKeyType !== "rsa") throw unknown(alg);
  try {
    return publicEncrypt({ key, ...manner }, value);
  } catch {
    throw badParameter("Property value has invalid value: it is too long for this key and algorithm.");
  }
}

/** Decrypts or unwraps with the private half. @throws VaultRefusal */
export function decrypt(pem: string, alg: string, value: Buffer): Buffer {
  const manner = encryptions[alg];
  const key = createPrivateKey(pem);
  if (manner === undefined || key.asymmetricKeyType !== "rsa") throw unknown(alg);
  try {
    return privateDecrypt({ key, ...manner }, value);
  } catch {
    throw badParameter("Property value has invalid value: it cannot be decrypted.");
  }
}

/** A digest with its head, as it is put under the key. */
function prepared(pem: string, alg: string, digest: Buffer): Buffer {
  const bits = signatures[alg];
  if (bits === undefined || createPrivateKey(pem).asymmetricKeyType !== "rsa") throw unknown(alg);
  if (digest.byteLength * 8 !== bits)
    throw badParameter(`Property value has invalid value: a digest for ${alg} has ${bits / 8} bytes.`);
  return Buffer.concat([Buffer.from(heads[bits] ?? "", "hex"), digest]);
}

/** Signs a digest. @throws VaultRefusal */
export const signDigest = (pem: string, alg: string, digest: Buffer): Buffer =>
  privateEncrypt({ key: createPrivateKey(pem), padding: constants.RSA_PKCS1_PADDING }, prepared(pem, alg, digest));

/** Whether a signature of a digest is the key's. @throws VaultRefusal */
export function verifyDigest(pem: string, alg: string, digest: Buffer, signature: Buffer): boolean {
  const wanted = prepared(pem, alg, digest);
  try {
    return publicDecrypt({ key: createPublicKey(pem), padding: constants.RSA_PKCS1_PADDING }, signature).equals(wanted);
  } catch {
    return false;
  }
}
