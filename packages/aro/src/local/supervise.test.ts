import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { systemClock } from "@aro/runtime";
import { silentLog } from "@aro/telemetry";
import { writeJson } from "./json-file.ts";
import { runningProcesses } from "./records.ts";
import { stateFolder } from "./state-folder.ts";
import { supervise } from "./supervise.ts";

test("a start that fails where its end cannot be written down, as on a full disk, leaves nothing running", async (t) => {
  const path = mkdtempSync(join(tmpdir(), "aro-supervise-"));
  t.after(() => rmSync(path, { recursive: true }));
  const folder = stateFolder(path, { environment: {}, root: path, cwd: path });
  let ran = 0;
  const status = await supervise(
    folder,
    {
      programs: [
        async () => ({
          name: "first",
          command: process.execPath,
          arguments: ["-e", "setInterval(() => undefined, 1000)"],
          environment: {},
          port: 1,
          check: async () => ({ healthy: true }),
        }),
      ],
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

test("a file that cannot be written leaves nothing half written beside it", (t) => {
  const folder = mkdtempSync(join(tmpdir(), "aro-json-"));
  t.after(() => rmSync(folder, { recursive: true }));
  mkdirSync(join(folder, "taken", "by a folder"), { recursive: true });
  assert.throws(() => writeJson(join(folder, "taken"), {}));
  assert.deepEqual(readdirSync(folder), ["taken"]);
});
