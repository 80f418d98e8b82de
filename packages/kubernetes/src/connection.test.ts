import assert from "node:assert/strict";
import { createServer } from "node:http";
import { type AddressInfo, connect as dial } from "node:net";
import { test } from "node:test";
import { makeKeys, startControlPlane } from "@aro/control-plane";
import { systemClock as clock, systemRandom as random } from "@aro/runtime";
import { silentLog } from "@aro/telemetry";
import { ApiServerUnreachable, connect, createClient, kinds } from "./index.ts";

const signal = AbortSignal.timeout(30_000);

/** A CONNECT proxy that leads every target to one port. */
async function startProxy(port: () => number, targets: string[]) {
  const server = createServer().on("connect", (request, socket) => {
    targets.push(request.url ?? "");
    const upstream = dial(port(), "127.0.0.1", () => {
      socket.write("HTTP/1.1 200 OK\r\n\r\n");
      socket.pipe(upstream).pipe(socket);
    });
    upstream.on("error", () => socket.destroy()).on("close", () => socket.destroy());
    socket.on("error", () => upstream.destroy());
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => server.close(),
  };
}

test("an API server is reached through a proxy, by its own certificate's name, and a kept connection that broke is replaced", async () => {
  const keys = await makeKeys(["api.c1.example"], clock, random);
  const start = (port: number) => startControlPlane({ path: ":memory:", keys, port, clock, random, log: silentLog });
  let plane = await start(0);
  const targets: string[] = [];
  const proxy = await startProxy(() => plane.port, targets);
  const { certificate: cert, key } = await plane.identity({ name: "system:admin", groups: ["system:masters"] });
  await using client = createClient(
    connect(
      {
        server: "https://10.0.0.4:6443",
        serverName: "api.c1.example",
        ca: plane.authority,
        proxyUrl: proxy.url,
        certificate: { cert, key },
        namespace: "default",
      },
      "test",
    ),
  );
  const name = { name: "kube-system" };
  assert.equal((await client.get(kinds.Namespace, name, signal))?.metadata.name, "kube-system");
  assert.equal((await client.get(kinds.Namespace, name, signal))?.metadata.name, "kube-system");
  assert.deepEqual(targets, ["10.0.0.4:6443"], "one connection serves both");
  await plane[Symbol.asyncDispose]();
  await assert.rejects(client.get(kinds.Namespace, name, signal), ApiServerUnreachable);
  plane = await start(0);
  assert.equal((await client.get(kinds.Namespace, name, signal))?.metadata.name, "kube-system");
  await plane[Symbol.asyncDispose]();
  proxy.close();
});

test("a proxy that never opens the way counts as an unreachable server", async () => {
  const server = createServer().on("connect", (_request, socket) => void socket.on("error", () => undefined));
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const proxyUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const access = { server: "https://10.0.0.4:6443", proxyUrl, namespace: "default" };
  await using connection = connect(access, "test", { connect: 100, answer: 100 });
  await assert.rejects(connection.send({ method: "GET", path: "/" }, signal), ApiServerUnreachable);
  server.close();
});

test("a server that takes a connection and says nothing counts as unreachable after the limit", async () => {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address() as AddressInfo;
  server.on("connection", (socket) => socket.on("error", () => undefined));
  const limits = { connect: 100, answer: 100 };
  await using connection = connect({ server: `https://127.0.0.1:${port}`, namespace: "default" }, "test", limits);
  await assert.rejects(connection.send({ method: "GET", path: "/" }, signal), ApiServerUnreachable);
  server.closeAllConnections();
  server.close();
});
