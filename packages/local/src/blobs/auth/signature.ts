import { createHmac, timingSafeEqual } from "node:crypto";

/** HMAC-SHA256 of a text, base64; `key` is base64 too. */
const hmac = (key: string, text: string): string =>
  createHmac("sha256", Buffer.from(key, "base64")).update(text, "utf8").digest("base64");

/** Whether one of the keys gives this signature for the text. */
export function isSignedWith(keys: readonly string[], text: string, signature: string): boolean {
  const given = Buffer.from(signature, "base64");
  return keys.some((key) => {
    const wanted = Buffer.from(hmac(key, text), "base64");
    return given.byteLength === wanted.byteLength && timingSafeEqual(given, wanted);
  });
}
