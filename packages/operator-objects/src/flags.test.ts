import assert from "node:assert/strict";
import { test } from "node:test";
import { isOn } from "./flags.ts";

test("a flag is on when it says true in any casing, and off when it is missing, empty or anything else (SH-1)", () => {
  const flags = { a: "TRUE", b: "1", c: "", d: "yes" };
  assert.deepEqual(
    ["a", "b", "c", "d", "missing"].map((name) => isOn(flags, name)),
    [true, false, false, false, false],
  );
});
