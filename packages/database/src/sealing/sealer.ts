import { type Sealed, type Sealer, Secret } from "@aro/api";
import type { Random } from "@aro/runtime";
import {
  EncryptThenMacSealing,
  encryptThenMacKey,
  encryptThenMacKeyBytes,
  encryptThenMacNonceBytes,
  openEncryptThenMac,
} from "./encrypt-then-mac.ts";
import { openXChaCha20Poly1305, xChaCha20KeyBytes } from "./xchacha20-poly1305.ts";

/** Keys of a service vault (spec 02 §7.3). */
export interface SealerKeys {
  /** The newest version of `encryption-key-v2`, 64 bytes. */
  sealWith: Uint8Array;
  /** Every version that may have sealed something, in the order they are tried: 64 bytes open v2, 32 bytes the legacy algorithm. */
  openWith: readonly Uint8Array[];
}

/**
 * Seals with one key and opens with all of them, `sealWith` included (spec 02 §7).
 * @throws Error `etm: key must be 64 bytes long` for a key to seal with of another length; for other keys, what lengths there are.
 */
export function createSealer(keys: SealerKeys, deps: { random: Random }): Sealer {
  const { sealWith } = keys;
  if (sealWith.length !== encryptThenMacKeyBytes) throw new Error("etm: key must be 64 bytes long");
  const sealing = new EncryptThenMacSealing(encryptThenMacKey(sealWith));
  const openers = [sealWith, ...keys.openWith].map(openerOf);
  const nextNonce = nonces(deps.random);

  const open = (value: Sealed): Uint8Array => {
    const sealed = Buffer.from(value, "base64");
    let last: unknown;
    for (const opener of openers) {
      try {
        return opener(sealed);
      } catch (error) {
        last = error;
      }
    }
    throw last;
  };
  return {
    seal: (clear) => sealing.seal(nextNonce(), clear) as Sealed,
    openText: (value) => new Secret(Buffer.from(open(value)).toString()),
    openBytes: (value) => new Secret(open(value)),
  };
}

/** How many nonces are drawn at once: a draw from the machine's source costs as much as a short seal. */
const noncesDrawn = 64;

/** Random nonces, each given out once. */
function nonces(random: Random): () => Uint8Array {
  let drawn = new Uint8Array();
  return () => {
    if (drawn.length === 0) drawn = Uint8Array.from(random.bytes(encryptThenMacNonceBytes * noncesDrawn));
    const nonce = drawn.subarray(0, encryptThenMacNonceBytes);
    drawn = drawn.subarray(encryptThenMacNonceBytes);
    return nonce;
  };
}

function openerOf(key: Uint8Array): (sealed: Uint8Array) => Uint8Array {
  if (key.length === encryptThenMacKeyBytes) {
    const opening = encryptThenMacKey(key);
    return (sealed) => openEncryptThenMac(opening, sealed);
  }
  if (key.length === xChaCha20KeyBytes) return (sealed) => openXChaCha20Poly1305(key, sealed);
  throw new Error(
    `a key has ${key.length} bytes; keys have ${encryptThenMacKeyBytes} (v2) or ${xChaCha20KeyBytes} (legacy)`,
  );
}
