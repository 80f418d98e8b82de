import assert from "node:assert/strict";
import { isIP } from "node:net";
import { test } from "node:test";
import fc from "fast-check";
import {
  contains,
  correctedPrefix,
  formatAddress,
  holds,
  isReserved,
  lowestFree,
  overlaps,
  type Prefix,
  parseAddress,
  parsePrefix,
} from "./addresses.ts";

const v4 = fc.bigInt({ min: 0n, max: 2n ** 32n - 1n }).map((value) => ({ value, bits: 32 as const }));
const v6 = fc.bigInt({ min: 0n, max: 2n ** 128n - 1n }).map((value) => ({ value, bits: 128 as const }));
const prefix = fc.tuple(v4, fc.integer({ min: 0, max: 32 })).map(([address, length]) => {
  const size = 1n << BigInt(32 - length);
  return `${formatAddress({ ...address, value: address.value - (address.value % size) })}/${length}`;
});
const read = (text: string): Prefix => {
  const parsed = parsePrefix(text);
  assert.ok(typeof parsed === "object", text);
  return parsed;
};

test("an address reads back as it was written, in both families, and Node takes it for one", () => {
  fc.assert(
    fc.property(fc.oneof(v4, v6), (address) => {
      const text = formatAddress(address);
      assert.equal(isIP(text), address.bits === 32 ? 4 : 6, text);
      assert.deepEqual(parseAddress(text), address);
    }),
  );
});

test("what Node does not take for an address is none", () => {
  const near = fc.stringMatching(/^[0-9a-f:.]{1,20}$/);
  fc.assert(
    fc.property(near, (text) => {
      if (isIP(text) === 0) assert.equal(parseAddress(text), undefined, text);
    }),
    { numRuns: 2_000 },
  );
});

test("a range that does not begin at its first address is told from one that cannot be read, and corrected", () => {
  assert.equal(parsePrefix("10.0.0.1/24"), "base");
  assert.equal(correctedPrefix("10.0.0.1/24"), "10.0.0.0/24");
  for (const text of [
    "10.0.0.0",
    "10.0.0.0/33",
    "10.0.0/24",
    "x/1",
    "10.0.0.0/",
    "10.0.0.0/-1",
    "10.0.0.0/2x",
    "::/129",
  ])
    assert.equal(parsePrefix(text), "form", text);
  fc.assert(
    fc.property(v4, fc.integer({ min: 0, max: 32 }), (address, length) => {
      const text = `${formatAddress(address)}/${length}`;
      assert.ok(holds(read(correctedPrefix(text)), address));
    }),
  );
});

test("ranges overlap exactly when they have an address in common, which for CIDR means that one contains the other", () => {
  fc.assert(
    fc.property(prefix, prefix, (one, other) => {
      const [a, b] = [read(one), read(other)];
      const common = (a.first > b.first ? a.first : b.first) <= (a.last < b.last ? a.last : b.last);
      assert.equal(overlaps(a, b), common);
      assert.equal(overlaps(a, b), contains(a, b) || contains(b, a));
      assert.equal(overlaps(a, b), overlaps(b, a));
    }),
  );
  assert.equal(overlaps(read("0.0.0.0/0"), read("::/0")), false, "the families have nothing in common");
});

test("the lowest free address is in the range, not kept by Azure, not taken, and none below it is free", () => {
  const lengths = fc.integer({ min: 27, max: 30 });
  fc.assert(
    fc.property(lengths, fc.uniqueArray(fc.integer({ min: 0, max: 31 })), (length, taken) => {
      const range = read(`10.0.0.0/${length}`);
      const used = new Set(taken.map((offset) => range.first + BigInt(offset)));
      const free: bigint[] = [];
      for (let value = range.first; value <= range.last; value++)
        if (!used.has(value) && !isReserved(range, { value, bits: 32 })) free.push(value);
      assert.equal(lowestFree(range, used)?.value, free[0]);
    }),
  );
});
