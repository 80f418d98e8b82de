import assert from "node:assert/strict";
import { test } from "node:test";
import { regular } from "./expressions.ts";

const table: readonly [pattern: string, taken: readonly string[], refused: readonly string[]][] = [
  ["^[a-z]+$", ["abc"], ["Abc", "abc\n"]],
  ["^(?i)(ab|c)d$", ["ABd", "CD"], ["xd"]],
  ["^(a(?i)b)c$", ["aBc", "abc"], ["Abc", "abC"]],
  ["^[^]a]+$", ["xyz"], ["]", "a"]],
  ["^[]a]+$", ["]a"], ["x"]],
  ["^[a-z_-]+$", ["a_-"], ["A"]],
  ["^[[:alnum:].-]+$", ["aB1.-"], ["_", "["]],
  ["^\\d{2,3}\\-\\@$", ["12-@"], ["1-@"]],
  ["^a{,2}$", ["a{,2}"], ["aa"]],
  ["\\Aab\\z", ["ab"], ["ab\n", "xab"]],
  ["^\\Qa.b\\E$", ["a.b"], ["axb"]],
  ["^(?P<name>x)$", ["x"], ["y"]],
  ["^\\x{1F600}\\pL$", ["😀é"], ["a"]],
  ["^[\\w.\\/]+$", ["a/b.c"], ["a b"]],
];

test("expressions of Go match as they do there", () => {
  for (const [pattern, taken, refused] of table) {
    for (const text of taken) assert.equal(regular(pattern).test(text), true, `${pattern} takes ${text}`);
    for (const text of refused) assert.equal(regular(pattern).test(text), false, `${pattern} refuses ${text}`);
  }
});

test("what is no expression is an error", () => {
  assert.throws(() => regular("(a"), SyntaxError);
  assert.throws(() => regular("[a"), SyntaxError);
});
