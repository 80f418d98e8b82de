import assert from "node:assert/strict";
import { test } from "node:test";
import { remembered } from "./remembered.ts";

const counted = (atMost?: number) => {
  const asked: string[] = [];
  const read = remembered((text) => {
    asked.push(text);
    return text.length;
  }, atMost);
  return { asked, read };
};

test("a text is read once, another by itself", () => {
  const { asked, read } = counted();
  assert.deepEqual([read("a"), read("bb"), read("a")], [1, 2, 1]);
  assert.deepEqual(asked, ["a", "bb"]);
});

test("what callers write takes no more than a bound: all are forgotten once there are too many, long ones are never kept", () => {
  const { asked, read } = counted(2);
  for (const text of ["a", "b", "c", "a", "c"]) read(text);
  assert.deepEqual(asked, ["a", "b", "c", "a"]);
  const long = "x".repeat(10_000);
  read(long);
  read(long);
  assert.deepEqual(asked.slice(4), [long, long]);
});
