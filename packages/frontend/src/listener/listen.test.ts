import "reflect-metadata"; // @peculiar/x509 expects it
import assert from "node:assert/strict";
import { webcrypto } from "node:crypto";
import { connect as connectHttp2 } from "node:http2";
import { type RequestOptions, request as requestHttps } from "node:https";
import { connect as connectTcp } from "node:net";
import { after, before, describe, it } from "node:test";
import { type ConnectionOptions, connect as connectTls, type TLSSocket } from "node:tls";
import { X509CertificateGenerator } from "@peculiar/x509";
import { createFrontend } from "../frontend.ts";
import { clusterBody } from "../testing/cluster-body.ts";
import { armHost, clusterPath, openWorld, tenantId, version, type World } from "../testing/world.ts";
import type { Listener } from "./listen.ts";

interface Identity {
  key: string;
  cert: string;
  der: Buffer;
}

/** A key and a certificate that it has signed itself. */
async function identity(name: string): Promise<Identity> {
  const algorithm = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };
  const keys = await webcrypto.subtle.generateKey(algorithm, true, ["sign", "verify"]);
  const certificate = await X509CertificateGenerator.createSelfSigned({
    name: `CN=${name}`,
    keys,
    signingAlgorithm: algorithm,
    notBefore: new Date(Date.now() - 60_000),
    notAfter: new Date(Date.now() + 3_600_000),
  });
  const key = Buffer.from(await webcrypto.subtle.exportKey("pkcs8", keys.privateKey)).toString("base64");
  return {
    key: `-----BEGIN PRIVATE KEY-----\n${key}\n-----END PRIVATE KEY-----\n`,
    cert: certificate.toString("pem"),
    der: Buffer.from(certificate.rawData),
  };
}

interface Got {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  body: string;
}

