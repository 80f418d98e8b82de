import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { systemClock } from "@aro/runtime";

const isThere = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

async function gone(pid: number): Promise<boolean> {
  for (let tries = 0; tries < 300 && isThere(pid); tries++) await systemClock.sleep(20);
  return !isThere(pid);
}

/** A suite that starts an emulated Azure and says with which process ids, in a folder of its own for all it leaves. */
const suite = `
  const { startAzure } = await import("${join(import.meta.dirname, "../clients/azure.ts")}");
  const { endsWithThis } = await import("${join(import.meta.dirname, "ending.ts")}");
  const { spawn, execFileSync } = await import("node:child_process");
  await startAzure();
  const client = endsWithThis(spawn("sleep", ["600"]));
  const emulator = execFileSync("pgrep", ["-P", String(process.pid), "-f", "packages/local"], { encoding: "utf8" });
  process.stdout.write(JSON.stringify([Number(emulator), client.pid]));
  setInterval(() => {}, 1000);
`;

for (const [signal, status] of [
  ["SIGTERM", 143],
  ["SIGINT", 130],
] as const)
  test(`a suite that is ended by ${signal} leaves no emulator, no client and no folder`, {
    skip: process.platform !== "linux",
  }, async () => {
    const folder = mkdtempSync(join(tmpdir(), "aro-ending-"));
    const child = spawn(
      process.execPath,
      ["--input-type=module", "--disable-warning=ExperimentalWarning", "-e", suite],
      {
        env: { ...process.env, TMPDIR: folder },
        stdio: ["ignore", "pipe", "inherit"],
      },
    );
    const [said] = await once(child.stdout, "data");
    const pids = JSON.parse(String(said)) as number[];
    assert.ok(pids.length === 2 && pids.every(isThere), String(said));
    child.kill(signal);
    const [code] = await once(child, "exit");
    assert.equal(code, status);
    for (const pid of pids) assert.ok(await gone(pid), `${pid} is still there`);
    assert.deepEqual(
      readdirSync(folder).filter((name) => name.startsWith("aro-clients-")),
      [],
    );
    rmSync(folder, { recursive: true, force: true });
  });
