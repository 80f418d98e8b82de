import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { test } from "node:test";
import { supervisedProcesses } from "./processes.ts";

test("all processes of a name that the emulator runs itself die together, and nobody dies for a name that nobody has", async () => {
  const children = [1, 2].map(() =>
    spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"], { stdio: "ignore" }),
  );
  const ends = children.map((child) => once(child, "exit"));
  const own = new Map([
    ["operator", new Set(children.map(({ pid }) => pid ?? 0))],
    ["installer", new Set<number>()],
  ]);
  const processes = supervisedProcesses("/no/such/file", { name: "emulator", pid: process.pid }, own);
  assert.equal(processes.kill("installer"), false);
  assert.equal(processes.kill("operator"), true);
  assert.deepEqual(
    (await Promise.all(ends)).map(([, signal]) => signal),
    ["SIGKILL", "SIGKILL"],
  );
});