describe("the listener", () => {
  let arm: Identity;
  let other: Identity;
  let server: Identity;
  let world: World;
  let listener: Listener;

  before(async () => {
    [arm, other, server] = await Promise.all([identity("arm"), identity("other"), identity("server")]);
    world = await openWorld({
      deps: { authorisers: { arm: { authorises: (der) => arm.der.equals(der), ready: () => true } } },
    });
    await world.database.subscriptions.create({
      id: clusterPath("c").split("/")[2] as string,
      subscription: { state: "Registered", properties: { tenantId: "tenant" } },
    });
    listener = await world.frontend.listen({
      port: 0,
      host: "127.0.0.1",
      tls: { key: server.key, certificates: server.cert },
    });
  });
  after(async () => {
    await listener[Symbol.asyncDispose]();
    await world[Symbol.asyncDispose]();
  });

  const tls = (client: Identity | null): ConnectionOptions => ({
    host: "127.0.0.1",
    port: listener.port,
    rejectUnauthorized: false,
    ...(client === null ? {} : { key: client.key, cert: client.cert }),
  });

  const send = (options: RequestOptions, body?: string | Buffer, client: Identity | null = arm): Promise<Got> =>
    new Promise((resolve, reject) => {
      const headers = {
        referer: `${armHost}${options.path}`,
        "x-ms-home-tenant-id": tenantId,
        ...(options.headers as object),
      };
      const request = requestHttps({ ...tls(client), agent: false, ...options, headers }, (response) => {
        const pieces: Buffer[] = [];
        response.on("data", (piece: Buffer) => pieces.push(piece));
        response.on("end", () =>
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            body: Buffer.concat(pieces).toString(),
          }),
        );
        response.on("error", reject);
      });
      request.on("error", reject);
      request.end(body);
    });

  /** What comes back for `bytes` until the connection closes; `then` is sent once something has. */
  const raw = (bytes: string, client: Identity | null = arm, then = ""): Promise<string> =>
    new Promise((resolve, reject) => {
      const socket = connectTls({ ...tls(client), ALPNProtocols: ["http/1.1"] }, () => socket.write(bytes));
      let text = "";
      socket.setEncoding("utf8");
      socket.on("data", (piece: string) => {
        text += piece;
        socket.write(then);
        then = "";
      });
      socket.on("close", () => resolve(text));
      socket.on("error", reject);
    });

  const json = { "content-type": "application/json" };
  const path = (name: string) => `${clusterPath(name)}?${version}`;

  it("serves the whole way over HTTP/1.1: PUT, GET, list, status, DELETE (ARM-HDR-01)", async () => {
    const created = await send({ method: "PUT", path: path("tls1"), headers: json }, JSON.stringify(clusterBody(1)));
    assert.equal(created.status, 201);
    assert.equal(created.headers["content-type"], "application/json");
    assert.equal(created.headers["content-length"], String(Buffer.byteLength(created.body)));
    assert.ok(Date.parse(created.headers["date"] as string) > 0);
    const status = new URL(created.headers["azure-asyncoperation"] as string);
    assert.equal(status.origin, armHost);
    const polled = await send({ path: status.pathname + status.search });
    assert.equal(JSON.parse(polled.body).status, "Creating");
    assert.equal((await send({ path: path("tls1") })).body, created.body);
    const deleted = await send({ method: "DELETE", path: path("tls1") });
    assert.deepEqual([deleted.status, deleted.body, deleted.headers["content-length"]], [202, "", "0"]);
    const absent = await send({ method: "DELETE", path: path("none") });
    assert.deepEqual([absent.status, absent.headers["content-length"]], [204, undefined]);
  });

  it("serves HTTP/2, many requests on one connection", async () => {
    const session = connectHttp2(`https://127.0.0.1:${listener.port}`, { ...tls(arm) });
    const one = (headers: Record<string, string>, body?: string) =>
      new Promise<Got>((resolve, reject) => {
        const stream = session.request(headers);
        let got: Got = { status: 0, headers: {}, body: "" };
        stream.on("response", (received) => {
          got = { ...got, status: Number(received[":status"]), headers: received as Got["headers"] };
        });
        stream.setEncoding("utf8");
        stream.on("data", (piece: string) => {
          got.body += piece;
        });
        stream.on("end", () => resolve(got));
        stream.on("error", reject);
        stream.end(body);
      });
    const referer = `${armHost}/x?${version}`;
    const created = await one(
      { ":method": "PUT", ":path": path("h2"), referer, ...json },
      JSON.stringify(clusterBody(2)),
    );
    assert.equal(created.status, 201);
    const many = await Promise.all(Array.from({ length: 30 }, () => one({ ":path": path("h2"), referer })));
    assert.deepEqual(new Set(many.map(({ body }) => body)), new Set([created.body]));
    const large = await one({ ":method": "PUT", ":path": path("h2"), referer, ...json }, " ".repeat(2_000_000));
    assert.match(large.body, /InvalidResource/);
    const unserved = await one({ ":path": "/nothing" });
    assert.equal(unserved.status, 404);
    assert.equal(JSON.parse(unserved.body).error.code, "NotFound");
    session.close();
  });

  it("lets in nobody without ARM's certificate, though TLS accepts any (ARM-HDR-05)", async () => {
    for (const client of [null, other]) {
      const { status, body } = await send({ path: path("c1") }, undefined, client);
      assert.deepEqual([status, JSON.parse(body).error.code], [403, "Forbidden"]);
    }
  });

  it("answers readiness without a certificate", async () => {
    const socket = connectTls({ host: "127.0.0.1", port: listener.port, rejectUnauthorized: false });
    socket.write("GET /healthz/ready HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    const text = await new Promise<string>((resolve) => {
      let all = "";
      socket.on("data", (piece) => {
        all += String(piece);
      });
      socket.on("close", () => resolve(all));
    });
    assert.match(text, /^HTTP\/1\.1 (200|500)/);
    assert.match(text, /x-ms-request-id/);
  });

  it("speaks TLS 1.2 and 1.3 only, and resumes no session", async () => {
    const opened = (options: ConnectionOptions) =>
      new Promise<TLSSocket>((resolve, reject) => {
        const socket = connectTls({ ...tls(arm), ...options }, () => resolve(socket));
        socket.on("error", reject);
      });
    await assert.rejects(opened({ minVersion: "TLSv1", maxVersion: "TLSv1.1", ciphers: "DEFAULT@SECLEVEL=0" }));
    for (const protocol of ["TLSv1.2", "TLSv1.3"] as const) {
      const first = await opened({ minVersion: protocol, maxVersion: protocol });
      assert.equal(first.getProtocol(), protocol);
      const session = first.getSession();
      first.end("GET /healthz/ready HTTP/1.1\r\nHost: x\r\n\r\n");
      const second = await opened({
        minVersion: protocol,
        maxVersion: protocol,
        ...(session === undefined ? {} : { session }),
      });
      assert.equal(second.isSessionReused(), false);
      second.destroy();
    }
  });

  it("answers bytes that are no HTTP, and headers that are too large, in the envelope (ARM-HDR-01, ARM-ERR-01)", async () => {
    for (const [bytes, status] of [
      ["nonsense\r\n\r\n", 400],
      ["GET / HTTP/1.1\r\nbad header\r\n\r\n", 400],
      [`GET / HTTP/1.1\r\nHost: x\r\nx: ${"y".repeat(40_000)}\r\n\r\n`, 431],
      ["PUT / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\n", 400],
      ["PUT / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nContent-Length: 6\r\n\r\n", 400],
    ] as const) {
      const text = await raw(bytes);
      const [head = "", body = ""] = text.split("\r\n\r\n");
      assert.match(head, new RegExp(`^HTTP/1\\.1 ${status}`), text);
      assert.match(head, /x-ms-request-id: [0-9a-f-]{36}/);
      assert.match(head, /date: .* GMT/);
      assert.equal(typeof JSON.parse(body).error.message, "string");
    }
  });

  it("answers a request without Host as any other (ARM-HDR-01)", async () => {
    const text = await raw("GET /nothing HTTP/1.1\r\nConnection: close\r\n\r\n");
    assert.match(text, /^HTTP\/1\.1 40[34] [\s\S]*x-ms-request-id: [\s\S]*"error"/);
  });

  it("answers a malformed request after a good one, but never in the place of one that is still unanswered (ARM-ERR-08)", async () => {
    const good = "GET /healthz/nothing HTTP/1.1\r\nHost: x\r\n\r\n";
    const statuses = (text: string) => [...text.matchAll(/HTTP\/1\.1 (\d+)/g)].map(([, status]) => status);
    assert.deepEqual(statuses(await raw(good, arm, "nonsense\r\n\r\n")), ["404", "400"]);
    assert.deepEqual(statuses(await raw(`${good}${good}nonsense\r\n\r\n`)), []);
  });

  it("answers paths and methods that its framework would refuse by itself as everything else (ARM-URI-08)", async () => {
    for (const [method, target, status] of [
      ["GET", "/%zz", 404],
      ["GET", `/${"a".repeat(5000)}`, 404],
      ["PROPFIND", "/subscriptions", 404],
      ["PURGE", path("c1"), 405],
      ["HEAD", path("c1"), 405],
      ["PUT", path("c1"), 415],
      ["GET", "//evil.example/x", 404],
      ["GET", "http://evil.example/subscriptions", 404],
    ] as const) {
      const body = method === "PUT" ? "{}" : undefined;
      const got = await send(
        { method, path: target, headers: method === "PUT" ? { "content-type": ";;;" } : {} },
        body,
      );
      assert.equal(got.status, status, `${method} ${target.slice(0, 80)}`);
      assert.match(String(got.headers["x-ms-request-id"]), /^[0-9a-f-]{36}$/);
      if (method !== "HEAD") assert.equal(typeof JSON.parse(got.body).error.code, "string");
    }
  });

  it("tries again when another writer was faster, though the body has been read to its end (ARM-ETG-05)", async () => {
    const { container } = world.database.clusters;
    const { batch } = container;
    let refusals = 2;
    container.batch = async (partition, operations) =>
      refusals-- > 0 ? { outcome: "preconditionFailed", index: 0 } : await batch.call(container, partition, operations);
    const got = await send({ method: "PUT", path: path("again"), headers: json }, JSON.stringify(clusterBody(7)));
    container.batch = batch;
    assert.deepEqual([got.status, refusals], [201, -1]);
  });

  it("stops working for a caller who has gone away", async () => {
    let signal: AbortSignal | undefined;
    const gone = Promise.withResolvers<void>();
    const frontend = createFrontend({
      ...world.deps,
      createChecks: [
        async (_create, given) => {
          signal = given;
          given.addEventListener("abort", () => gone.resolve());
          await gone.promise;
          given.throwIfAborted();
          return [];
        },
      ],
    });
    await using own = await frontend.listen({
      port: 0,
      host: "127.0.0.1",
      tls: { key: server.key, certificates: server.cert },
    });
    const text = JSON.stringify(clusterBody(8));
    const socket = connectTls({ ...tls(arm), port: own.port });
    socket.write(
      `PUT ${path("gone")} HTTP/1.1\r\nHost: x\r\nReferer: ${armHost}/x\r\nContent-Type: application/json\r\nContent-Length: ${text.length}\r\n\r\n${text}`,
    );
    while (signal === undefined) await new Promise((resolve) => setTimeout(resolve, 5));
    assert.equal(signal.aborted, false);
    socket.destroy();
    await gone.promise;
    assert.equal((await send({ path: path("gone") })).status, 404);
    assert.ok(!world.logged.some((line) => line.includes("failed_unexpectedly")));
  });

  it("echoes an id of any length and alphabet without breaking the answer (ARM-HDR-02)", async () => {
    const id = `${"ä".repeat(10)}${"x".repeat(1000)}`;
    const got = await send({
      path: path("none"),
      headers: { "x-ms-client-request-id": id, "x-ms-return-client-request-id": "true" },
    });
    assert.deepEqual([got.status, got.headers["x-ms-client-request-id"]], [404, "x".repeat(256)]);
  });

  it("answers an expectation that it does not know as any other request", async () => {
    const got = await send({ path: path("none"), headers: { expect: "the unexpected" } });
    assert.equal(JSON.parse(got.body).error.code, "ResourceNotFound");
  });

  it("lets a caller who sends 2 MB read the refusal, and the connection goes on (ARM-HDR-07)", async () => {
    const got = await send({ method: "PUT", path: path("big"), headers: json }, Buffer.alloc(2_000_000, 32));
    assert.deepEqual([got.status, JSON.parse(got.body).error.code], [400, "InvalidResource"]);
  });

  it("drops plain HTTP and broken handshakes without harm to others", async () => {
    for (const bytes of ["GET / HTTP/1.1\r\n\r\n", "\x16\x03\x01\x00\x05xxxxx", ""])
      await new Promise<void>((resolve) => {
        const socket = connectTcp(listener.port, "127.0.0.1", () => socket.end(bytes));
        socket.on("close", () => resolve());
        socket.on("error", () => {});
        socket.resume();
      });
    assert.equal((await send({ path: path("none") })).status, 404);
  });

  it("stops when told to: running requests end, idle connections are closed", async () => {
    const own = await world.frontend.listen({
      port: 0,
      host: "127.0.0.1",
      tls: { key: server.key, certificates: server.cert },
    });
    const idle = connectTls({ ...tls(arm), port: own.port });
    await new Promise((resolve) => idle.once("secureConnect", resolve));
    const idleSession = connectHttp2(`https://127.0.0.1:${own.port}`, { ...tls(arm), port: own.port });
    await new Promise((resolve) => idleSession.once("connect", resolve));
    const { byKey } = world.database.clusters;
    let release = () => {};
    world.database.clusters.byKey = async (key) => {
      await new Promise<void>((resolve) => {
        release = resolve;
      });
      return await byKey(key);
    };
    const running = send({ path: path("none"), port: own.port });
    while (release.toString() === "() => {}") await new Promise((resolve) => setTimeout(resolve, 5));
    const closed = own[Symbol.asyncDispose]();
    release();
    world.database.clusters.byKey = byKey;
    assert.equal((await running).status, 404);
    await closed;
    await assert.rejects(send({ path: path("none"), port: own.port }));
    idle.destroy();
  });
});
