import { createCipheriv, createDecipheriv, createHmac, timingSafeEqual } from "node:crypto";

// The current algorithm (spec 02 §7.2): AES-256-CBC, then the first half of HMAC-SHA-512 over nonce, ciphertext and the length of no associated data.
// Layout: nonce (16) ‖ ciphertext ‖ tag (32). The key is the AES key followed by the HMAC key: the opposite of JOSE's order.

export const encryptThenMacKeyBytes = 64;
const nonceBytes = 16;
const tagBytes = 32;

function tagOf(key: Uint8Array, authenticated: Uint8Array): Uint8Array {
  return createHmac("sha512", key.subarray(32))
    .update(authenticated)
    .update(new Uint8Array(8))
    .digest()
    .subarray(0, tagBytes);
}

/** Seals `clear` under a nonce of 16 random bytes that is used once. */
export function sealEncryptThenMac(key: Uint8Array, nonce: Uint8Array, clear: Uint8Array): Uint8Array {
  const cipher = createCipheriv("aes-256-cbc", key.subarray(0, 32), nonce);
  const authenticated = Buffer.concat([nonce, cipher.update(clear), cipher.final()]);
  return Buffer.concat([authenticated, tagOf(key, authenticated)]);
}

/** @throws Error `encrypted value too short` or `message authentication failed`. */
export function openEncryptThenMac(key: Uint8Array, sealed: Uint8Array): Uint8Array {
  if (sealed.length < tagBytes) throw new Error("encrypted value too short");
  const authenticated = sealed.subarray(0, sealed.length - tagBytes);
  // Before anything is decrypted, and in constant time: else the padding would tell an attacker what to try next.
  if (!timingSafeEqual(tagOf(key, authenticated), sealed.subarray(sealed.length - tagBytes)))
    throw new Error("message authentication failed");
  const decipher = createDecipheriv("aes-256-cbc", key.subarray(0, 32), authenticated.subarray(0, nonceBytes));
  return Buffer.concat([decipher.update(authenticated.subarray(nonceBytes)), decipher.final()]);
}
