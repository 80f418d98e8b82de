import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { globPattern } from "./glob.ts";

test("one star stays within a segment, two do not, everything else stands for itself", () => {
  assert.ok(globPattern("/a/*/c").test("/a/b/c"));
  assert.ok(!globPattern("/a/*/c").test("/a/b/b/c"));
  assert.ok(globPattern("/a/**/c").test("/a/b/b/c"));
  assert.ok(!globPattern("/a.c").test("/abc"));
  fc.assert(
    fc.property(
      fc.string().filter((text) => !text.includes("*") && !text.includes("\n")),
      (text) => globPattern(text).test(text),
    ),
  );
});
