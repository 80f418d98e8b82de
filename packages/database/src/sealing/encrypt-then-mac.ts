import {
  type Cipheriv,
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

/** `authenticated` ends in {@link noLengthBytes} zeros. The tag is the first half of what comes back. */
const digestOf = ({ mac }: EncryptThenMacKey, authenticated: Uint8Array): Buffer =>
  createHmac("sha512", mac).update(authenticated).digest();

const blockBytes = 16;
/** Longer texts are rare, and have buffers of their own. */
const usualBytes = 16_384;

/**
 * Seals under one key, with one cipher for all that it seals: to make one takes as long as to seal a short text. CBC encrypts each block XOR the ciphertext before it, and
 * the nonce is what comes before the first. The cipher goes on from the last block of what it sealed before, so that one is taken out again by the same
 * XOR, and what comes out is what a new cipher with the nonce would give.
 */
export class EncryptThenMacSealing {
  readonly #key: EncryptThenMacKey;
  readonly #cipher: Cipheriv;
  readonly #clear = Buffer.alloc(usualBytes);
  readonly #sealed = Buffer.alloc(encryptThenMacNonceBytes + usualBytes + tagBytes);
  /** The last block of the last ciphertext; at first the cipher's own nonce. */
  readonly #before = Buffer.alloc(blockBytes);

  constructor(key: EncryptThenMacKey) {
    this.#key = key;
    this.#cipher = createCipheriv("aes-256-cbc", key.cipher, this.#before).setAutoPadding(false);
  }

  /** Seals `clear` under a nonce of 16 random bytes that is used once: base64. */
  seal(nonce: Uint8Array, clear: string | Uint8Array): string {
    const ciphertext = this.#encrypt(nonce, clear);
    const end = nonce.length + ciphertext.length;
    const sealed = ciphertext.length > usualBytes ? Buffer.alloc(end + tagBytes) : this.#sealed;
    sealed.set(nonce);
    sealed.set(ciphertext, nonce.length);
    // The length of no associated data stands there until the tag does.
    sealed.fill(0, end, end + noLengthBytes);
    digestOf(this.#key, sealed.subarray(0, end + noLengthBytes)).copy(sealed, end, 0, tagBytes);
    return sealed.toString("base64", 0, end + tagBytes);
  }

  #encrypt(nonce: Uint8Array, clear: string | Uint8Array): Buffer {
    const bytes = typeof clear === "string" ? Buffer.byteLength(clear) : clear.length;
    // PKCS #7: one byte at least, and each says how many.
    const padding = blockBytes - (bytes % blockBytes);
    const length = bytes + padding;
    const blocks = length > usualBytes ? Buffer.alloc(length) : this.#clear.subarray(0, length);
    if (typeof clear === "string") blocks.write(clear);
    else blocks.set(clear);
    blocks.fill(padding, bytes);
    const before = this.#before;
    for (let at = 0; at < blockBytes; at++) blocks[at] = (blocks[at] ?? 0) ^ (nonce[at] ?? 0) ^ (before[at] ?? 0);
    const ciphertext = this.#cipher.update(blocks);
    blocks.fill(0);
    ciphertext.copy(before, 0, length - blockBytes);
    return ciphertext;
  }
}

/** @throws Error `encrypted value too short` or `message authentication failed`. */
export function openEncryptThenMac(key: EncryptThenMacKey, sealed: Uint8Array): Buffer {
  if (sealed.length < tagBytes) throw new Error("encrypted value too short");
  const authenticated = sealed.subarray(0, sealed.length - tagBytes);
  // Before anything is decrypted, and in constant time: else the padding would tell an attacker what to try next.
  const tag = digestOf(key, Buffer.concat([authenticated, new Uint8Array(noLengthBytes)])).subarray(0, tagBytes);
  if (!timingSafeEqual(tag, sealed.subarray(sealed.length - tagBytes)))
    throw new Error("message authentication failed");
  const decipher = createDecipheriv("aes-256-cbc", key.cipher, authenticated.subarray(0, encryptThenMacNonceBytes));
  return Buffer.concat([decipher.update(authenticated.subarray(encryptThenMacNonceBytes)), decipher.final()]);
}
