import { createHash } from "node:crypto";
import type { BlobCall } from "./call.ts";
import { StorageRefusal } from "./failures.ts";
import { header } from "./request.ts";

/** MD5, base64. */
export const md5 = (bytes: Uint8Array): string => createHash("md5").update(bytes).digest("base64");

// CRC-64 as Azure Storage reckons it: polynomial 0x9a6c9329ac4bc9b5 (reflected), all ones before and after. Halves of 32 bits, since
// whole ones would be slow.
const [high, low] = table();

function table(): readonly [Uint32Array, Uint32Array] {
  const [highs, lows] = [new Uint32Array(256), new Uint32Array(256)];
  for (let index = 0; index < 256; index++) {
    let [h, l] = [0, index];
    for (let bit = 0; bit < 8; bit++) {
      const odd = l & 1;
      l = (l >>> 1) | ((h & 1) << 31);
      h >>>= 1;
      if (odd === 1) {
        h ^= 0x9a6c9329;
        l ^= 0xac4bc9b5;
      }
    }
    highs[index] = h;
    lows[index] = l;
  }
  return [highs, lows];
}

/** CRC-64, base64 of its eight bytes, the least first. */
export function crc64(bytes: Uint8Array): string {
  let [h, l] = [0xffffffff, 0xffffffff];
  for (let index = 0; index < bytes.length; index++) {
    const at = (l ^ (bytes[index] as number)) & 0xff;
    l = ((l >>> 8) | (h << 24)) ^ (low[at] as number);
    h = (h >>> 8) ^ (high[at] as number);
  }
  const out = Buffer.alloc(8);
  out.writeUInt32LE(~l >>> 0, 0);
  out.writeUInt32LE(~h >>> 0, 4);
  return out.toString("base64");
}

/** Checks what the caller says of the body it sends, and tells what was reckoned. @throws StorageRefusal when they differ. */
export function checkBody(call: BlobCall): { headers: Record<string, string>; md5: string } {
  const { body } = call.request;
  const said = header(call, "content-md5");
  const saidCrc = header(call, "x-ms-content-crc64");
  const own = md5(body);
  if (said !== undefined) {
    if (Buffer.from(said, "base64").byteLength !== 16 || !/^[A-Za-z0-9+/]{22}==$/.test(said))
      throw new StorageRefusal("InvalidMd5");
    if (said !== own) throw new StorageRefusal("Md5Mismatch", { UserSpecifiedMd5: said, ServerCalculatedMd5: own });
  }
  if (saidCrc === undefined) return { headers: { "content-md5": own }, md5: own };
  const crc = crc64(body);
  if (saidCrc !== crc)
    throw new StorageRefusal("Crc64Mismatch", { UserSpecifiedCrc: saidCrc, ServerCalculatedCrc: crc });
  return { headers: { "x-ms-content-crc64": crc }, md5: own };
}
