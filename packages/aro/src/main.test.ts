import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";

/** Runs aro in a shell, so that its streams can be whatever a shell can make of them. */
const shell = (line: string) =>
  spawnSync("sh", ["-c", line.replace("aro", `"${process.execPath}" "${join(import.meta.dirname, "main.ts")}"`)], {
    encoding: "utf8",
  });

test("output that has no room fails with one line and status 1", {
  skip: existsSync("/dev/full") ? false : "this system has no /dev/full",
}, () => {
  const { status, stderr } = shell("aro --help > /dev/full");
  assert.deepEqual([status, stderr.split("\n").length], [1, 2], stderr);
  assert.match(stderr, /^aro: the output could not be written: ENOSPC/);
});

test("a reader who has gone is no failure", () => {
  const { stderr } = shell("aro --help | true");
  assert.equal(stderr, "");
});
