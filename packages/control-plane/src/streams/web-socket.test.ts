import assert from "node:assert/strict";
import { duplexPair } from "node:stream";
import { test } from "node:test";
import { webSocketHeaders, webSocketOn } from "./web-socket.ts";

/** A client's frame: masked. */
function frame(opcode: number, text: string, { final = true, masked = true } = {}): Buffer {
  const data = Buffer.from(text);
  const mask = Buffer.from([1, 2, 3, 4]);
  const length = data.length < 126 ? [data.length] : [126, data.length >> 8, data.length & 255];
  const [first = 0, ...rest] = length;
  const head = Buffer.from([(final ? 0x80 : 0) | opcode, (masked ? 0x80 : 0) | first, ...rest]);
  const body = Buffer.from(data.map((byte, at) => byte ^ (masked ? (mask[at & 3] as number) : 0)));
  return Buffer.concat(masked ? [head, mask, body] : [head, body]);
}

test("the handshake's answer is the one of RFC 6455", () => {
  const headers = webSocketHeaders(
    { upgrade: "websocket", "sec-websocket-version": "13", "sec-websocket-key": "dGhlIHNhbXBsZSBub25jZQ==" },
    "v5.channel.k8s.io",
  );
  assert.equal(headers?.["sec-websocket-accept"], "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
  assert.equal(headers?.["sec-websocket-protocol"], "v5.channel.k8s.io");
  assert.equal(webSocketHeaders({ upgrade: "websocket" }, undefined), undefined);
});

test("messages come whole, whether in one frame, in several, or byte by byte, and pings are answered between", async () => {
  const [near, far] = duplexPair();
  const end = webSocketOn(near);
  const sent = Buffer.concat([
    frame(2, "whole"),
    frame(2, "in ", { final: false }),
    frame(9, "ping"),
    frame(0, "parts"),
    frame(1, "x".repeat(300)),
    frame(8, ""),
  ]);
  for (const byte of sent) far.write(Buffer.from([byte]));
  const seen: string[] = [];
  for await (const message of end.messages()) seen.push(message.toString());
  assert.deepEqual(seen, ["whole", "in parts", "x".repeat(300)]);
  await new Promise((done) => setImmediate(done));
  const parts: Buffer[] = [];
  for (let part = far.read() as Buffer | null; part !== null; part = far.read() as Buffer | null) parts.push(part);
  const answered = Buffer.concat(parts);
  assert.deepEqual([...answered.subarray(0, 6)], [0x8a, 4, ...Buffer.from("ping")]);
  assert.equal(answered[6], 0x88);
});

test("a client that does not mask breaks the protocol", async () => {
  const [near, far] = duplexPair();
  far.write(frame(2, "plain", { masked: false }));
  await assert.rejects(webSocketOn(near).messages().next(), /not masked/);
});

test("a message for a client that does not read waits instead of being heaped up", async () => {
  const [near] = duplexPair();
  const end = webSocketOn(near);
  let written = 0;
  const write = async () => {
    for (; written < 100; written++) await end.send(Buffer.alloc(64 * 1024));
  };
  const writing = write().catch((error: Error) => error.message);
  await new Promise((done) => setImmediate(done));
  assert.ok(written < 5, `${written} messages were taken`);
  near.destroy();
  assert.equal(await writing, "the connection is closed");
});
