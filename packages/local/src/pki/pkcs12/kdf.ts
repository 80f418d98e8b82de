import { createHash } from "node:crypto";

/** What a derived key is for (RFC 7292, appendix B.3). */
export const purposes = { key: 1, iv: 2, mac: 3 } as const;

const blockBytes: Readonly<Record<string, number>> = { sha1: 64, sha256: 64, sha384: 128, sha512: 128 };

/** A password as PKCS #12 has it: two bytes a character, and two zeroes. */
export const passwordBytes = (password: string): Buffer => Buffer.from(`${password}\0`, "utf16le").swap16();

/** The key derivation of PKCS #12 (RFC 7292, appendix B.2). */
export function derive(
  hash: string,
  password: Uint8Array,
  salt: Uint8Array,
  purpose: number,
  iterations: number,
  length: number,
): Buffer {
  const block = blockBytes[hash] ?? 64;
  const fill = (bytes: Uint8Array): Buffer =>
    bytes.byteLength === 0 ? Buffer.alloc(0) : Buffer.alloc(Math.ceil(bytes.byteLength / block) * block, bytes);
  const diversifier = Buffer.alloc(block, purpose);
  let input = Buffer.concat([fill(salt), fill(password)]);
  const out: Buffer[] = [];
  for (let size = 0; size < length; ) {
    let digest = createHash(hash).update(diversifier).update(input).digest();
    for (let round = 1; round < iterations; round++) digest = createHash(hash).update(digest).digest();
    out.push(digest);
    size += digest.byteLength;
    const addend = BigInt(`0x${Buffer.alloc(block, digest).toString("hex")}`) + 1n;
    const chunks: Buffer[] = [];
    for (let at = 0; at < input.byteLength; at += block) {
      const sum = BigInt(`0x${input.subarray(at, at + block).toString("hex")}`) + addend;
      const hex = sum
        .toString(16)
        .padStart(block * 2, "0")
        .slice(-block * 2);
      chunks.push(Buffer.from(hex, "hex"));
    }
    input = Buffer.concat(chunks);
  }
  return Buffer.concat(out).subarray(0, length);
}
