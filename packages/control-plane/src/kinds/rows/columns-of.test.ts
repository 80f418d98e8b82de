import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { labelSelector } from "../../registry/label-selector.ts";
import { Quantity } from "../../schemas/rules/quantity.ts";
import { builtIn } from "../built-in.ts";
import { selectorText } from "../selector-text.ts";
import { quantityText } from "./cell.ts";

test("an object with nothing but a name has a cell for each column, of every built-in resource", () => {
  for (const { apiVersion, kind, columns, plural } of builtIn().kinds.map((one) => ({ apiVersion: "v1", ...one }))) {
    const object = { apiVersion, kind, metadata: { name: "one", uid: "", creationTimestamp: "2026-01-01T00:00:00Z" } };
    const cells = columns.cells(object as never, Date.parse("2026-01-01T00:01:00Z"));
    assert.equal(cells.length, columns.columns.length, plural);
    const nameAt = columns.columns.findIndex(({ format, name }) => format === "name" && name === "Name");
    assert.equal(cells[nameAt], "one", plural);
  }
});

test("a quantity's text is the same quantity, and its shortest", () => {
  const suffix = fc.constantFrom("", "m", "k", "M", "G", "Ki", "Mi", "Gi");
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 5_000_000 }), suffix, (amount, unit) => {
      const text = quantityText(`${amount}${unit}`);
      assert.equal(Quantity.read(text)?.billionths, Quantity.read(`${amount}${unit}`)?.billionths, text);
      assert.equal(quantityText(text), text);
    }),
  );
  assert.deepEqual(["2048Mi", "1000m", "1500", "2000", "0Mi", "1.5Gi"].map(quantityText), [
    "2Gi",
    "1",
    "1500",
    "2k",
    "0",
    "1536Mi",
  ]);
});

test("a selector's text selects what the selector selects, in the order of its keys", () => {
  const selector = {
    matchLabels: { b: "2", a: "1" },
    matchExpressions: [
      { key: "c", operator: "In", values: ["y", "x"] },
      { key: "aa", operator: "DoesNotExist" },
    ],
  };
  const text = selectorText(selector);
  assert.equal(text, "a=1,!aa,b=2,c in (x,y)");
  assert.equal(labelSelector(text)?.({ a: "1", b: "2", c: "x" }), true);
  assert.equal(labelSelector(text)?.({ a: "1", b: "2", c: "x", aa: "" }), false);
  assert.equal(selectorText({}), "<none>");
});
