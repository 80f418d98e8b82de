import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createSecretKey,
  type KeyObject,
  timingSafeEqual,
} from "node:crypto";

// The current algorithm (spec 02 §7.2): AES-256-CBC, then the first half of HMAC-SHA-512 over nonce, ciphertext and the length of no associated data.
// Layout: nonce (16) ‖ ciphertext ‖ tag (32). The key is the AES key followed by the HMAC key: the opposite of JOSE's order.

export const encryptThenMacKeyBytes = 64;
export const encryptThenMacNonceBytes = 16;
const tagBytes = 32;
/** The length of the associated data, which there is none of. */
const noLengthBytes = 8;

/** A key's two halves, taken apart once. */
export interface EncryptThenMacKey {
  cipher: KeyObject;
  mac: KeyObject;
}

/** The key in these 64 bytes. */
export const encryptThenMacKey = (bytes: Uint8Array): EncryptThenMacKey => ({
  cipher: createSecretKey(bytes.subarray(0, 32)),
  mac: createSecretKey(bytes.subarray(32)),
});

/** `authenticated` ends in {@link noLengthBytes} zeros. */
const tagOf = ({ mac }: EncryptThenMacKey, authenticated: Uint8Array): Buffer =>
  createHmac("sha512", mac).update(authenticated).digest().subarray(0, tagBytes);

/** Seals `clear` under a nonce of 16 random bytes that is used once. */
export function sealEncryptThenMac(key: EncryptThenMacKey, nonce: Uint8Array, clear: string | Uint8Array): Buffer {
  const cipher = createCipheriv("aes-256-cbc", key.cipher, nonce);
  const first = typeof clear === "string" ? cipher.update(clear, "utf8") : cipher.update(clear);
  const last = cipher.final();
  const length = nonce.length + first.length + last.length;
  // Zeros: the length of no associated data stands there until the tag does.
  const sealed = Buffer.alloc(length + tagBytes);
  sealed.set(nonce);
  sealed.set(first, nonce.length);
  sealed.set(last, nonce.length + first.length);
  sealed.set(tagOf(key, sealed.subarray(0, length + noLengthBytes)), length);
  return sealed;
}

/** @throws Error `encrypted value too short` or `message authentication failed`. */
export function openEncryptThenMac(key: EncryptThenMacKey, sealed: Uint8Array): Buffer {
  if (sealed.length < tagBytes) throw new Error("encrypted value too short");
  const authenticated = sealed.subarray(0, sealed.length - tagBytes);
  // Before anything is decrypted, and in constant time: else the padding would tell an attacker what to try next.
  const tag = tagOf(key, Buffer.concat([authenticated, new Uint8Array(noLengthBytes)]));
  if (!timingSafeEqual(tag, sealed.subarray(sealed.length - tagBytes)))
    throw new Error("message authentication failed");
  const decipher = createDecipheriv("aes-256-cbc", key.cipher, authenticated.subarray(0, encryptThenMacNonceBytes));
  return Buffer.concat([decipher.update(authenticated.subarray(encryptThenMacNonceBytes)), decipher.final()]);
}
