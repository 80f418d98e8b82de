import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { KubeObject } from "./object.ts";
import { asParsed, frozen, parsed, remember } from "./parsed.ts";

const leaf = fc.oneof(
  fc.string(),
  fc.double(),
  fc.integer(),
  fc.boolean(),
  fc.constantFrom(null, undefined, -0, Number.NaN, Number.POSITIVE_INFINITY, new Date(0)),
);
const { value } = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: "small" },
    leaf,
    fc.array(tie("value"), { maxLength: 4 }),
    fc.dictionary(fc.oneof(fc.string(), fc.constantFrom("__proto__", "1", "metadata")), tie("value"), { maxKeys: 5 }),
  ),
}));

/** What was parsed before came of a text that was written here, which has no -0. */
const parsedBefore = fc.jsonValue().map((one): unknown => JSON.parse(JSON.stringify(one)));

test("what is remembered of a value is what its text says, member by member and in its order", () =>
  fc.assert(
    fc.property(value, parsedBefore, (one, already) => {
      const whole = { one, already: frozen(already) };
      const text = JSON.stringify(whole);
      const made = asParsed(whole);
      assert.deepEqual(made, JSON.parse(text));
      assert.equal(JSON.stringify(made), JSON.stringify(JSON.parse(text)));
    }),
  ));

test("what is remembered is frozen, shares nothing that can be changed, and everybody gets it", () => {
  const spec = frozen({ nodeName: "n" });
  const object = { kind: "Pod", metadata: { name: "p", labels: { a: "b" } }, spec, status: undefined };
  const text = JSON.stringify(object);
  remember(text, object as unknown as KubeObject);
  object.metadata.labels.a = "changed";
  const found = parsed(text);
  assert.deepEqual(found, JSON.parse(text));
  assert.equal(found["spec"], spec);
  assert.throws(() => Object.assign(found.metadata, { name: "other" }), TypeError);
  assert.equal(parsed(text), found);
});
