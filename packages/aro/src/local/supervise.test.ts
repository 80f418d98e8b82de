import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { systemClock } from "@aro/runtime";
import { silentLog } from "@aro/telemetry";
import { readJson, writeJson } from "./json-file.ts";
import type { Program } from "./program.ts";
import { runningProcesses, type SupervisorRecord } from "./records.ts";
import { stateFolder } from "./state-folder.ts";
import { supervise } from "./supervise.ts";

/** A plan's program that lives until it is stopped. */
const living = (name: string, more: Partial<Program>) => async (): Promise<Program> => ({
  name,
  command: process.execPath,
  arguments: ["-e", "setInterval(() => undefined, 1000)"],
  environment: {},
  port: 1,
  check: async () => ({ healthy: true }),
  ...more,
});

test("a start that fails where its end cannot be written down, as on a full disk, leaves nothing running", async (t) => {
  const path = mkdtempSync(join(tmpdir(), "aro-supervise-"));
  t.after(() => rmSync(path, { recursive: true }));
  const folder = stateFolder(path, { environment: {}, root: path, cwd: path });
  let ran = 0;
  const status = await supervise(
    folder,
    {
      programs: [living("first", {})],
      seed: async () => {
        ran = runningProcesses(folder.processes).length;
        // Nothing is renamed over a folder.
        rmSync(folder.supervisor);
        mkdirSync(join(folder.supervisor, "in the way"), { recursive: true });
        throw new Error("no space");
      },
    },
    { clock: systemClock, log: silentLog, stop: new AbortController().signal },
  );
  assert.deepEqual([status, ran, runningProcesses(folder.processes)], [1, 1, []]);
});

test("a program is started when the one before has left what it needs; the instance is ready when both are, and filled", async (t) => {
  const path = mkdtempSync(join(tmpdir(), "aro-supervise-"));
  t.after(() => rmSync(path, { recursive: true }));
  const folder = stateFolder(path, { environment: {}, root: path, cwd: path });
  const seen: string[] = [];
  const stop = new AbortController();
  const running = () => runningProcesses(folder.processes).map(({ name }) => name);
  const supervised = supervise(
    folder,
    {
      programs: [
        living("first", {
          hasLeft: (pid) => pid === runningProcesses(folder.processes)[0]?.pid,
          // Its readiness comes of the other's being there.
          check: async () => (running().length === 2 ? { healthy: true } : { healthy: false, reason: "alone" }),
        }),
        living("second", {
          check: async () => {
            if (!seen.includes("seed began")) return { healthy: false, reason: "too early" };
            seen.push("second is ready");
            return { healthy: true };
          },
        }),
      ],
      seed: async (_signal, ready) => {
        await ready("first");
        seen.push("seed began");
        await ready("second");
        seen.push("seed ended");
      },
    },
    { clock: systemClock, log: silentLog, stop: stop.signal },
  );
  for (let looks = 0; looks < 500 && readJson<SupervisorRecord>(folder.supervisor)?.phase !== "ready"; looks++)
    await systemClock.sleep(10);
  assert.deepEqual(seen, ["seed began", "second is ready", "seed ended"]);
  stop.abort();
  assert.deepEqual([await supervised, running()], [0, []]);
});

test("a program that ends after it has left what the next needs fails the start by its name, and the next is stopped", async (t) => {
  const path = mkdtempSync(join(tmpdir(), "aro-supervise-"));
  t.after(() => rmSync(path, { recursive: true }));
  const folder = stateFolder(path, { environment: {}, root: path, cwd: path });
  const never = async () => ({ healthy: false, reason: "never" }) as const;
  const status = await supervise(
    folder,
    {
      programs: [
        living("first", {
          arguments: ["-e", "setTimeout(() => process.exit(3), 300)"],
          hasLeft: () => true,
          check: never,
        }),
        living("second", { hasLeft: () => true, check: never }),
      ],
      seed: async (_signal, ready) => ready("second"),
    },
    { clock: systemClock, log: silentLog, stop: new AbortController().signal },
  );
  const record = readJson<SupervisorRecord>(folder.supervisor);
  assert.deepEqual([status, record?.phase, runningProcesses(folder.processes)], [1, "failed", []]);
  assert.match(record?.phase === "failed" ? record.reason : "", /^first ended with status 3 before it was ready/);
});

test("a file that cannot be written leaves nothing half written beside it", (t) => {
  const folder = mkdtempSync(join(tmpdir(), "aro-json-"));
  t.after(() => rmSync(folder, { recursive: true }));
  mkdirSync(join(folder, "taken", "by a folder"), { recursive: true });
  assert.throws(() => writeJson(join(folder, "taken"), {}));
  assert.deepEqual(readdirSync(folder), ["taken"]);
});
