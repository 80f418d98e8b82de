import assert from "node:assert/strict";
import { connect as connectTcp, type Socket } from "node:net";
import { after, before, test } from "node:test";
import { connect } from "node:tls";
import { systemClock, systemRandom } from "@aro/runtime";
import { silentLog } from "@aro/telemetry";
import fc from "fast-check";
import { type RunningCloud, runCloud } from "../testing/running-cloud.ts";
import { CannotListen, listen } from "./listen.ts";

let cloud: RunningCloud;
before(async () => {
  cloud = await runCloud();
});
after(() => cloud[Symbol.asyncDispose]());

/** Everything that comes back for these bytes, until the other side ends or has been silent for a while. */
function raw(bytes: string | Uint8Array): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect({
      port: cloud.emulator.port,
      host: "127.0.0.1",
      servername: "localhost",
      ca: cloud.keyring.ca.certificate,
    });
    let text = "";
    socket.setTimeout(300, () => socket.destroy());
    socket.on("data", (chunk) => {
      text += chunk.toString("latin1");
      if (/^HTTP\/1\.1 \d+/.test(text) && text.includes("\r\n\r\n")) socket.setTimeout(20);
    });
    socket.on("close", () => resolve(text));
    socket.on("error", (error) => (text === "" ? reject(error) : resolve(text)));
    socket.end(bytes);
  });
}

const statusOf = (text: string) => Number(/^HTTP\/1\.1 (\d+)/.exec(text)?.[1] ?? Number.NaN);

test("what is no HTTP, or addresses nothing, is 400 in ARM's envelope", async () => {
  const cases = [
    "garbage\r\n\r\n",
    "GET / HTTP/1.1\r\n\r\n",
    "GET / HTTP/1.1\r\nHost: a b\r\n\r\n",
    "GET http://localhost/ HTTP/1.1\r\nHost: localhost\r\n\r\n",
    "OPTIONS * HTTP/1.1\r\nHost: localhost\r\n\r\n",
    "GET / HTTP/1.1\r\nHost: localhost\r\nContent-Length: x\r\n\r\n",
  ];
  for (const bytes of cases) {
    const text = await raw(bytes);
    assert.equal(statusOf(text), 400, bytes);
    const { error } = JSON.parse(text.slice(text.indexOf("\r\n\r\n") + 4));
    assert.ok(error.code !== "" && error.message !== "", bytes);
    assert.match(text, /\r\nx-ms-request-id: [0-9a-f-]{36}\r\n/i);
    assert.match(text, /\r\ndate: /i);
  }
});

test("headers beyond 64 KB are 431", async () => {
  const text = await raw(`GET / HTTP/1.1\r\nHost: localhost\r\nX: ${"x".repeat(70_000)}\r\n\r\n`);
  assert.equal(statusOf(text), 431);
});

test("a body over 4 MB is 413 and never reaches the provider, one of 4 MB does", async () => {
  const token = await cloud.token();
  cloud.provider.answer = () => ({ status: 400, body: "{}" });
  const { subscriptionId } = cloud.emulator.identities;
  const path = `/subscriptions/${subscriptionId}/resourceGroups/rg/providers/Microsoft.RedHatOpenShift/openShiftClusters/c?api-version=2025-07-25`;
  const megabytes = 4 * 1024 * 1024;
  const put = (size: number) => cloud.call("PUT", path, { token, body: "x".repeat(size) });
  const refused = await put(megabytes + 1);
  assert.equal(refused.status, 413);
  assert.equal(refused.json.error.code, "RequestEntityTooLarge");
  assert.ok(!cloud.provider.seen.some((call) => call.url.startsWith(path)));
  assert.equal((await put(megabytes)).status, 400);
  assert.equal(cloud.provider.seen.at(-1)?.body.length, megabytes);
});

test("whatever bytes come in, no answer is 200 or 5xx", async () => {
  const line = fc.oneof(
    fc.string(),
    fc.constantFrom(
      "GET",
      "PUT",
      "/",
      "/subscriptions/%zz?api-version=%00",
      "HTTP/1.1",
      "Host: localhost",
      "\r\n",
      "Transfer-Encoding: chunked",
    ),
    fc.constantFrom(
      "/metadata/endpoints",
      "/_local/faults",
      "/adfs/oauth2/token",
      "Authorization: Bearer a.b.c",
      "Content-Length: 5",
    ),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(line, { maxLength: 8 }), fc.constantFrom(" ", "\r\n", ""), async (parts, glue) => {
      const text = await raw(`${parts.join(glue)}\r\n\r\n`);
      assert.ok(text === "" || (statusOf(text) !== 200 && statusOf(text) < 500), text);
    }),
    { numRuns: 25 },
  );
});

test("whatever path and method an owner calls, no answer is a 5xx of ours, and every failure has ARM's envelope (ARM-ERR-01)", async () => {
  const token = await cloud.token();
  const { subscriptionId } = cloud.emulator.identities;
  const segment = fc.oneof(
    fc.string({ maxLength: 8 }).map(encodeURIComponent),
    fc.constantFrom(
      "subscriptions",
      subscriptionId,
      "resourceGroups",
      "rg",
      "providers",
      "Microsoft.RedHatOpenShift",
      "openShiftClusters",
    ),
    fc.constantFrom(
      "register",
      "Microsoft.Network",
      "..",
      "%2f",
      "%zz",
      "",
      "metadata",
      "endpoints",
      "oauth2",
      "token",
      "locations",
    ),
  );
  const method = fc.constantFrom("GET", "PUT", "PATCH", "POST", "DELETE", "HEAD");
  const query = fc.constantFrom("", "?api-version=2025-07-25", "?api-version=x", "?api-version=2022-12-01&%zz");
  await fc.assert(
    fc.asyncProperty(method, fc.array(segment, { maxLength: 9 }), query, async (verb, segments, end) => {
      const path = `/${segments.join("/")}${end}`;
      const answer = await cloud.call(verb, path.startsWith("//") ? `/.${path}` : path, { token });
      assert.ok(answer.status < 500, `${verb} ${path}: ${answer.status}`);
      if (answer.status < 400 || verb === "HEAD") return;
      const { error } = answer.json;
      const code = typeof error === "string" ? error : error.code;
      assert.ok(typeof code === "string" && code !== "", `${verb} ${path}`);
    }),
    { numRuns: 150 },
  );
});

