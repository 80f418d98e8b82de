import type { Duplex } from "node:stream";
import { byteReader } from "../byte-reader.ts";

const version = 3;
const types = { synStream: 1, synReply: 2, rstStream: 3, ping: 6, goAway: 7 } as const;
const finFlag = 1;
const largestFrame = 16 * 1024 * 1024 - 1;

/** What a client may send that a server looks at. */
export type Frame =
  | { type: "synStream"; stream: number; fin: boolean; block: Buffer }
  | { type: "data"; stream: number; fin: boolean; data: Buffer }
  | { type: "rstStream"; stream: number }
  | { type: "ping"; id: number }
  | { type: "goAway" };

/** Frames of SPDY/3.1 until the connection ends; those that need no answer are passed over. */
export async function* readFrames(socket: Duplex): AsyncGenerator<Frame> {
  const reader = byteReader(socket);
  for (;;) {
    const head = await reader.take(8);
    if (head === undefined) return;
    const first = head.readUInt32BE(0);
    const fin = ((head[4] as number) & finFlag) !== 0;
    const body = await reader.take(head.readUIntBE(5, 3));
    if (body === undefined) return;
    if (first < 0x8000_0000) {
      yield { type: "data", stream: first, fin, data: body };
      continue;
    }
    if (((first >>> 16) & 0x7fff) !== version) throw new Error("the client speaks another version of SPDY");
    const id = () => body.readUInt32BE(0) & 0x7fff_ffff;
    switch (first & 0xffff) {
      case types.synStream:
        yield { type: "synStream", stream: id(), fin, block: body.subarray(10) };
        break;
      case types.rstStream:
        yield { type: "rstStream", stream: id() };
        break;
      case types.ping:
        yield { type: "ping", id: body.readUInt32BE(0) };
        break;
      case types.goAway:
        yield { type: "goAway" };
        break;
    }
  }
}

const numbers = (...values: readonly number[]): Buffer => {
  const made = Buffer.alloc(values.length * 4);
  for (const [index, value] of values.entries()) made.writeUInt32BE(value, index * 4);
  return made;
};
const control = (type: number, body: Buffer): Buffer =>
  Buffer.concat([numbers(0x8000_0000 + version * 0x1_0000 + type, body.length), body]);

/** Frames that a server sends. */
export const frames = {
  synReply: (stream: number, block: Buffer) => control(types.synReply, Buffer.concat([numbers(stream), block])),
  rstStream: (stream: number, status: "refused" | "cancel") =>
    control(types.rstStream, numbers(stream, status === "refused" ? 3 : 5)),
  ping: (id: number) => control(types.ping, numbers(id)),
  goAway: (lastStream: number) => control(types.goAway, numbers(lastStream, 0)),
  /** Head of a data frame; its bytes follow. */
  data: (stream: number, length: number, fin: boolean) => {
    if (length > largestFrame) throw new Error("a part is too long for one frame");
    return numbers(stream, (fin ? finFlag : 0) * 0x100_0000 + length);
  },
};
