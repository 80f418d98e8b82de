import assert from "node:assert/strict";
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { type RequestOptions, request } from "node:http";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { isoTime, systemClock } from "@aro/runtime";
import { BlobServiceClient, StorageSharedKeyCredential } from "@azure/storage-blob";
import { suite, suiteDigest } from "./suite.ts";
import type { Sent, Target } from "./target.ts";

/** Names the program of Azurite; the suite is run against it when it is set, and its result kept. */
const program = process.env["AZURITE_BLOB"];
const resultFile = join(import.meta.dirname, "azurite-result.json");

interface Result {
  date: string;
  version: string;
  /** Of the suite that was run. */
  suite: string;
  passed: number;
  /** Cases in which Azurite does otherwise, and how. */
  differs: Record<string, string>;
}

/** Where Azurite is known to do otherwise than Azure documents; ours is not asked to follow it there. */
const known: Readonly<Record<string, string>> = {
  "a range that begins at the end is refused as well": "documented: 416 where the range does not begin within the blob",
  "a put in one call forgets the blocks that were sent":
    "documented: Put Blob leaves uncommitted blocks to be garbage collected",
};

/** On a machine with other things to do Azurite takes half a minute to listen. */
const patienceSeconds = 120;

const key = Buffer.alloc(64, 3).toString("base64");
let folder = "";
let child: ChildProcess | undefined;
let target: Target | undefined;
const outcomes = new Map<string, string>();

before(async () => {
  if (program === undefined) return;
  folder = mkdtempSync(join(tmpdir(), "azurite-"));
  const port = await freePort();
  child = spawn(
    program,
    ["--location", folder, "--blobPort", String(port), "--skipApiVersionCheck", "--disableTelemetry", "--silent"],
    { env: { PATH: process.env["PATH"], AZURITE_ACCOUNTS: `conforming:${key}` }, stdio: "ignore" },
  );
  const credential = new StorageSharedKeyCredential("conforming", key);
  const options = { retryOptions: { maxTries: 1 } };
  const service = new BlobServiceClient(`http://127.0.0.1:${port}/conforming`, credential, options);
  for (let tries = 0; ; tries++) {
    try {
      await service.getAccountInfo();
      break;
    } catch (error) {
      if (tries > patienceSeconds) throw error;
      await systemClock.sleep(1_000);
    }
  }
  target = { service, credential, options, send };
});

after(async () => {
  if (child !== undefined) {
    child.kill();
    await once(child, "exit");
    rmSync(folder, { recursive: true, force: true });
  }
});

const skip = program === undefined ? "AZURITE_BLOB names no program" : false;

if (program === undefined) test("the suite on Azurite", { skip }, () => undefined);

for (const [index, one] of program === undefined ? [] : suite.entries())
  test(`Azurite: ${one.name}`, async () => {
    assert.ok(target);
    const container = target.service.getContainerClient(`case-${index}`);
    await container.create();
    try {
      await one.run(target, container);
      outcomes.set(one.name, "");
    } catch (error) {
      outcomes.set(one.name, String((error as Error).message).split("\n")[0] ?? "");
      if (known[one.name] === undefined) throw error;
    }
  });

test("Azurite: the result is kept", { skip }, () => {
  assert.ok(program !== undefined && outcomes.size === suite.length);
  const differs = Object.fromEntries([...outcomes].filter(([, outcome]) => outcome !== ""));
  const result: Result = {
    date: isoTime(systemClock.now()).slice(0, 10),
    version: execFileSync(program, ["--version"], { encoding: "utf8" }).trim(),
    suite: suiteDigest(),
    passed: outcomes.size - Object.keys(differs).length,
    differs,
  };
  writeFileSync(resultFile, `${JSON.stringify(result, null, 2)}\n`);
});

test("the kept result on Azurite is of this suite, and where Azurite does otherwise is known", () => {
  const result = JSON.parse(readFileSync(resultFile, "utf8")) as Result;
  assert.equal(
    result.suite,
    suiteDigest(),
    `the suite has changed since ${result.date}: run AZURITE_BLOB=PROGRAM node --test this file, and check the result in`,
  );
  assert.deepEqual(Object.keys(result.differs).sort(), Object.keys(known).sort());
  assert.equal(result.passed + Object.keys(result.differs).length, suite.length);
});

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  return typeof address === "object" && address !== null ? address.port : 0;
}

function send(
  method: string,
  url: string,
  { headers = {}, body }: { headers?: Readonly<Record<string, string>>; body?: string | Uint8Array } = {},
): Promise<Sent> {
  const options: RequestOptions = { method, headers: { ...headers } };
  return new Promise((resolve, reject) => {
    const outgoing = request(url, options, (incoming) => {
      const chunks: Buffer[] = [];
      incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
      incoming.on("error", reject);
      incoming.on("end", () =>
        resolve({
          status: incoming.statusCode ?? 0,
          headers: incoming.headers as Record<string, string>,
          text: Buffer.concat(chunks).toString(),
        }),
      );
    });
    outgoing.on("error", reject);
    outgoing.end(body);
  });
}
