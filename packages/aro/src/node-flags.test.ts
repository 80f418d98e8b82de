import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { nodeFlags, servingFlags } from "./node-flags.ts";

/** What the launcher gives Node for these words. */
function launched(...words: string[]): string[] {
  // The launcher runs the Node beside it: here one that says what it was given.
  const folder = mkdtempSync(join(tmpdir(), "launcher-"));
  mkdirSync(join(folder, "node_modules/.bin"), { recursive: true });
  const node = join(folder, "node_modules/.bin/node");
  writeFileSync(node, '#!/bin/sh\nfor word in "$@"; do echo "$word"; done\n');
  chmodSync(node, 0o755);
  writeFileSync(join(folder, "aro"), readFileSync(join(import.meta.dirname, "../../../aro")));
  const said = execFileSync("/bin/sh", [join(folder, "aro"), ...words], { encoding: "utf8" });
  return said.trimEnd().split("\n");
}

test("the launcher gives Node the options that processes of an instance are started with", () => {
  const flagsFor = (...words: string[]) => launched(...words).slice(0, -words.length - 1);
  assert.deepEqual(flagsFor("cluster", "list"), nodeFlags);
  assert.deepEqual(flagsFor("rp"), servingFlags);
  assert.deepEqual(flagsFor("rp", "--role", "frontend"), servingFlags);
  assert.deepEqual(flagsFor("rp", "--role", "backend"), nodeFlags);
  assert.deepEqual(flagsFor("rp", "--role=backend"), nodeFlags);
  assert.deepEqual(flagsFor("rpm"), nodeFlags);
});

test("what the launcher is given it hands on word by word", () => {
  assert.deepEqual(launched("tag", "two words").slice(-2), ["tag", "two words"]);
});
