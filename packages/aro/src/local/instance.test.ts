import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { Problem } from "@aro/cli";
import { systemClock } from "@aro/runtime";
import { down, reset } from "./down.ts";
import { readJson } from "./json-file.ts";
import { freePorts, portsFrom } from "./ports.ts";
import { identityOf, isRunning } from "./process-identity.ts";
import type { ProcessRecord, SupervisorRecord } from "./records.ts";
import { type StateFolder, stateFolder } from "./state-folder.ts";
import { runningSupervisor, type UpDeps, up } from "./up.ts";

const made: StateFolder[] = [];
/** Ports of all instances, until the end: between two that listen on them other tests would look whether they are free, and so take them for a moment. */
const held = new DisposableStack();
after(async () => {
  for (const folder of made) {
    await down(folder, systemClock);
    rmSync(folder.path, { recursive: true, force: true });
  }
  held.dispose();
});

interface Options {
  delay?: number;
  fail?: number;
}

async function instance(options: Options = {}) {
  const path = mkdtempSync(join(tmpdir(), "aro-instance-"));
  const folder = stateFolder(path, { environment: {}, root: path, cwd: path });
  made.push(folder);
  const ports = await freePorts(held);
  const deps: UpDeps = {
    clock: systemClock,
    command: "./aro",
    signal: new AbortController().signal,
    supervisor: () => ({
      command: process.execPath,
      arguments: [
        "--disable-warning=ExperimentalWarning",
        join(import.meta.dirname, "testing/stub-supervisor.ts"),
        path,
        JSON.stringify({ ports: [ports.arm, ports.rp], ...options }),
      ],
      environment: {},
    }),
  };
  return { folder, deps, ports, up: () => up(folder, { port: ports.arm }, deps) };
}

const records = (folder: StateFolder): ProcessRecord[] => readJson<ProcessRecord[]>(folder.processes) ?? [];

async function until(what: string, holds: () => boolean): Promise<void> {
  for (let tries = 0; tries < 500; tries++) {
    if (holds()) return;
    await systemClock.sleep(10);
  }
  assert.fail(`not within 5 s: ${what}`);
}

test("up starts the processes in order and returns when they are ready; a second up changes nothing", async () => {
  const { folder, up: again } = await instance({ delay: 50 });
  assert.equal((await again()).started, true);
  const before = records(folder);
  assert.deepEqual(
    before.map(({ name, restarts }) => ({ name, restarts })),
    [
      { name: "first", restarts: 0 },
      { name: "second", restarts: 0 },
    ],
  );
  assert.ok(before.every(isRunning));
  assert.equal((await again()).started, false);
  assert.deepEqual(records(folder), before);
  await down(folder, systemClock);
  assert.ok(!before.some(isRunning));
  assert.equal(runningSupervisor(folder), undefined);
});

test("of many ups at once one starts the instance and all return when it is ready", async () => {
  const { folder, up: again } = await instance({ delay: 100 });
  const results = await Promise.all([again(), again(), again(), again()]);
  assert.equal(results.filter((result) => result.started).length, 1);
  assert.equal(records(folder).length, 2);
});

test("a process that is killed is started again, with its restarts counted and the end logged", async () => {
  const { folder, up: again } = await instance();
  await again();
  const [first] = records(folder);
  assert.ok(first);
  process.kill(first.pid, "SIGKILL");
  await until("first runs again", () => records(folder)[0]?.restarts === 1);
  const [now] = records(folder);
  assert.notEqual(now?.pid, first.pid);
  assert.ok(isRunning(now));
  assert.match(readFileSync(folder.log("supervisor"), "utf8"), /"process.ended".*|SIGKILL/);
  assert.match(readFileSync(folder.log("first"), "utf8"), /stub \d+ starts/);
});

test("after kill -9 of the supervisor, up ends what it left behind and starts anew", async () => {
  const { folder, up: again } = await instance();
  await again();
  const left = records(folder);
  process.kill(readJson<SupervisorRecord>(folder.supervisor)?.pid ?? 0, "SIGKILL");
  await until("the supervisor is gone", () => runningSupervisor(folder) === undefined);
  assert.ok(left.every(isRunning));
  assert.equal((await again()).started, true);
  assert.ok(!left.some(isRunning));
  assert.ok(records(folder).every(isRunning));
});

test("an instance whose folder is removed ends by itself, and its ports are free again", async () => {
  const { folder, up: again } = await instance();
  await again();
  const supervisor = runningSupervisor(folder);
  const left = records(folder);
  assert.ok(supervisor !== undefined && left.length > 0);
  rmSync(folder.path, { recursive: true });
  await until("the supervisor has ended", () => !isRunning(supervisor));
  assert.ok(!left.some(isRunning));
  mkdirSync(folder.path);
  assert.equal((await again()).started, true);
});

test("down after kill -9 of the supervisor ends what it left behind", async () => {
  const { folder, up: again } = await instance();
  await again();
  const left = records(folder);
  process.kill(readJson<SupervisorRecord>(folder.supervisor)?.pid ?? 0, "SIGKILL");
  assert.equal(await down(folder, systemClock), true);
  assert.ok(!left.some(isRunning));
});

