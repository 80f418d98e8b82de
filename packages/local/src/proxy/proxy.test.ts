import assert from "node:assert/strict";
import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Server, type Socket } from "node:net";
import { after, before, test } from "node:test";
import { systemClock } from "@aro/runtime";
import { silentLog } from "@aro/telemetry";
import fc from "fast-check";
import type { Names } from "../names/names.ts";
import { throughProxy } from "../testing/named-services.ts";
import { type NamesProxy, openProxy } from "./proxy.ts";

/** A server that sends back what it gets, and ends when the other side does, after a last word. */
let echo: Server;
let proxy: NamesProxy;
const taken: Socket[] = [];
before(async () => {
  echo = createServer({ allowHalfOpen: true }, (socket) => {
    taken.push(socket);
    socket.on("error", () => undefined);
    socket.on("data", (chunk) => socket.write(chunk));
    socket.on("end", () => socket.end("bye"));
  }).listen(0, "127.0.0.1");
  await once(echo, "listening");
  const { port } = echo.address() as AddressInfo;
  const names: Names = {
    find: (host, asked) => {
      if (asked === 443 && host === "kv.vault.aro.test") return { kind: "cloud" };
      if (asked === 6443 && (host === "10.0.0.4" || host === "fd00::4")) return { kind: "loopback", port };
      if (host === "closed.aro.test") return { kind: "loopback", port: 1 };
      return undefined;
    },
  };
  proxy = await openProxy({ port: 0, names, cloudPort: port, log: silentLog, clock: systemClock });
});
after(async () => {
  await proxy.close();
  echo.close();
});

/** What comes back for these bytes until the other side ends. */
function raw(bytes: string | Uint8Array): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect({ port: proxy.port, host: "127.0.0.1" });
    let text = "";
    socket.setTimeout(3_000, () => socket.destroy());
    socket.on("data", (chunk: Buffer) => {
      text += chunk.toString("latin1");
    });
    socket.on("error", () => undefined);
    socket.on("close", () => resolve(text));
    socket.end(bytes);
  });
}

async function rest(socket: Socket): Promise<string> {
  let text = "";
  for await (const chunk of socket) text += String(chunk);
  return text;
}

test("a name of the cloud leads to its listener, a private address to a port of this machine", async () => {
  for (const target of ["kv.vault.aro.test:443", "KV.Vault.aro.test.:443", "10.0.0.4:6443", "[fd00::4]:6443"]) {
    const { status, socket } = await throughProxy(proxy.port, target);
    assert.equal(status, 200, target);
    socket.write("hello ");
    const [chunk] = (await once(socket, "data")) as [Buffer];
    assert.equal(chunk.toString(), "hello ");
    socket.destroy();
  }
});

test("anything else is 403 with its name, and is never dialled", async () => {
  for (const target of [
    "example.com:443",
    "localhost:22",
    "127.0.0.1:22",
    "169.254.169.254:80",
    "kv.vault.aro.test:80",
  ]) {
    const { status, text, socket } = await throughProxy(proxy.port, target);
    assert.equal(status, 403, target);
    assert.ok((text + (await rest(socket))).includes(`'${target}'`), target);
  }
});

test("a plain request through the proxy is 403 with the name, one to the proxy itself 405", async () => {
  assert.match(
    await raw("GET http://example.com/x HTTP/1.1\r\nHost: example.com\r\n\r\n"),
    /^HTTP\/1\.1 403 [\s\S]*'example.com'/,
  );
  assert.match(await raw("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"), /^HTTP\/1\.1 405 /);
});

test("a target that cannot be read is 400, a long line 431", async () => {
  for (const target of [
    "host",
    "host:",
    ":443",
    "host:0",
    "host:65536",
    "ho st:443",
    "a/b:443",
    "[::1:443",
    "user@host:443",
  ])
    assert.match(await raw(`CONNECT ${target} HTTP/1.1\r\nHost: x\r\n\r\n`), /^HTTP\/1\.1 400 /, target);
  assert.match(await raw(`CONNECT ${"a".repeat(20_000)}:443 HTTP/1.1\r\nHost: x\r\n\r\n`), /^HTTP\/1\.1 (431|400) /);
  assert.match(await raw(`CONNECT a:443 HTTP/1.1\r\nX: ${"a".repeat(20_000)}\r\n\r\n`), /^HTTP\/1\.1 431 /);
});

test("a port of this machine where nobody answers is 502 with the name", async () => {
  const { status, text, socket } = await throughProxy(proxy.port, "closed.aro.test:443");
  assert.equal(status, 502);
  assert.ok((text + (await rest(socket))).includes("closed.aro.test:443"));
});

test("what is sent with the CONNECT arrives, and one side may end before the other", async () => {
  assert.match(
    await raw("CONNECT kv.vault.aro.test:443 HTTP/1.1\r\nHost: x\r\n\r\nearly"),
    /^HTTP\/1\.1 200 Connection established\r\n\r\nearlybye$/,
  );
});

test("a reset on one side reaches the other", async () => {
  const { socket } = await throughProxy(proxy.port, "kv.vault.aro.test:443");
  socket.write("x");
  await once(socket, "data");
  const failed = new Promise<NodeJS.ErrnoException>((resolve) => socket.once("error", resolve));
  taken.at(-1)?.resetAndDestroy();
  assert.equal((await failed).code, "ECONNRESET");

  const { socket: other } = await throughProxy(proxy.port, "kv.vault.aro.test:443");
  other.write("x");
  await once(other, "data");
  const server = taken.at(-1);
  assert.ok(server !== undefined);
  const gone = new Promise((resolve) => server.once("close", resolve));
  other.resetAndDestroy();
  await gone;
});

test("garbage is refused or cut, and the proxy goes on", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.oneof(
        fc.uint8Array({ minLength: 1, maxLength: 300 }),
        fc
          .string({ minLength: 1, maxLength: 60 })
          .map((text) => new TextEncoder().encode(`CONNECT ${text} HTTP/1.1\r\n\r\n`)),
      ),
      async (bytes) => {
        const text = await raw(bytes);
        assert.ok(text === "" || /^HTTP\/1\.1 4\d\d /.test(text), text);
      },
    ),
    { numRuns: 60 },
  );
  const { status, socket } = await throughProxy(proxy.port, "kv.vault.aro.test:443");
  assert.equal(status, 200);
  socket.destroy();
});

test("closing cuts what goes through it", async () => {
  const names: Names = { find: () => ({ kind: "cloud" }) };
  const { port } = echo.address() as AddressInfo;
  const own = await openProxy({ port: 0, names, cloudPort: port, log: silentLog, clock: systemClock });
  const { socket } = await throughProxy(own.port, "a.aro.test:443");
  socket.resume();
  const gone = once(socket, "end");
  await own.close();
  await gone;
  socket.destroy();
});
