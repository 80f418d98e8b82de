import assert from "node:assert/strict";
import { test } from "node:test";
import { crc64 } from "./checksums.ts";

test("CRC-64 is reckoned as storage reckons it: the check value of its polynomial, the least byte first", () => {
  const value = Buffer.alloc(8);
  value.writeBigUInt64LE(0xae8b14860a799888n);
  assert.equal(crc64(Buffer.from("123456789")), value.toString("base64"));
  assert.equal(crc64(new Uint8Array()), "AAAAAAAAAAA=");
});
