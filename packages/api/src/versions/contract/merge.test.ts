import assert from "node:assert/strict";
import { test } from "node:test";
import type { JsonObject } from "../../documents/json.ts";
import { mergePatch } from "./merge.ts";

/** The examples of RFC 7396 appendix A whose target and patch are objects. */
const examples: readonly (readonly [target: JsonObject, patch: JsonObject, result: JsonObject])[] = [
  [{ a: "b" }, { a: "c" }, { a: "c" }],
  [{ a: "b" }, { b: "c" }, { a: "b", b: "c" }],
  [{ a: "b" }, { a: null }, {}],
  [{ a: "b", b: "c" }, { a: null }, { b: "c" }],
  [{ a: ["b"] }, { a: "c" }, { a: "c" }],
  [{ a: "c" }, { a: ["b"] }, { a: ["b"] }],
  [{ a: { b: "c" } }, { a: { b: "d", c: null } }, { a: { b: "d" } }],
  [{ a: [{ b: "c" }] }, { a: [1] }, { a: [1] }],
  [{ e: null }, { a: 1 }, { e: null, a: 1 }],
  [{}, { a: { bb: { ccc: null } } }, { a: { bb: {} } }],
];

for (const [target, patch, result] of examples)
  test(`${JSON.stringify(target)} merged with ${JSON.stringify(patch)} is what RFC 7396 says (ARM-PAT-02)`, () =>
    assert.deepEqual(
      mergePatch(target, patch, () => false),
      result,
    ));

test("a member named as replaced is taken whole (ARM-PAT-03)", () =>
  assert.deepEqual(
    mergePatch({ a: { x: 1 }, b: { x: 1 } }, { a: { y: 2, z: null }, b: { y: 2 } }, (dotted) => dotted === "a"),
    { a: { y: 2 }, b: { x: 1, y: 2 } },
  ));

test("a key called __proto__ is a key like any other", () => {
  const merged = mergePatch({}, JSON.parse('{"__proto__":{"polluted":true}}') as JsonObject, () => false);
  assert.deepEqual(Object.keys(merged), ["__proto__"]);
  assert.equal((merged as { polluted?: boolean }).polluted, undefined);
});
