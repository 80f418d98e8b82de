import assert from "node:assert/strict";
import { test } from "node:test";
import { lastRemembered } from "./last-remembered.ts";

test("each argument has its own result, made again unless it was the last one", () => {
  const made: number[] = [];
  const square = lastRemembered((n: number) => {
    made.push(n);
    if (Number.isNaN(n)) throw new RangeError("not a number");
    return n * n;
  });
  assert.deepEqual([2, 2, 3, 2].map(square), [4, 4, 9, 4]);
  assert.throws(() => square(Number.NaN), RangeError);
  assert.equal(square(2), 4);
  assert.deepEqual(made, [2, 3, 2, Number.NaN]);
});