test("a record whose pid now belongs to another process is not believed, and that process is left alone", async () => {
  const { folder, up: again } = await instance();
  const stranger = { pid: process.pid, born: "1", startedAt: "2025-01-01T00:00:00.000Z" };
  writeFileSync(folder.supervisor, JSON.stringify({ ...stranger, phase: "ready" }));
  writeFileSync(folder.processes, JSON.stringify([{ ...stranger, name: "first", port: 1, restarts: 0 }]));
  assert.equal(await down(folder, systemClock), false);
  assert.equal((await again()).started, true);
  assert.ok(isRunning(identityOf(process.pid)));
});

test("a process that ends by itself before it is ready fails up with its status, its last words and where to look", async () => {
  const { folder, up: again } = await instance({ fail: 3 });
  await assert.rejects(again(), (error) => {
    assert.ok(error instanceof Problem);
    assert.match(error.message, /first ended with status 3 before it was ready.*\.\/aro local logs first/);
    return true;
  });
  assert.equal(runningSupervisor(folder), undefined);
  assert.deepEqual(records(folder), []);
});

test("a port that is taken is named with what to do, and nothing is started", async () => {
  const first = await instance();
  await first.up();
  const second = await instance();
  await assert.rejects(
    up(second.folder, { port: first.ports.arm }, second.deps),
    (error: Error) =>
      error instanceof Problem &&
      error.message.includes(`port ${first.ports.arm} (for ARM)`) &&
      error.message.includes("--port N"),
  );
  assert.equal(runningSupervisor(second.folder), undefined);
});

test("ports are remembered over down and up", async () => {
  const { folder, deps, ports, up: again } = await instance();
  await again();
  await down(folder, systemClock);
  assert.deepEqual((await up(folder, {}, deps)).settings.ports, portsFrom(ports.arm));
});

test("up on another port than the one it is up on says to take it down first", async () => {
  const { folder, deps, ports, up: again } = await instance();
  await again();
  await assert.rejects(up(folder, { port: ports.arm + 10 }, deps), /is up on port \d+, not \d+; take it down first/);
});

test("reset stops the instance and leaves nothing but the lock", async () => {
  const { folder, up: again } = await instance();
  await again();
  const left = records(folder);
  assert.equal(await reset(folder, systemClock), true);
  assert.ok(!left.some(isRunning));
  const { readdirSync } = await import("node:fs");
  assert.deepEqual(readdirSync(folder.path), ["lock"]);
  assert.equal(await reset(folder, systemClock), false);
});

test("reset removes nothing from a folder that holds no instance", async () => {
  const { folder } = await instance();
  writeFileSync(join(folder.path, "thesis.txt"), "years of work");
  await assert.rejects(reset(folder, systemClock), /holds no local instance; nothing was removed/);
  assert.equal(readFileSync(join(folder.path, "thesis.txt"), "utf8"), "years of work");
});

test("up makes no instance among other things, which a reset would remove with it", async () => {
  const { folder, up: again } = await instance();
  for (const name of ["thesis.txt", "settings.json"]) {
    writeFileSync(join(folder.path, name), "{}");
    await assert.rejects(again(), new RegExp(`holds other things than a local instance \\(${name}\\)`));
    await assert.rejects(reset(folder, systemClock), /nothing was removed/);
    rmSync(join(folder.path, name));
  }
  mkdirSync(folder.logs);
  assert.equal((await again()).started, true, "what an up that failed early leaves is not in the way");
});

test("an instance started with a lifeline goes down when whoever started it is gone", async () => {
  const { folder, deps, ports } = await instance();
  const { spawn } = await import("node:child_process");
  const starter = spawn(
    process.execPath,
    [
      "--disable-warning=ExperimentalWarning",
      "--input-type=module",
      "-e",
      `const [{ up }, { stateFolder }, { systemClock }] = await Promise.all([import(${JSON.stringify(join(import.meta.dirname, "up.ts"))}), import(${JSON.stringify(join(import.meta.dirname, "state-folder.ts"))}), import("@aro/runtime")]);
       const path = ${JSON.stringify(folder.path)};
       await up(stateFolder(path, { environment: {}, root: path, cwd: path }), { port: ${ports.arm}, lifeline: true }, {
         clock: systemClock, command: "./aro", signal: new AbortController().signal, supervisor: () => (${JSON.stringify(deps.supervisor(folder))}) });
       console.log("up");
       await systemClock.sleep(60_000);`,
    ],
    { cwd: import.meta.dirname, stdio: ["ignore", "pipe", "inherit"] },
  );
  await new Promise<void>((resolve) => starter.stdout.once("data", () => resolve()));
  const running = records(folder);
  assert.ok(running.length === 2 && running.every(isRunning));
  starter.kill("SIGKILL");
  await until("everything is down", () => !running.some(isRunning) && runningSupervisor(folder) === undefined);
});

test("an up that is interrupted leaves nothing running, however early", async () => {
  for (const afterRecords of [0, 1]) {
    const { folder, deps, ports } = await instance({ delay: 2_000 });
    const stop = new AbortController();
    const starting = up(folder, { port: ports.arm }, { ...deps, signal: stop.signal });
    if (afterRecords > 0) await until("a process runs", () => records(folder).length >= afterRecords);
    else await systemClock.sleep(30);
    const begun = records(folder);
    stop.abort(new Error("SIGINT"));
    await assert.rejects(starting, /SIGINT/);
    assert.equal(runningSupervisor(folder), undefined);
    assert.ok(!begun.some(isRunning));
    assert.deepEqual(records(folder).filter(isRunning), []);
  }
});
