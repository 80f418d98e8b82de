import assert from "node:assert/strict";
import { mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { makeFolder } from "./make-folder.ts";

test("a folder is made with all above it, once and again; a file in the way is told", (t) => {
  const base = mkdtempSync(join(tmpdir(), "make-folder-"));
  t.after(() => rmSync(base, { recursive: true }));
  const path = join(base, "a", "b", "c");
  makeFolder(path);
  makeFolder(path);
  assert.equal(statSync(path).mode & 0o777, 0o700);
  writeFileSync(join(base, "file"), "");
  assert.throws(() => makeFolder(join(base, "file", "d")), { code: "EEXIST" });
  assert.throws(() => makeFolder(join(base, "file")), { code: "EEXIST" });
});

test("where no folder can be made it is told, and not tried for ever", {
  skip: process.platform !== "linux" && "there is no /proc",
}, () => {
  assert.throws(() => makeFolder("/proc/none/logs"), { code: "ENOENT" });
});
