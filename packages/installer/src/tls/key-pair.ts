import { createPublicKey, generateKeyPair } from "node:crypto";
import { promisify } from "node:util";

/** An RSA key and its public half, PEM: PKCS #1 and SubjectPublicKeyInfo. */
export interface KeyPair {
  key: string;
  publicKey: string;
}

/** A new RSA 2048 key pair. */
export async function newKeyPair(): Promise<KeyPair> {
  const { privateKey, publicKey } = await promisify(generateKeyPair)("rsa", {
    modulusLength: 2048,
    privateKeyEncoding: { type: "pkcs1", format: "pem" },
    publicKeyEncoding: { type: "spki", format: "pem" },
  });
  return { key: privateKey, publicKey };
}

/** The pair of a given private key, PEM. @throws Error when it is none. */
export const pairOf = (key: string): KeyPair => ({
  key,
  publicKey: createPublicKey(key).export({ type: "spki", format: "pem" }).toString(),
});
