import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { ApiStatus } from "../status/status.ts";
import { labelSelector } from "./label-selector.ts";

const key = fc.constantFrom("app", "tier", "x.test/one", "a-b_c.d");
const value = fc.constantFrom("", "a", "b", "v1.2", "3");
const labels = fc.dictionary(key, value, { noNullPrototype: true });

test("requirements and what they stand for agree on every set of labels", () => {
  fc.assert(
    fc.property(key, fc.array(value, { minLength: 1 }), labels, (name, values, held) => {
      const has = Object.hasOwn(held, name);
      const within = has && values.includes(held[name] ?? "");
      const list = values.join(",");
      const [one = ""] = values;
      const truths: [string, boolean][] = [
        [`${name} in (${list})`, within],
        [`${name} notin (${list})`, !within],
        [`${name}=${one}`, has && held[name] === one],
        [`${name}==${one}`, has && held[name] === one],
        [`${name}!=${one}`, !(has && held[name] === one)],
        [name, has],
        [`!${name}`, !has],
      ];
      for (const [text, wanted] of truths)
        assert.equal(labelSelector(text)?.(held), wanted, `${text} of ${JSON.stringify(held)}`);
    }),
  );
});

test("requirements with commas between them hold when all do", () => {
  fc.assert(
    fc.property(key, value, key, value, labels, (a, x, b, y, held) => {
      const both = labelSelector(`${a}=${x}, ${b} in (${y},z)`)?.(held);
      assert.equal(
        both,
        labelSelector(`${a}=${x}`)?.(held) === true && labelSelector(`${b} in (${y},z)`)?.(held) === true,
      );
    }),
  );
});

test("what is no selector is a bad request that names the part", () => {
  for (const text of ["a in b", "a in (b", "=b", "a=b=c", "a in (b),,", "-a", "a>b", "!!a", "a b"])
    assert.throws(
      () => labelSelector(text),
      (error) => error instanceof ApiStatus && error.code === 400,
      text,
    );
});

test("an empty selector selects everything", () => {
  assert.equal(labelSelector(""), undefined);
  assert.equal(labelSelector(undefined), undefined);
});
