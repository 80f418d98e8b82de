import { createHash } from "node:crypto";

/** The namespace of ARM's guid(), as its documentation gives it. */
const namespace = Buffer.from("11fb06fb712d4ddd98c7e71bbd588830", "hex");

/** ARM's guid(): a version 5 UUID (RFC 9562) of the arguments joined by hyphens. */
export function templateGuid(parts: readonly string[]): string {
  const hash = createHash("sha1").update(namespace).update(parts.join("-"), "utf8").digest().subarray(0, 16);
  hash[6] = ((hash[6] ?? 0) & 0x0f) | 0x50;
  hash[8] = ((hash[8] ?? 0) & 0x3f) | 0x80;
  const hex = hash.toString("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

const rotate = (value: number, by: number): number => ((value << by) | (value >>> (32 - by))) >>> 0;

const mix = (value: number): number => {
  let mixed = value;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b) >>> 0;
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35) >>> 0;
  return (mixed ^ (mixed >>> 16)) >>> 0;
};

const firstFactor = 0x239b961b;
const secondFactor = 0xab0e9789;

/** The 64-bit Murmur variant behind uniqueString(): two 32-bit lanes over eight bytes at a time. */
export function murmur64(bytes: Uint8Array): bigint {
  const view = Buffer.from(bytes);
  let low = 0;
  let high = 0;
  let at = 0;
  for (; at + 7 < view.length; at += 8) {
    const one = rotate(Math.imul(view.readUInt32LE(at), firstFactor) >>> 0, 15);
    low = rotate((low ^ Math.imul(one, secondFactor)) >>> 0, 19);
    low = (Math.imul((low + high) >>> 0, 5) + 0x561ccd1b) >>> 0;
    const two = rotate(Math.imul(view.readUInt32LE(at + 4), secondFactor) >>> 0, 17);
    high = rotate((high ^ Math.imul(two, firstFactor)) >>> 0, 13);
    high = (Math.imul((high + low) >>> 0, 5) + 0x0bcaa747) >>> 0;
  }
  const tail = view.length - at;
  if (tail > 0) {
    const word = (from: number, count: number): number => (count > 0 ? view.readUIntLE(from, count) : 0);
    const one = rotate(Math.imul(word(at, Math.min(4, tail)), firstFactor) >>> 0, 15);
    low = (low ^ Math.imul(one, secondFactor)) >>> 0;
    if (tail > 4) {
      const two = rotate(Math.imul(word(at + 4, tail - 4), secondFactor) >>> 0, 17);
      high = (high ^ Math.imul(two, firstFactor)) >>> 0;
    }
  }
  low = (low ^ view.length) >>> 0;
  high = (high ^ view.length) >>> 0;
  low = (low + high) >>> 0;
  high = (high + low) >>> 0;
  low = mix(low);
  high = mix(high);
  low = (low + high) >>> 0;
  high = (high + low) >>> 0;
  return (BigInt(high) << 32n) | BigInt(low);
}

const letters = "abcdefghijklmnopqrstuvwxyz234567";

/** ARM's uniqueString(): 13 letters of a hash of the arguments joined by hyphens. */
export function uniqueString(parts: readonly string[]): string {
  let hash = murmur64(new TextEncoder().encode(parts.join("-")));
  let text = "";
  for (let index = 0; index < 13; index++) {
    text += letters[Number(hash >> 59n)] ?? "";
    hash = BigInt.asUintN(64, hash << 5n);
  }
  return text;
}

/** The hash by which ARM tells templates apart: decimal, over the template in upper case. */
export const templateHash = (template: string): string =>
  String(murmur64(new TextEncoder().encode(template.toUpperCase())));
