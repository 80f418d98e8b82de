import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { seededRandom, systemClock } from "@aro/runtime";
import { openDataPlane } from "../../tools/data-plane.ts";
import { sharedKeys } from "../testing/named-services.ts";

let keys = "";
const folders: string[] = [];
before(async () => {
  keys = (await sharedKeys()).folder;
});
after(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

interface Said {
  at?: string;
  place?: string;
  fact?: string | null;
  failed?: string;
  done?: number;
}

const child = join(import.meta.dirname, "../../tools/data-plane-crash-child.ts");

/** Runs the child until it is done or has killed itself at its Nth write. */
async function runChild(folder: string, nth: number): Promise<Said[]> {
  const running = spawn(process.execPath, ["--disable-warning=ExperimentalWarning", child, folder, keys, String(nth)], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  let printed = "";
  running.stdout.on("data", (chunk: Buffer) => {
    printed += chunk.toString();
  });
  const [, signal] = await new Promise<[number | null, string | null]>((resolve) =>
    running.once("close", (code, by) => resolve([code, by])),
  );
  const said = printed
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as Said);
  assert.equal(signal, nth === 0 ? null : "SIGKILL", JSON.stringify(said.at(-1)));
  return said;
}

const fresh = (): string => {
  const folder = mkdtempSync(join(tmpdir(), "aro-data-crash-"));
  folders.push(folder);
  return folder;
};

/** Opens what a child left, and holds it against what was acknowledged. What the last call was at may be in either state. */
async function check(folder: string, said: readonly Said[]): Promise<void> {
  assert.deepEqual(
    said.filter((one) => one.failed !== undefined),
    [],
  );
  const { keyring } = await sharedKeys();
  await using plane = openDataPlane(folder, keyring);
  const facts = new Map<string, string | null>();
  for (const { place, fact } of said)
    if (place !== undefined && fact !== undefined) {
      facts.set(place, fact);
      // A container takes its blobs along.
      if (place.startsWith("container ") && fact === null)
        for (const one of facts.keys()) if (one.startsWith(`blob ${place.slice(10)}/`)) facts.set(one, null);
    }
  const last = said.at(-1)?.at;
  for (const [place, fact] of facts) {
    const [kind = "", name = ""] = place.split(" ");
    const isOpen = last === place || (last?.startsWith("container ") === true && name.startsWith(`${last.slice(10)}/`));
    if (isOpen || kind === "block") continue;
    if (kind === "blob") {
      const answer = await plane.blob("GET", `/${name}`);
      assert.equal(answer.status, fact === null ? 404 : 200, place);
      if (fact !== null) assert.equal(createHash("sha256").update(answer.body).digest("hex"), fact, place);
    } else if (kind === "container") {
      const { status } = await plane.blob("HEAD", `/${name}?restype=container`);
      assert.equal(status, fact === null ? 404 : 200, place);
    } else if (kind === "secret") {
      const answer = await plane.vault("GET", `/secrets/${name}`);
      assert.equal(answer.status, fact === null ? 404 : 200, place);
      if (fact !== null) assert.equal(JSON.parse(new TextDecoder().decode(answer.body)).value, fact, place);
    } else {
      const state = async () =>
        JSON.parse(new TextDecoder().decode((await plane.vault("GET", `/certificates/${name}/pending`)).body)).status;
      for (let tries = 0; (await state()) === "inProgress" && tries < 100; tries++) await systemClock.sleep(5);
      assert.equal(await state(), "completed", `${place}: an order goes on by itself`);
    }
  }
  const { database } = plane.blobs;
  const lost =
    "SELECT count(*) AS n FROM content WHERE id NOT IN (SELECT content FROM piece UNION SELECT content FROM staged)";
  assert.deepEqual({ ...database.prepare(lost).get() }, { n: 0 }, "nothing is kept that nobody has");
  assert.deepEqual({ ...database.prepare("PRAGMA integrity_check").get() }, { integrity_check: "ok" });
}

test("kill -9 at any write: what was acknowledged is there, byte for byte, and nothing is left over", async (t) => {
  const whole = fresh();
  const all = await runChild(whole, 0);
  const writes = all.at(-1)?.done ?? 0;
  assert.ok(writes > 200, String(writes));
  await check(whole, all);
  const random = seededRandom(Math.floor(systemClock.now()) & 0xffff);
  // ARO_CRASH=all takes every write in turn.
  const moments =
    process.env["ARO_CRASH"] === "all"
      ? Array.from({ length: writes }, (_, index) => index + 1)
      : [1, writes, ...Array.from({ length: 6 }, () => 2 + random.integer(writes - 2))];
  t.diagnostic(`killed at the writes ${moments.join(", ")} of ${writes}`);
  for (const nth of moments) {
    const folder = fresh();
    await check(folder, await runChild(folder, nth));
    rmSync(folder, { recursive: true, force: true });
  }
});
