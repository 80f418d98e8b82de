import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { Quantity } from "./quantity.ts";

const read = (text: string): Quantity => {
  const found = Quantity.read(text);
  assert.ok(found, text);
  return found;
};
const amounts = fc.integer({ min: -1_000_000, max: 1_000_000 });

test("quantities that mean the same are equal, however they are written", () => {
  for (const [one, other] of [
    ["1Ki", "1024"],
    ["1.5Gi", "1536Mi"],
    ["500m", "0.5"],
    ["1e3", "1k"],
    ["2E", "2000P"],
    ["1000u", "1m"],
    ["0.001", "1m"],
    ["+3", "3"],
    [".5", "500m"],
  ] as const)
    assert.equal(read(one).compare(read(other)), 0n, `${one} is ${other}`);
});

test("quantities are ordered as their numbers are, in every unit", () => {
  fc.assert(
    fc.property(amounts, amounts, fc.constantFrom("", "m", "k", "Mi", "G"), (a, b, unit) => {
      const order = BigInt(Math.sign(a - b));
      assert.equal(read(`${a}${unit}`).compare(read(`${b}${unit}`)), order);
    }),
  );
});

test("a quantity is whole when nothing is left behind the point", () => {
  fc.assert(fc.property(amounts, (amount) => assert.equal(read(`${amount}m`).isInteger, amount % 1000 === 0)));
  assert.equal(read("2Ki").asInteger, 2048n);
});

test("what is no quantity is not read", () => {
  for (const text of ["", "x", "1x", "1 Gi", "1gi", "--1", "1.2.3", "1Ei3", "e3", "1e", "."])
    assert.equal(Quantity.read(text), undefined, text);
});
