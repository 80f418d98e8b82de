import { createCipheriv, createDecipheriv } from "node:crypto";

// The legacy algorithm (spec 02 §7.2), for opening only: XChaCha20-Poly1305 without associated data.
// Layout: nonce (24) ‖ ciphertext ‖ tag (16). Node has no extended nonces; they are a sub-key away from plain ChaCha20.

export const xChaCha20KeyBytes = 32;
const nonceBytes = 24;
const tagBytes = 16;
/** "expand 32-byte k" as ChaCha20's first four words. */
const constants = Uint32Array.of(0x61707865, 0x3320646e, 0x79622d32, 0x6b206574);

/**
 * HChaCha20: the state after twenty rounds, words 0–3 and 12–15. A ChaCha20 block is that state plus the state it began with,
 * so one block of key stream less the known beginning (the constants, and the 16 bytes of input as counter and nonce) gives it.
 */
export function hChaCha20(key: Uint8Array, input: Uint8Array): Uint8Array {
  const block = createCipheriv("chacha20", key, input).update(new Uint8Array(64));
  const start = Buffer.from(input);
  const subKey = Buffer.alloc(32);
  for (let word = 0; word < 4; word++) {
    subKey.writeUInt32LE((block.readUInt32LE(word * 4) - (constants[word] ?? 0)) >>> 0, word * 4);
    subKey.writeUInt32LE((block.readUInt32LE(48 + word * 4) - start.readUInt32LE(word * 4)) >>> 0, 16 + word * 4);
  }
  return subKey;
}

/** @throws Error `encrypted value too short` or `message authentication failed`. */
export function openXChaCha20Poly1305(key: Uint8Array, sealed: Uint8Array): Uint8Array {
  if (sealed.length < nonceBytes) throw new Error("encrypted value too short");
  const body = sealed.subarray(nonceBytes);
  if (body.length < tagBytes) throw new Error("message authentication failed");
  const subKey = hChaCha20(key, sealed.subarray(0, 16));
  const nonce = Buffer.concat([new Uint8Array(4), sealed.subarray(16, nonceBytes)]);
  const decipher = createDecipheriv("chacha20-poly1305", subKey, nonce, { authTagLength: tagBytes });
  decipher.setAuthTag(body.subarray(body.length - tagBytes));
  const clear = decipher.update(body.subarray(0, body.length - tagBytes));
  try {
    return Buffer.concat([clear, decipher.final()]);
  } catch (error) {
    throw new Error("message authentication failed", { cause: error });
  }
}
