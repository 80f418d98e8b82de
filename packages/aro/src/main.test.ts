import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { systemClock } from "@aro/runtime";
import { holdExclusively } from "./local/exclusive.ts";
import { stateFolder } from "./local/state-folder.ts";

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

test("the launcher works by a link and from elsewhere, and prints commands that work there", (t) => {
  const folder = mkdtempSync(join(tmpdir(), "aro link "));
  t.after(() => rmSync(folder, { recursive: true }));
  const launcher = join(import.meta.dirname, "../../../aro");
  mkdirSync(join(folder, "bin"));
  symlinkSync(launcher, join(folder, "bin", "first"));
  symlinkSync("bin/first", join(folder, "aro"));
  const { status, stderr } = spawnSync("./aro", ["local", "env", "--state", "none"], { cwd: folder, encoding: "utf8" });
  const start = `${launcher} local up --state none`;
  assert.deepEqual([status, stderr], [1, `aro: the instance of none is not up; start it with: ${start}\n`]);
});

test("a reader who has gone is no failure", () => {
  const { stderr } = shell("aro --help | true");
  assert.equal(stderr, "");
});

test("an interrupted command exits as shells count the signal: 130 for Ctrl-C, 143 for SIGTERM, 129 for a hang-up", async (t) => {
  const state = mkdtempSync(join(tmpdir(), "aro-signal-"));
  t.after(() => rmSync(state, { recursive: true }));
  // `up` waits for whoever works on the instance: here that is this test.
  const { lock } = stateFolder(state, { environment: {}, root: state, cwd: state });
  using held = await holdExclusively(lock, systemClock, 0);
  assert.ok(held);
  const statuses = await Promise.all(
    (["SIGINT", "SIGTERM", "SIGHUP"] as const).map(async (signal) => {
      const main = join(import.meta.dirname, "main.ts");
      const child = spawn(process.execPath, [main, "local", "up", "--state", state], { stdio: ["ignore", 1, "pipe"] });
      const ended = once(child, "exit");
      await systemClock.sleep(2_000);
      child.kill(signal);
      return await ended;
    }),
  );
  assert.deepEqual(statuses, [
    [130, null],
    [143, null],
    [129, null],
  ]);
});

test("a process that has failed ends, whatever it left open", () => {
  const open = "data:text/javascript,setInterval(() => undefined, 1000)";
  const { status, signal } = spawnSync(
    process.execPath,
    ["--import", open, join(import.meta.dirname, "main.ts"), "bla"],
    {
      timeout: 20_000,
      killSignal: "SIGKILL",
    },
  );
  assert.deepEqual([status, signal], [2, null]);
});
