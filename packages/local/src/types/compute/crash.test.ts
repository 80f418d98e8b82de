import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { seededRandom, systemClock } from "@aro/runtime";
import { inProcess } from "../../../tools/in-process.ts";
import { openDurable } from "../../state/durable.ts";

const folder = mkdtempSync(join(tmpdir(), "aro-machines-"));
after(() => rmSync(folder, { recursive: true, force: true }));

interface Said {
  calling?: string;
  method?: string;
  path?: string;
  failed?: string;
  done?: number;
}

/** Runs the child until it is done or has killed itself at its Nth write. */
async function runChild(file: string, nth: number): Promise<Said[]> {
  const script = join(import.meta.dirname, "../../../tools/crash-child.ts");
  const child = spawn(process.execPath, [script, file, String(nth), "machines"], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  let printed = "";
  child.stdout.on("data", (chunk: Buffer) => {
    printed += chunk.toString();
  });
  await new Promise((resolve) => child.once("close", resolve));
  return printed
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as Said);
}

interface Kept {
  key: string;
  id: string;
  state: string;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into documents freely
  body: any;
}

/** Whatever was killed: all work ends, disks and machines agree on who holds whom, and nobody's principal is lost. */
async function check(file: string, said: readonly Said[]): Promise<void> {
  assert.deepEqual(
    said.filter((one) => one.failed !== undefined),
    [],
  );
  const durable = openDurable(file);
  await using _arm = inProcess({ durable, seed: 11, timing: { scale: 20_000, holdMilliseconds: 0 } });
  const running = () =>
    Number(
      durable.database.prepare("SELECT count(*) AS n FROM arm_operations WHERE state = 'InProgress'").get()?.["n"],
    );
  for (let tries = 0; running() > 0 && tries < 500; tries++) await systemClock.sleep(5);
  assert.equal(running(), 0, "every operation ends by itself (ARM-ASY-12)");
  const of = (type: string): Kept[] =>
    durable.database
      .prepare("SELECT key, id, state, body FROM arm_resources WHERE type = ?")
      .all(`microsoft.compute/${type}`)
      .map((row) => ({
        key: String(row["key"]),
        id: String(row["id"]),
        state: String(row["state"]),
        body: JSON.parse(String(row["body"])),
      }));
  const machines = of("virtualmachines");
  const disks = new Map(of("disks").map((disk) => [disk.key, disk]));
  const holders = new Map<string, string>();
  for (const { id, state, body } of machines) {
    assert.equal(state, "Succeeded", id);
    assert.match(body["#"].power, /^(running|deallocated)$/, "no power state is left in between");
    const { osDisk, dataDisks } = body.properties.storageProfile;
    for (const disk of [osDisk, ...dataDisks]) holders.set(disk.managedDisk.id.toLowerCase(), id);
  }
  for (const [key, holder] of holders) assert.equal(disks.get(key)?.body.managedBy, holder, `${key} is held`);
  for (const { key, state, body } of disks.values()) {
    assert.equal(state, "Succeeded", key);
    assert.equal(body.managedBy, holders.get(key), `${key} says who holds it`);
    assert.equal(body.properties.diskState === "Unattached", !holders.has(key), key);
  }
  const acknowledged = new Map(
    said.flatMap((one) => (one.path === undefined ? [] : [[one.path, one.method] as const])),
  );
  const open = said.at(-1)?.calling;
  for (const [path, method] of acknowledged) {
    if (method === "POST" || path === open) continue;
    // What a machine takes with it is gone when the machine is.
    const gone = [...acknowledged].some(([other, how]) => how === "DELETE" && (other === path || path.endsWith("/n0")));
    const key = path.toLowerCase();
    const there = durable.database.prepare("SELECT 1 FROM arm_resources WHERE key = ?").get(key) !== undefined;
    if (open?.startsWith(path) || (gone && path !== open)) {
      if (gone) assert.equal(there, false, `${path} was deleted`);
      continue;
    }
    if (!path.endsWith("/n0")) assert.ok(there, `${path} was acknowledged`);
  }
}

test("kill -9 at any write of machines: acknowledged ones are there, disks and machines agree, all work ends (ARM-ASY-08)", async (t) => {
  const whole = join(folder, "whole.db");
  const said = await runChild(whole, 0);
  const total = said.at(-1)?.done ?? 0;
  assert.ok(total > 150, `${total} writes`);
  await check(whole, said.slice(0, -1));
  const random = seededRandom(Date.now() & 0xffff);
  // ARO_CRASH=all takes every write in turn.
  const parts = process.env["ARO_CRASH"] === "all" ? total : 4;
  const moments = Array.from(
    { length: parts },
    (_, part) => Math.floor(((part + random.integer(1_000) / 1_000) * total) / parts) + 1,
  );
  t.diagnostic(`killed at the writes ${moments.join(", ")} of ${total}`);
  for (let at = 0; at < moments.length; at += 2)
    await Promise.all(
      moments.slice(at, at + 2).map(async (nth) => {
        const file = join(folder, `${nth}-${at}.db`);
        await check(
          file,
          (await runChild(file, nth)).filter((one) => one.done === undefined),
        );
      }),
    );
});
