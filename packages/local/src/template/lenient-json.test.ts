import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { NotJson, parseLenientJson } from "./lenient-json.ts";

test("all that is JSON reads as JSON does", () => {
  fc.assert(
    fc.property(fc.json(), fc.constantFrom(undefined, 2), (text, indent) => {
      const value: unknown = JSON.parse(text);
      assert.deepEqual(parseLenientJson(JSON.stringify(value, null, indent)), value);
    }),
  );
});

test("what ARM's reader takes besides: comments, bare names, single quotes, line breaks, commas at the end", () => {
  const text = `{ // first
    properties: { 'mode': "Incremental", /* then */ template: {"a": 'it''s'.length,},},
  }`.replace("'it''s'.length", "'it\\'s'");
  assert.deepEqual(parseLenientJson(text), { properties: { mode: "Incremental", template: { a: "it's" } } });
  assert.deepEqual(parseLenientJson('{"a":"one\ntwo"}'), { a: "one\ntwo" });
  assert.deepEqual(parseLenientJson("[1,2,]"), [1, 2]);
});

test("whatever is given, reading ends in a value or in an error that says where", () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[{}[\]:,'"a1/*\\ ]{0,20}$/), (text) => {
      try {
        parseLenientJson(text);
      } catch (error) {
        assert.ok(error instanceof NotJson, String(error));
        assert.match(error.message, /position/);
      }
    }),
    { numRuns: 3_000 },
  );
  assert.throws(() => parseLenientJson("[".repeat(10_000)), NotJson);
});
