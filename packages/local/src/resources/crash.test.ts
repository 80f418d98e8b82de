import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { seededRandom, systemClock } from "@aro/runtime";
import { inProcess, subscription } from "../../tools/in-process.ts";
import { find, isDoc, text, type Value } from "../documents/document.ts";
import { openDurable } from "../state/durable.ts";
import { allTypes } from "../types/table.ts";

const folder = mkdtempSync(join(tmpdir(), "aro-crash-"));
after(() => rmSync(folder, { recursive: true, force: true }));

interface Said {
  calling?: string;
  method?: string;
  path?: string;
  tag?: string;
  failed?: string;
  done?: number;
}

/** Runs the child until it is done or has killed itself at its Nth write. */
async function runChild(file: string, nth: number): Promise<Said[]> {
  const child = spawn(process.execPath, [join(import.meta.dirname, "../../tools/crash-child.ts"), file, String(nth)], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  let printed = "";
  child.stdout.on("data", (chunk: Buffer) => {
    printed += chunk.toString();
  });
  const [, signal] = await new Promise<[number | null, string | null]>((resolve) =>
    child.once("close", (code, by) => resolve([code, by])),
  );
  const said = printed
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as Said);
  assert.equal(signal, nth === 0 || said.at(-1)?.done !== undefined ? null : "SIGKILL");
  return said;
}

/** What must hold of whatever a killed process left behind, after it was opened again and left to itself. */
async function check(file: string, said: readonly Said[]): Promise<void> {
  assert.deepEqual(
    said.filter((one) => one.failed !== undefined),
    [],
  );
  const durable = openDurable(file);
  await using arm = inProcess({ durable, seed: 11, timing: { scale: 4_000, holdMilliseconds: 0 } });
  const wanted = new Map<string, Said>();
  for (const one of said) if (one.path !== undefined) wanted.set(one.path, one);
  const running = () =>
    durable.database.prepare("SELECT count(*) AS n FROM arm_operations WHERE state = 'InProgress'").get() as {
      n: number;
    };
  for (let tries = 0; running().n > 0 && tries < 500; tries++) await systemClock.sleep(5);
  assert.equal(running().n, 0, "every operation ends by itself (ARM-ASY-12)");
  const version = (path: string) =>
    path.includes("/deployments/") ? "2021-04-01" : path.includes("/providers/") ? "2020-08-01" : "2019-07-01";
  const gone = (path: string) =>
    [...wanted.values()].some(
      (one) => one.method === "DELETE" && (path === one.path || path.startsWith(`${one.path}/`)),
    );
  /** What the killed call was at work on may be there, in its former or its new state, or be gone. */
  const open = said.at(-1)?.calling;
  const isOpen = (path: string) => open !== undefined && (path === open || path.startsWith(`${open}/`));
  for (const [path, last] of wanted) {
    const read = await arm.plain("GET", `${path}?api-version=${version(path)}`);
    if (isOpen(path) && read.status === 404) continue;
    if (gone(path) && !isOpen(path)) {
      assert.equal(read.status, 404, `${path} was deleted`);
      continue;
    }
    assert.equal(read.status, 200, `${path} was acknowledged`);
    assert.equal(read.body.properties.provisioningState, "Succeeded", path);
    if (last.tag !== undefined && !isOpen(path)) assert.equal(read.body.tags.n, last.tag, path);
  }
  assertWhole(durable.database);
}

/** Links, addresses, interfaces and connections are exactly those that the documents speak of. */
function assertWhole(database: ReturnType<typeof openDurable>["database"]): void {
  const types = allTypes();
  const rows = (
    database.prepare("SELECT key, id, type, body FROM arm_resources").all() as {
      key: string;
      id: string;
      type: string;
      body: string;
    }[]
  ).map((row) => ({ ...row, body: JSON.parse(row.body) }));
  const links: string[] = [];
  const leases: string[] = [];
  for (const row of rows) {
    const type = types.row(row.type);
    type?.references.forEach((reference, index) => {
      for (const found of find(row.body, reference.at)) {
        const value = found.value;
        const id = isDoc(value) ? text(value["id"]) : text(value);
        links.push(`${row.key} ${index} ${text(found.element?.["id"]) || row.id} ${id.toLowerCase()}`);
        const target = id.toLowerCase();
        const there = rows.some((one) => one.key === target || target.startsWith(`${one.key}/`));
        assert.ok(there || type.type.endsWith("privateEndpoints"), `${row.key} names ${target}, which is not there`);
      }
    });
    for (const holder of type?.addresses ?? [])
      for (const found of find(row.body, holder.at)) {
        const place = found.value as { [name: string]: Value };
        if (isDoc(place["subnet"]))
          leases.push(`${text(place["subnet"]["id"]).toLowerCase()} ${text(place["privateIPAddress"])}`);
      }
  }
  const kept = (sql: string) => (database.prepare(sql).all() as { line: string }[]).map((one) => one.line).sort();
  assert.deepEqual(
    kept("SELECT source || ' ' || reference || ' ' || holder || ' ' || target AS line FROM arm_links"),
    [...new Set(links)].sort(),
  );
  assert.deepEqual(kept("SELECT subnet || ' ' || address AS line FROM arm_leases"), leases.sort());
  assert.equal(new Set(leases).size, leases.length, "no address is given twice");
  for (const row of rows.filter((one) => one.type === "microsoft.network/privateendpoints")) {
    const nics = rows.filter((one) => one.body.properties?.privateEndpoint?.id === row.id);
    assert.equal(nics.length, 1, "an endpoint has exactly its one interface");
  }
}

test("kill -9 at any write: what was acknowledged is there, nothing is half done, and all work goes on to its end", async (t) => {
  const whole = await runChild(join(folder, "whole.db"), 0);
  const total = whole.at(-1)?.done ?? 0;
  assert.ok(total > 200, `${total} writes`);
  await check(join(folder, "whole.db"), whole.slice(0, -1));
  const random = seededRandom(Date.now() & 0xffff);
  // ARO_CRASH=all takes every write in turn.
  const moments =
    process.env["ARO_CRASH"] === "all"
      ? Array.from({ length: total }, (_, index) => index + 1)
      : [2, 5, ...Array.from({ length: 6 }, () => 6 + random.integer(total - 6))];
  t.diagnostic(`killed at the writes ${moments.join(", ")} of ${total}`);
  for (let at = 0; at < moments.length; at += 2)
    await Promise.all(
      moments.slice(at, at + 2).map(async (nth) => {
        const file = join(folder, `${nth}-${at}.db`);
        await check(file, await runChild(file, nth));
      }),
    );
});

test("ids are not given a second time after a start anew with the same seed", async () => {
  const file = join(folder, "seed.db");
  const ids = new Set<string>();
  for (let start = 0; start < 4; start++) {
    await using arm = inProcess({
      durable: openDurable(file),
      seed: 3,
      timing: { scale: Number.POSITIVE_INFINITY, holdMilliseconds: 0 },
    });
    const group = `/subscriptions/${subscription}/resourceGroups/rg`;
    await arm.plain("PUT", `${group}?api-version=2019-07-01`, { location: "eastus" });
    const made = await arm.plain(
      "PUT",
      `${group}/providers/Microsoft.Network/routeTables/r${start}?api-version=2020-08-01`,
      { location: "eastus" },
    );
    for (const id of [made.headers["azure-asyncoperation"] ?? "", made.headers["etag"] ?? ""]) {
      assert.ok(!ids.has(id));
      ids.add(id);
    }
  }
});
