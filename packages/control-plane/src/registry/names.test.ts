import assert from "node:assert/strict";
import { test } from "node:test";
import { seededRandom } from "@aro/runtime";
import fc from "fast-check";
import { generatedName, nameFault } from "./names.ts";

const part = fc.stringMatching(/^[a-z0-9]([-a-z0-9]{0,20}[a-z0-9])?$/);

test("labels joined by dots are a subdomain, and a label only when there is one", () => {
  fc.assert(
    fc.property(fc.array(part, { minLength: 1, maxLength: 5 }), (parts) => {
      const name = parts.join(".");
      assert.equal(nameFault(name, "subdomain"), undefined);
      assert.equal(nameFault(name, "label") === undefined, parts.length === 1);
    }),
  );
});

test("a name with any other sign, or an end that is a dash, is none", () => {
  fc.assert(
    fc.property(part, fc.constantFrom("_", "A", " ", "/", "é", "%"), (name, sign) => {
      for (const wrong of [name + sign, sign + name, `${name}-`, `-${name}`, `${name}.`, ""])
        assert.notEqual(nameFault(wrong, "subdomain"), undefined, wrong);
    }),
  );
});

test("names end at their limits: 63 for a label, 253 for a subdomain", () => {
  assert.equal(nameFault("a".repeat(63), "label"), undefined);
  assert.notEqual(nameFault("a".repeat(64), "label"), undefined);
  assert.equal(nameFault("a".repeat(253), "subdomain"), undefined);
  assert.notEqual(nameFault("a".repeat(254), "subdomain"), undefined);
});

test("a service's name begins with a letter; a path segment is almost anything", () => {
  assert.notEqual(nameFault("1a", "service"), undefined);
  assert.equal(nameFault("a1", "service"), undefined);
  assert.equal(nameFault("system:A_b", "segment"), undefined);
  for (const name of [".", "..", "a/b", "a%b"]) assert.notEqual(nameFault(name, "segment"), undefined);
});

test("a generated name is its prefix and five letters, and is a name when the prefix begins one", () => {
  fc.assert(
    fc.property(part, fc.integer(), (base, seed) => {
      const name = generatedName(`${base}-`, seededRandom(seed));
      assert.match(name, /-[bcdfghjklmnpqrstvwxz2456789]{5}$/);
      assert.ok(name.startsWith(base));
      assert.equal(nameFault(name, "subdomain"), undefined);
    }),
  );
  assert.equal(generatedName("a".repeat(100), seededRandom(1)).length, 63);
});
