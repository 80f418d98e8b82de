import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { manualClock } from "@aro/runtime";
import { startWorld, type World } from "../../testing/world.ts";
import { internetChecker } from "./internet-checker.ts";
import { reachBy } from "./reach.ts";

let world: World;
before(async () => {
  world = await startWorld();
});
after(() => world[Symbol.asyncDispose]());

const signal = AbortSignal.timeout(30_000);
const directly = reachBy();
const master = "InternetReachableFromMaster";
const worker = "InternetReachableFromWorker";
const look = (change: Partial<World["context"]>) =>
  internetChecker.reconcile({ ...world.context, ...change }, "cluster", world.signal);

/** Lets a manual clock run until the promise settles. */
async function running<Value>(clock: ReturnType<typeof manualClock>, work: Promise<Value>): Promise<Value> {
  let settled = false;
  const done = work.finally(() => {
    settled = true;
  });
  done.catch(() => undefined);
  while (!settled) {
    await clock.advance(1_000);
    await world.context.clock.sleep(1);
  }
  return done;
}

async function serve(answer: RequestListener): Promise<{ url: string; server: Server }> {
  const server = createServer(answer);
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, server };
}

test("a checker that is switched off knows nothing, and does not come again by itself (CK-1)", async () => {
  await world.tell({ operatorflags: { "aro.checker.enabled": "false" } });
  assert.deepEqual(await look({ reach: () => Promise.reject(new Error("not asked")) }), {});
  assert.equal(await world.condition(master), "Unknown : ");
});

test("what is reached is told, and looked at again after an hour (CK-2)", async () => {
  await world.tell({ internetChecker: { urls: ["https://a/", "https://b/"] } });
  const asked: string[] = [];
  const looked = await look({ reach: async (url) => void asked.push(url) });
  assert.deepEqual([looked, asked], [{ againAfterMilliseconds: 3_600_000 }, ["https://a/", "https://b/"]]);
  assert.equal(await world.condition(master), "True CheckDone: Outgoing connection successful");
});

test("a success after failures counts (IN-2)", async () => {
  await world.tell({ internetChecker: { urls: ["https://a/"] } });
  const clock = manualClock();
  let tries = 0;
  await running(clock, look({ clock, reach: async () => (++tries < 3 ? Promise.reject(new Error("no")) : undefined) }));
  assert.equal(tries, 3);
  assert.equal(clock.monotonic() >= 20_000, true);
});

test("six failures take a minute and are told, then thrown (IN-3, CK-3)", async () => {
  await world.tell({ internetChecker: { urls: ["https://a/", "https://b/"] } });
  const clock = manualClock();
  let tries = 0;
  const reach = async (url: string) => {
    if (url === "https://b/") return;
    tries++;
    throw new Error("connect ECONNREFUSED");
  };
  await assert.rejects(running(clock, look({ clock, reach })), /https:\/\/a\/: connect ECONNREFUSED/);
  assert.equal(tries, 6);
  assert.ok(clock.monotonic() >= 60_000 && clock.monotonic() < 75_000, `${clock.monotonic()} ms`);
  assert.equal(await world.condition(master), "False CheckFailed: https://a/: connect ECONNREFUSED");
});

test("an address that is none is told as it stands", async () => {
  await world.tell({ internetChecker: { urls: ["nowhere"] } });
  await assert.rejects(look({}), /parse "nowhere"/);
  await world.tell({ internetChecker: { urls: [] } });
  await look({});
  assert.equal(
    await world.condition(master),
    "True CheckDone: Outgoing connection successful",
    "nothing to ask is well",
  );
});

test("the worker tells of its own network only (IN-4)", async () => {
  const before = await world.condition(master);
  await look({ role: "worker" });
  assert.equal(await world.condition(worker), "True CheckDone: Outgoing connection successful");
  assert.equal(await world.condition(master), before);
});

test("any answer is an answer (IN-1), asked by HEAD on a connection of its own", async () => {
  const methods: (string | undefined)[] = [];
  const { url, server } = await serve((request, response) => {
    methods.push(`${request.method} ${request.headers.connection}`);
    response.writeHead(500).end();
  });
  await directly(url, signal);
  assert.deepEqual(methods, ["HEAD close"]);
  server.close();
});

test("a redirection is followed, one that leads nowhere fails, and one that never ends does too (IN-5)", async () => {
  const { url, server } = await serve((request, response) => {
    const location = request.url === "/loop" ? "/loop" : request.url === "/" ? "/there" : undefined;
    if (request.url === "/away") response.writeHead(302, { location: "http://127.0.0.1:1/" });
    else response.writeHead(location === undefined ? 200 : 302, location === undefined ? {} : { location });
    response.end();
  });
  await directly(url, signal);
  await assert.rejects(directly(`${url}away`, signal), /ECONNREFUSED/);
  await assert.rejects(directly(`${url}loop`, signal), /10 redirects/);
  server.close();
});

test("proxies in the environment are not used (IN-5)", async () => {
  const { url, server } = await serve((_, response) => response.end());
  const file = join(import.meta.dirname, "reach.ts");
  const code = `import { reachBy } from ${JSON.stringify(file)}; await reachBy()(${JSON.stringify(url)}, AbortSignal.timeout(20000));`;
  // Nobody listens there: whoever used it would fail.
  const nowhere = "http://127.0.0.1:1";
  const child = spawn(process.execPath, ["--input-type=module", "-e", code], {
    env: { NODE_USE_ENV_PROXY: "1", HTTP_PROXY: nowhere, HTTPS_PROXY: nowhere },
    stdio: "inherit",
  });
  assert.equal(await new Promise((done) => child.once("close", done)), 0);
  server.close();
});

test("a way out that is a CONNECT proxy is taken for what is not on this machine, and its refusal is told", async () => {
  const asked: (string | undefined)[] = [];
  const proxy = createServer();
  proxy.on("connect", (request, socket) => {
    asked.push(request.url);
    socket.end("HTTP/1.1 403 Forbidden\r\n\r\n");
  });
  await new Promise<void>((done) => proxy.listen(0, "127.0.0.1", done));
  const reach = reachBy(`http://127.0.0.1:${(proxy.address() as AddressInfo).port}`);
  await assert.rejects(reach("https://registry.example.test/", signal), /403/);
  const { url, server } = await serve((_, response) => response.end());
  await reach(url, signal);
  assert.deepEqual(asked, ["registry.example.test:443"]);
  for (const one of [proxy, server]) one.close();
});
