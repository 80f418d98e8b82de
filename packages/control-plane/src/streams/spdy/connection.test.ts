import assert from "node:assert/strict";
import { type Duplex, duplexPair } from "node:stream";
import { test } from "node:test";
import { constants, createDeflate, inflateSync } from "node:zlib";
import { type SpdyStream, spdyOn } from "./connection.ts";
import { headerDictionary } from "./dictionary.ts";

/** A client that writes frames as the field's library does. */
function client() {
  const [near, far] = duplexPair();
  const deflate = createDeflate({ dictionary: headerDictionary });
  const number = (value: number) => {
    const made = Buffer.alloc(4);
    made.writeUInt32BE(value);
    return made;
  };
  const control = (type: number, flags: number, body: Buffer) =>
    far.write(Buffer.concat([Buffer.from([0x80, 3, 0, type, flags]), number(body.length).subarray(1), body]));
  const block = async (headers: Record<string, string>): Promise<Buffer> => {
    const words = Object.entries(headers).flatMap(([name, value]) =>
      [name, value].flatMap((word) => [number(word.length), Buffer.from(word)]),
    );
    const parts: Buffer[] = [];
    const take = (part: Buffer) => void parts.push(part);
    deflate.on("data", take);
    deflate.write(Buffer.concat([number(Object.keys(headers).length), ...words]));
    await new Promise<void>((done) => deflate.flush(constants.Z_SYNC_FLUSH, () => done()));
    deflate.off("data", take);
    return Buffer.concat(parts);
  };
  return {
    far,
    end: spdyOn(near),
    open: async (id: number, headers: Record<string, string>, fin = false) =>
      control(1, fin ? 1 : 0, Buffer.concat([number(id), number(0), Buffer.from([0, 0]), await block(headers)])),
    data: (id: number, text: string | Buffer, fin = false) => {
      const body = Buffer.from(text as string);
      return far.write(Buffer.concat([number(id), Buffer.from([fin ? 1 : 0]), number(body.length).subarray(1), body]));
    },
    reset: (id: number) => control(3, 0, Buffer.concat([number(id), number(5)])),
    ping: (id: number) => control(6, 0, number(id)),
  };
}

const next = async (streams: AsyncIterator<SpdyStream>): Promise<SpdyStream> => {
  const { value } = await streams.next();
  assert.ok(value !== undefined);
  return value as SpdyStream;
};
const all = async (stream: SpdyStream): Promise<string> => {
  let seen = "";
  for await (const part of stream.parts) seen += Buffer.from(part).toString();
  return seen;
};
const turn = () => new Promise((done) => setImmediate(done));
/** What has come for the client since it was asked last. */
async function received(far: Duplex): Promise<Buffer> {
  for (let count = 0; count < 5; count++) await turn();
  const parts: Buffer[] = [];
  for (let part = far.read() as Buffer | null; part !== null; part = far.read() as Buffer | null) parts.push(part);
  return Buffer.concat(parts);
}

test("streams carry the names that the client gave them, each header block compressed on after the last", async () => {
  const { end, open } = client();
  const streams = end.streams[Symbol.asyncIterator]();
  await open(1, { streamType: "error", port: "80" });
  await open(3, { streamType: "data", port: "80" });
  assert.deepEqual((await next(streams)).headers, { streamtype: "error", port: "80" });
  const second = await next(streams);
  assert.deepEqual([second.id, second.headers], [3, { streamtype: "data", port: "80" }]);
});

test("a stream is answered by a reply whose header block opens to no headers", async () => {
  const { far, end, open } = client();
  await open(1, { streamType: "error" });
  await next(end.streams[Symbol.asyncIterator]());
  const reply = await received(far);
  assert.deepEqual([...reply.subarray(0, 4)], [0x80, 3, 0, 2]);
  const opened = inflateSync(reply.subarray(12), { finishFlush: constants.Z_SYNC_FLUSH });
  assert.deepEqual([...opened], [0, 0, 0, 0]);
});

test("data goes both ways, and each side ends its own", async () => {
  const { far, end, open, data } = client();
  await open(1, { streamType: "data" });
  const stream = await next(end.streams[Symbol.asyncIterator]());
  await received(far);
  data(1, "to the ");
  data(1, "server", true);
  assert.equal(await all(stream), "to the server");
  await stream.send(Buffer.from("back"));
  await stream.end();
  assert.deepEqual(
    [...(await received(far))],
    [0, 0, 0, 1, 0, 0, 0, 4, ...Buffer.from("back"), 0, 0, 0, 1, 1, 0, 0, 0],
  );
  await assert.rejects(stream.send(Buffer.from("late")), /closed/);
});

test("a ping is answered by itself", async () => {
  const { far, ping } = client();
  ping(7);
  assert.deepEqual([...(await received(far))], [0x80, 3, 0, 6, 0, 0, 0, 4, 0, 0, 0, 7]);
});

test("a stream that the client resets is over at once, others go on", async () => {
  const { end, open, data, reset } = client();
  const streams = end.streams[Symbol.asyncIterator]();
  await open(1, {});
  await open(3, {});
  const [first, second] = [await next(streams), await next(streams)];
  reset(1);
  data(3, "on", true);
  assert.equal(await all(second), "on");
  assert.equal(first.signal.aborted, true);
  assert.equal(await all(first), "");
});

test("a client that leaves ends all streams", async () => {
  const { far, end, open } = client();
  const streams = end.streams[Symbol.asyncIterator]();
  await open(1, {});
  const stream = await next(streams);
  far.destroy();
  far.end();
  await turn();
  await turn();
  assert.equal(stream.signal.aborted, true);
  assert.equal((await streams.next()).done, true);
});

test("a stream that nobody reads holds up its connection, not the memory", async () => {
  const { far, end, open, data } = client();
  await open(1, {});
  const stream = await next(end.streams[Symbol.asyncIterator]());
  const part = Buffer.alloc(64 * 1024);
  for (let count = 0; count < 100; count++) data(1, part);
  for (let count = 0; count < 50; count++) await turn();
  assert.ok(far.writableLength > 4 * 1024 * 1024, `${far.writableLength} bytes wait with the client`);
  data(1, "", true);
  let size = 0;
  for await (const one of stream.parts) size += one.length;
  assert.equal(size, 100 * part.length);
});
