import { createHash } from "node:crypto";
import type { Duplex } from "node:stream";
import { byteReader } from "./byte-reader.ts";
import { writeTo } from "./write.ts";

/** Added to the client's key before it is hashed (RFC 6455 §1.3). */
const acceptSuffix = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
const largestMessage = 32 * 1024 * 1024;

const opcodes = { continuation: 0, text: 1, binary: 2, close: 8, ping: 9, pong: 10 } as const;

/** The headers with which a WebSocket is accepted; undefined when it is not asked for as RFC 6455 §4.2.1 wants it. */
export function webSocketHeaders(
  headers: Readonly<Record<string, string>>,
  protocol: string | undefined,
): Record<string, string> | undefined {
  const key = headers["sec-websocket-key"];
  if (headers["upgrade"]?.toLowerCase() !== "websocket" || key === undefined) return undefined;
  if (headers["sec-websocket-version"] !== "13") return undefined;
  return {
    upgrade: "websocket",
    connection: "Upgrade",
    "sec-websocket-accept": createHash("sha1")
      .update(key + acceptSuffix)
      .digest("base64"),
    ...(protocol === undefined || protocol === "" ? {} : { "sec-websocket-protocol": protocol }),
  };
}

/** Protocols that a client offers, its favourite first. */
export const offeredProtocols = (headers: Readonly<Record<string, string>>): string[] =>
  (headers["sec-websocket-protocol"] ?? "")
    .split(",")
    .map((one) => one.trim())
    .filter((one) => one !== "");

/** The server's end of an accepted WebSocket. */
export interface WebSocketEnd {
  /** Messages until the client closes or goes. @throws when it breaks the protocol. */
  messages(): AsyncGenerator<Buffer>;
  /** Sends one message; resolves when there is room for more. */
  send(data: Uint8Array, as?: "binary" | "text"): Promise<void>;
  /** Says good-bye and ends the connection. */
  close(code?: number): Promise<void>;
}

/** Speaks WebSocket on a connection whose handshake is done. */
export function webSocketOn(socket: Duplex): WebSocketEnd {
  const send = (opcode: number, data: Uint8Array) => writeTo(socket, [frameHead(opcode, data.length), data]);
  let closing = false;
  const close = async (code = 1000) => {
    if (closing) return;
    closing = true;
    await send(opcodes.close, Uint8Array.of(code >> 8, code & 255)).catch(() => {});
    socket.end();
  };
  return {
    send: (data, as = "binary") => send(as === "text" ? opcodes.text : opcodes.binary, data),
    close,
    async *messages() {
      const parts: Buffer[] = [];
      let size = 0;
      for await (const { final, opcode, data } of frames(socket)) {
        if (opcode === opcodes.close) {
          await close();
          return;
        }
        if (opcode === opcodes.ping) await send(opcodes.pong, data);
        if (opcode > opcodes.close) continue;
        parts.push(data);
        size += data.length;
        if (size > largestMessage) throw new Error("a message is too long");
        if (!final) continue;
        yield parts.length === 1 ? (parts[0] as Buffer) : Buffer.concat(parts);
        parts.length = 0;
        size = 0;
      }
    },
  };
}

function frameHead(opcode: number, length: number): Buffer {
  const first = 0x80 | opcode;
  if (length < 126) return Buffer.from([first, length]);
  if (length < 0x1_0000) return Buffer.from([first, 126, length >> 8, length & 255]);
  const head = Buffer.alloc(10);
  head[0] = first;
  head[1] = 127;
  head.writeBigUInt64BE(BigInt(length), 2);
  return head;
}

interface Frame {
  final: boolean;
  opcode: number;
  data: Buffer;
}

async function* frames(socket: Duplex): AsyncGenerator<Frame> {
  const reader = byteReader(socket);
  for (;;) {
    const head = await reader.take(2);
    if (head === undefined) return;
    const [first = 0, second = 0] = head;
    if ((second & 0x80) === 0) throw new Error("a client's frame is not masked");
    if ((first & 0x70) !== 0) throw new Error("a frame uses an extension that was not agreed");
    const short = second & 0x7f;
    const extra = await reader.take(short === 126 ? 2 : short === 127 ? 8 : 0);
    if (extra === undefined) return;
    const size = short === 126 ? extra.readUInt16BE() : short === 127 ? Number(extra.readBigUInt64BE()) : short;
    if (size > largestMessage) throw new Error("a frame is too long");
    const mask = await reader.take(4);
    const masked = await reader.take(size);
    if (mask === undefined || masked === undefined) return;
    const data = Buffer.from(masked);
    for (let at = 0; at < size; at++) data[at] = (data[at] as number) ^ (mask[at & 3] as number);
    yield { final: (first & 0x80) !== 0, opcode: first & 0x0f, data };
  }
}
