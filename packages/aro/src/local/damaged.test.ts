import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext as Test, test } from "node:test";
import { systemClock } from "@aro/runtime";
import { paperEdge } from "../testing/edge.ts";
import { local } from "./command.ts";
import { down } from "./down.ts";
import { identityOf, isRunning } from "./process-identity.ts";
import { runningProcesses } from "./records.ts";
import { stateFolder } from "./state-folder.ts";
import { runningSupervisor } from "./up.ts";

const damages = ["", "null", "{}", "[]", "5", '"x"', '{"ports":5}', '{"pid":1}', '[{"pid":1}]', "[null]", "garbage"];

function made(t: Test) {
  const root = mkdtempSync(join(tmpdir(), "aro-damaged-"));
  t.after(() => rmSync(root, { recursive: true }));
  const folder = stateFolder(undefined, { environment: {}, root, cwd: root });
  mkdirSync(folder.path);
  return { root, folder };
}

test("a record that does not say when its process was born is of none that runs", () => {
  for (const pid of [process.pid, 1, undefined]) assert.equal(isRunning({ pid } as never), false);
  assert.ok(isRunning(identityOf(process.pid)));
});

test("damaged records of processes are as none: status, down and what is asked before up go on", async (t) => {
  const { root, folder } = made(t);
  for (const text of damages) {
    writeFileSync(folder.supervisor, text);
    writeFileSync(folder.processes, text);
    assert.equal(runningSupervisor(folder), undefined, text);
    assert.deepEqual(runningProcesses(folder.processes), [], text);
    const edge = paperEdge({ root, cwd: root });
    assert.equal(await local(["status"], edge), 0, edge.err());
    assert.equal(await down(folder, systemClock), false, text);
  }
});

test("damaged settings are told, with the way out, and nothing is started in their place", async (t) => {
  const { root, folder } = made(t);
  writeFileSync(folder.supervisorLock, "");
  for (const text of damages) {
    writeFileSync(folder.settings, text);
    const edge = paperEdge({ root, cwd: root });
    assert.equal(await local(["up", "--port", "0"], edge), 1, text);
    assert.equal(
      edge.err(),
      `aro: ${folder.settings} is damaged; put it back as it was, or forget the instance: aro local reset --state .aro\n`,
    );
  }
  const edge = paperEdge({ root, cwd: root });
  assert.deepEqual([await local(["reset"], edge), edge.err()], [0, ""]);
});
