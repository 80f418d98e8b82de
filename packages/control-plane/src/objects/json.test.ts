import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { copyOf, isSame } from "./json.ts";

test("a copy says the same and shares nothing", () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const text = JSON.stringify(value);
      const copy = copyOf(value);
      assert.equal(JSON.stringify(copy), text);
      assert.ok(isSame(copy, value));
      const spoil = (one: unknown): void => {
        if (typeof one !== "object" || one === null) return;
        for (const member of Object.values(one)) spoil(member);
        if (Array.isArray(one)) one.push("spoilt");
        else (one as Record<string, unknown>)["spoilt"] = true;
      };
      spoil(copy);
      assert.equal(JSON.stringify(value), text);
    }),
  );
});

test("values are the same exactly when their JSON with ordered members is", () => {
  const small = fc.letrec((tie) => ({
    value: fc.oneof(
      { maxDepth: 3 },
      fc.constantFrom(1, "1", null, true, ""),
      fc.array(tie("value"), { maxLength: 2 }),
      fc.dictionary(fc.constantFrom("a", "b", "__proto__"), fc.option(tie("value"), { nil: undefined }), {
        maxKeys: 2,
      }),
    ),
  })).value;
  const canonical = (value: unknown): string => {
    if (Array.isArray(value)) return `[${value.map(canonical).join()}]`;
    if (typeof value !== "object" || value === null) return JSON.stringify(value);
    return `{${Object.keys(value)
      .filter((name) => (value as Record<string, unknown>)[name] !== undefined)
      .sort()
      .map((name) => `${name}:${canonical((value as Record<string, unknown>)[name])}`)
      .join()}}`;
  };
  fc.assert(
    fc.property(small, small, (one, other) => assert.equal(isSame(one, other), canonical(one) === canonical(other))),
    { numRuns: 2_000 },
  );
});
