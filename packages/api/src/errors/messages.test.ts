import assert from "node:assert/strict";
import { test } from "node:test";
import { messages, quoted } from "./messages.ts";

test("every message is sentences that end (ARM-HDR-06)", () => {
  const parameters = new Proxy(
    {},
    { get: (_, name) => (["values", "names", "enabled"].includes(`${String(name)}`) ? ["a", "b"] : "VALUE") },
  );
  for (const [name, say] of Object.entries(messages)) {
    const text = (say as (p: object) => string)(parameters);
    assert.match(text, /^[A-Z'].*\.$/s, name);
    assert.doesNotMatch(text, /undefined|\[object|NaN/, name);
  }
});

test("a long value is cut so that the sentence remains", () => {
  assert.equal(quoted("a"), "'a'");
  assert.equal(quoted("x".repeat(500)).length, 123);
  assert.equal(quoted(undefined), "'nothing'");
});

test("a member that is not set is said to be, without a value", () => {
  assert.match(messages.cidr({ target: "properties.networkProfile.podCidr", value: undefined }), /is not set\./);
  assert.match(
    messages.fixed({ target: "t", stored: "a", asked: undefined }),
    /it is 'a', the request asks for nothing/,
  );
});
