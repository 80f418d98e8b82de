import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { exportLines } from "./env.ts";
import { lastWords } from "./last-words.ts";
import { lastLines } from "./log-tail.ts";
import { stateFolder } from "./state-folder.ts";

const surroundings = { environment: {}, root: "/checkout", cwd: "/checkout/docs" };

test("the folder is --state, else ARO_LOCAL_STATE, else .aro beside the launcher", () => {
  const named = { ...surroundings, environment: { ARO_LOCAL_STATE: "/s" } };
  assert.equal(stateFolder(undefined, surroundings).path, "/checkout/.aro");
  assert.equal(stateFolder(undefined, named).path, "/s");
  assert.equal(stateFolder("mine", named).path, "/checkout/docs/mine");
  assert.equal(
    stateFolder(undefined, { ...surroundings, environment: { ARO_LOCAL_STATE: "" } }).path,
    "/checkout/.aro",
  );
  assert.throws(() => stateFolder("", named), /--state: "" is no folder/);
});

test("it is spoken of relative to where the person stands, when it lies below", () => {
  assert.equal(stateFolder("mine", surroundings).shown, "mine");
  assert.equal(stateFolder(undefined, surroundings).shown, "/checkout/.aro");
  assert.equal(stateFolder(undefined, { ...surroundings, cwd: "/checkout" }).shown, ".aro");
});

test("a printed command names the folder only where it is not found without, as one word of a shell", () => {
  assert.equal(stateFolder(undefined, surroundings).flag, "");
  assert.equal(stateFolder("../.aro", surroundings).flag, "");
  assert.equal(stateFolder("mine", surroundings).flag, " --state mine");
  assert.equal(stateFolder("/my state", surroundings).flag, " --state '/my state'");
});

test("export lines give a shell exactly the values, whatever is in them", () => {
  const values = { A: "plain", B: "with 'quotes' and $HOME", C: "two\nlines" };
  const script = `${exportLines(values)}printf '%s|' "$A" "$B" "$C"`;
  assert.equal(spawnSync("sh", ["-c", script], { encoding: "utf8" }).stdout, `${Object.values(values).join("|")}|`);
});

test("the last lines of a log are found in a file larger than a block", async () => {
  const { writeFileSync } = await import("node:fs");
  const folder = mkdtempSync(join(tmpdir(), "aro-log-"));
  const path = join(folder, "x.log");
  const lines = Array.from({ length: 5_000 }, (_, index) => `line ${index} ${"ä".repeat(20)}`);
  writeFileSync(path, `${lines.join("\n")}\n\n`);
  assert.deepEqual(lastLines(path, 2), lines.slice(-2));
  assert.deepEqual(lastLines(path, 4_999), lines.slice(1));
  assert.deepEqual(lastLines(path, 0), []);
  assert.deepEqual(lastLines(join(folder, "absent.log"), 3), []);
  rmSync(folder, { recursive: true });
});

test("the last words of a process are its last error, unwrapped", async () => {
  const { writeFileSync } = await import("node:fs");
  const folder = mkdtempSync(join(tmpdir(), "aro-log-"));
  const path = join(folder, "x.log");
  writeFileSync(
    path,
    `{"level":"error","event":"cannot.listen","error":{"message":"port 1 is in use"}}\n{"event":"stopped"}\n`,
  );
  assert.equal(lastWords(path), "cannot.listen: port 1 is in use");
  writeFileSync(path, "file.ts:3\nError: no such thing\n    at main (file.ts:3:1)\n\nNode.js v26\n");
  assert.equal(lastWords(path), "Error: no such thing");
  rmSync(folder, { recursive: true });
});
