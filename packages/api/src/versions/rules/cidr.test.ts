import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { isIpv4, overlap, parseCidr, rangeText } from "./cidr.ts";

const range = (text: string) => {
  const parsed = parseCidr(text);
  assert.equal(parsed?.family, "IPv4");
  return parsed?.family === "IPv4" ? parsed.range : assert.fail();
};

test("IPv4 is dotted decimals without leading zeros", () => {
  for (const text of ["0.0.0.0", "10.128.0.1", "255.255.255.255"]) assert.ok(isIpv4(text), text);
  for (const text of ["", "1.2.3", "1.2.3.4.5", "256.0.0.0", "01.2.3.4", "1.2.3.4 ", "::1", "0x1.2.3.4"])
    assert.ok(!isIpv4(text), text);
});

test("a range is an address and a prefix of its family", () => {
  assert.equal(parseCidr("fd00::/48")?.family, "IPv6");
  for (const text of [
    "",
    "10.0.0.0",
    "10.0.0.0/33",
    "10.0.0.0/-1",
    "10.0.0.0/08",
    "10.0.0.0/8/9",
    "10.0.0/8",
    "fd00::/129",
    "fd00::",
    "fe80::1%eth0/64",
    "x/8",
  ])
    assert.equal(parseCidr(text), undefined, text);
});

test("a range knows its first address", () => {
  assert.equal(rangeText(range("10.130.7.9/14")), "10.128.0.0/14");
  assert.equal(rangeText(range("255.255.255.255/0")), "0.0.0.0/0");
  assert.equal(range("1.2.3.4/32").base, range("1.2.3.4/32").address);
});

test("ranges overlap when one holds the other, whichever is larger", () => {
  assert.ok(overlap(range("100.64.0.0/16"), range("100.64.128.0/18")));
  assert.ok(overlap(range("100.64.128.0/18"), range("100.64.0.0/16")));
  assert.ok(overlap(range("0.0.0.0/0"), range("169.254.169.0/29")));
  assert.ok(!overlap(range("100.65.0.0/16"), range("100.64.0.0/16")));
});

test("overlap agrees with comparing first and last addresses", () => {
  const ranges = fc
    .tuple(fc.integer({ min: 0, max: 2 ** 32 - 1 }), fc.integer({ min: 0, max: 32 }))
    .map(([address, prefix]) => {
      const size = 2 ** (32 - prefix);
      return { address, prefix, base: address - (address % size), last: address - (address % size) + size - 1 };
    });
  fc.assert(fc.property(ranges, ranges, (a, b) => assert.equal(overlap(a, b), a.base <= b.last && b.base <= a.last)));
});
