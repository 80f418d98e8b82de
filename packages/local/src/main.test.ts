import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { request } from "node:https";
import type { AddressInfo } from "node:net";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, test } from "node:test";

const program = join(import.meta.dirname, "main.ts");
let folder = "";
let children: ChildProcess[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "aro-main-"));
  children = [];
});
afterEach(() => {
  for (const child of children) child.kill("SIGKILL");
  rmSync(folder, { recursive: true, force: true });
});

function start(configuration: object = {}): ChildProcess {
  const file = join(folder, "emulator.json");
  writeFileSync(
    file,
    JSON.stringify({ stateFolder: join(folder, "state"), port: 0, provider: "https://localhost:1", ...configuration }),
  );
  const child = spawn(process.execPath, ["--disable-warning=ExperimentalWarning", program, "--config", file], {
    stdio: "pipe",
  });
  children.push(child);
  return child;
}

async function ready(child: ChildProcess): Promise<{ arm: string; pid: number }> {
  let text = "";
  for await (const chunk of child.stdout ?? []) {
    text += String(chunk);
    if (text.includes("\n")) return JSON.parse(text.slice(0, text.indexOf("\n")));
  }
  return assert.fail("it ended before it was ready");
}

const inState = (name: string) => readFileSync(join(folder, "state", name), "utf8");

function call(arm: string, method: string, path: string, body?: object): Promise<{ status: number; text: string }> {
  const text = body === undefined ? undefined : JSON.stringify(body);
  const headers = {
    authorization: `Bearer ${inState("control.secret").trim()}`,
    ...(text === undefined ? {} : { "content-length": Buffer.byteLength(text) }),
  };
  return new Promise((resolve, reject) => {
    const outgoing = request(
      new URL(path, arm),
      { method, ca: inState("ca.pem"), headers, agent: false },
      (incoming) => {
        let answer = "";
        incoming.on("data", (chunk) => {
          answer += chunk;
        });
        incoming.on("error", reject);
        incoming.on("end", () => resolve({ status: incoming.statusCode ?? 0, text: answer }));
      },
    );
    outgoing.on("error", reject);
    outgoing.end(text);
  });
}

test("it says when it is ready, leaves what clients need, and ends at SIGTERM with status 0", async () => {
  const child = start({ seed: 7 });
  const { arm, pid } = await ready(child);
  assert.equal(pid, child.pid);
  assert.equal((await call(arm, "GET", "/_local/health")).status, 200);
  const endpoints = JSON.parse(inState("endpoints.json"));
  assert.deepEqual([endpoints.arm, endpoints.pid], [arm, child.pid]);
  const variables = JSON.parse(inState("env.json"));
  for (const [name, value] of Object.entries(variables)) assert.ok(typeof value === "string" && value !== "", name);
  assert.equal(variables.ARO_LOCAL_ARM, arm);
  assert.ok(readFileSync(variables.REQUESTS_CA_BUNDLE, "utf8").endsWith(readFileSync(variables.ARO_LOCAL_CA, "utf8")));
  child.kill("SIGTERM");
  const [status] = await once(child, "exit");
  assert.equal(status, 0);
});

test("what was answered survives kill -9, and an armed fault kills the emulator itself only once", async () => {
  let child = start();
  let { arm } = await ready(child);
  const before = JSON.parse(inState("env.json"));
  const made: string[] = [];
  for (let round = 0; round < 2; round++) {
    const answers = Array.from({ length: 20 }, () => call(arm, "POST", "/_local/principals", {}));
    await Promise.race(answers);
    child.kill("SIGKILL");
    for (const outcome of await Promise.allSettled(answers))
      if (outcome.status === "fulfilled") made.push(JSON.parse(outcome.value.text).principals[0].appId);
    child = start();
    ({ arm } = await ready(child));
  }
  const kept = JSON.parse((await call(arm, "GET", "/_local/principals")).text).principals as { appId: string }[];
  const ids = new Set(kept.map((one) => one.appId));
  assert.ok(made.length >= 2);
  for (const id of made) assert.ok(ids.has(id), id);
  const after = JSON.parse(inState("env.json"));
  assert.equal(after.ARO_LOCAL_CLIENT_SECRET, before.ARO_LOCAL_CLIENT_SECRET);
  assert.equal(after.ARO_LOCAL_SUBSCRIPTION, before.ARO_LOCAL_SUBSCRIPTION);

  const order = { match: { path: "/metadata/**" }, do: { kind: "kill", process: "emulator" } };
  assert.equal((await call(arm, "POST", "/_local/faults", order)).status, 201);
  const ended = once(child, "exit");
  await assert.rejects(call(arm, "GET", "/metadata/endpoints?api-version=2022-09-01"));
  assert.deepEqual(await ended, [null, "SIGKILL"]);
  ({ arm } = await ready(start()));
  assert.equal((await call(arm, "GET", "/metadata/endpoints?api-version=2022-09-01")).status, 200);
});

test("what a person can mend is said in a line, without a stack", async () => {
  const taken = createServer().listen(0, "127.0.0.1");
  await once(taken, "listening");
  const { port } = taken.address() as AddressInfo;
  for (const [configuration, message] of [
    [{ port }, new RegExp(`^local: port ${port} is in use; .*--port\n$`)],
    [{ port: "x" }, /^local: 'port' cannot be "x": a port\n$/],
  ] as const) {
    const child = start(configuration);
    let text = "";
    child.stderr?.on("data", (chunk) => {
      text += chunk;
    });
    const [status] = await once(child, "close");
    assert.equal(status, 1);
    assert.match(text, message);
  }
  taken.close();
});