test("a port that is taken says so, and what to do", async () => {
  const options = {
    wall: () => Promise.reject(new Error("unused")),
    identity: cloud.keyring.server,
    largestBody: 1,
    log: silentLog,
    clock: systemClock,
    random: systemRandom,
  };
  await assert.rejects(listen({ ...options, port: cloud.emulator.port }), (error: Error) => {
    assert.ok(error instanceof CannotListen);
    assert.match(error.message, new RegExp(`port ${cloud.emulator.port} is in use; .* --port`));
    return true;
  });
});

test("who waits for something hears that the caller has hung up", async () => {
  const left = Promise.withResolvers<unknown>();
  const waiting = Promise.withResolvers<void>();
  const listener = await listen({
    wall: (request) => {
      request.signal.addEventListener("abort", () => left.resolve(request.signal.reason));
      waiting.resolve();
      return left.promise.then(() => ({ status: 204, headers: {}, body: new Uint8Array() }));
    },
    port: 0,
    identity: cloud.keyring.server,
    largestBody: 1,
    log: silentLog,
    clock: systemClock,
    random: systemRandom,
  });
  const ca = cloud.keyring.ca.certificate;
  const socket = connect({ port: listener.port, host: "127.0.0.1", servername: "localhost", ca });
  socket.write("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
  await waiting.promise;
  socket.destroy();
  assert.match(String(await left.promise), /the caller hung up/);
  await listener.close(0);
});

test("who sends slowly is cut: without a handshake, in the head, in the body; who takes larger bodies waits longer for them", async () => {
  const listener = await listen({
    wall: async () => ({ status: 204, headers: {}, body: new Uint8Array() }),
    port: 0,
    identity: cloud.keyring.server,
    largestBody: 10,
    bodiesOf: (host) =>
      host === "blobs.test" ? { largest: 100_000, tooLarge: () => assert.fail("it is not") } : undefined,
    readMilliseconds: 300,
    log: silentLog,
    clock: systemClock,
    random: systemRandom,
  });
  await using _closed = { [Symbol.asyncDispose]: () => listener.close(0) };
  const { port } = listener;
  /** All that is answered to these parts, the second of which drips until the end. */
  const slowly = (open: () => Socket, begun: string, drop: string, drops: number) =>
    new Promise<string>((resolve) => {
      const socket = open();
      let text = "";
      let left = drops;
      const drip = setInterval(() => left-- > 0 && socket.writable && socket.write(drop), 50);
      socket.write(begun);
      socket.on("data", (chunk) => {
        text += chunk.toString("latin1");
        if (left < 0) socket.end();
      });
      socket.on("error", () => undefined);
      socket.on("close", () => {
        clearInterval(drip);
        resolve(text);
      });
    });
  const secure = () => connect({ port, host: "127.0.0.1", ca: cloud.keyring.ca.certificate, servername: "localhost" });
  const head = (host: string, length: number) => `PUT / HTTP/1.1\r\nHost: ${host}\r\nContent-Length: ${length}\r\n\r\n`;
  const [dumb, inHead, inBody, patiently] = await Promise.all([
    slowly(() => connectTcp({ port, host: "127.0.0.1" }), "", "", 0),
    slowly(secure, "GET / HTTP/1.1\r\nHost: localhost\r\n", "X: y\r\n", Infinity),
    slowly(secure, head("localhost", 1000), "x", Infinity),
    slowly(secure, head("blobs.test", 20), "x", 20),
  ]);
  assert.equal(dumb, "");
  for (const text of [inHead, inBody]) {
    assert.equal(statusOf(text), 408, text);
    assert.equal(JSON.parse(text.slice(text.indexOf("\r\n\r\n") + 4)).error.code, "RequestTimeout");
  }
  assert.equal(statusOf(patiently), 204);
});

test("a request that comes slowly behind one that is not answered yet is not answered in its place", async () => {
  const late = Promise.withResolvers<void>();
  const listener = await listen({
    wall: () => late.promise.then(() => ({ status: 204, headers: {}, body: new Uint8Array() })),
    port: 0,
    identity: cloud.keyring.server,
    largestBody: 10,
    readMilliseconds: 100,
    log: silentLog,
    clock: systemClock,
    random: systemRandom,
  });
  await using _closed = { [Symbol.asyncDispose]: () => listener.close(0) };
  const socket = connect({ port: listener.port, host: "127.0.0.1", ca: cloud.keyring.ca.certificate });
  let text = "";
  socket.on("data", (chunk) => {
    text += chunk.toString("latin1");
  });
  socket.write("GET / HTTP/1.1\r\nHost: localhost\r\n\r\nGET / HTTP/1.1\r\nHo");
  await new Promise((resolve) => socket.on("close", resolve).on("error", resolve));
  late.resolve();
  assert.equal(text, "");
});
