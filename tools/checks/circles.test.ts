import assert from "node:assert/strict";
import { test } from "node:test";
import { circlesOf } from "./circles.ts";

test("a circle of imports is found, whatever hangs on it", () => {
  const loads = new Map([
    ["start", ["a", "end"]],
    ["a", ["b"]],
    ["b", ["c", "end"]],
    ["c", ["a"]],
    ["end", []],
    ["itself", ["itself"]],
  ]);
  assert.deepEqual(circlesOf(loads), [["a", "b", "c"], ["itself"]]);
});

test("two ways to one file are no circle", () => {
  assert.deepEqual(
    circlesOf(
      new Map([
        ["a", ["b", "c"]],
        ["b", ["d"]],
        ["c", ["d"]],
        ["d", []],
      ]),
    ),
    [],
  );
});
