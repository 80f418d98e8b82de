import type { Duplex } from "node:stream";
import { byteFlow, createFlow, type Flow } from "../flow.ts";
import { writeTo } from "../write.ts";
import { frames, readFrames } from "./frames.ts";
import { emptyHeaderBlocks, headerReader } from "./header-block.ts";

/** What a stream may hold that nobody has read yet, before its connection is read no more. */
const streamLimit = 256 * 1024;
const mostStreams = 1_000;

/** A stream that the client has opened. */
export interface SpdyStream {
  readonly id: number;
  /** In lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** What the client sends on it. */
  readonly parts: AsyncIterable<Uint8Array>;
  /** Aborted when the client resets it, or has gone. */
  readonly signal: AbortSignal;
  send(part: Uint8Array): Promise<void>;
  /** Nothing more is sent. */
  end(): Promise<void>;
  reset(): Promise<void>;
}

/** The server's end of a SPDY/3.1 connection whose upgrade is done. */
export interface SpdyEnd {
  /** Streams as the client opens them, until it goes. */
  readonly streams: AsyncIterable<SpdyStream>;
  /** Says good-bye and ends the connection. */
  close(): Promise<void>;
}

interface Held {
  parts: Flow<Uint8Array>;
  leaving: AbortController;
  remoteEnded: boolean;
  localEnded: boolean;
}

/**
 * Speaks SPDY/3.1 on a connection. Neither side counts windows, as the field's library does not: who is slow holds up the connection.
 */
export function spdyOn(socket: Duplex): SpdyEnd {
  const headers = headerReader();
  const emptyBlock = emptyHeaderBlocks();
  const opened = createFlow<SpdyStream>(mostStreams, () => 1);
  const held = new Map<number, Held>();
  let last = 0;
  let writing: Promise<void> = Promise.resolve();
  const write = (...parts: Uint8Array[]): Promise<void> => {
    const written = writing.then(() => writeTo(socket, parts));
    writing = written.catch(() => {});
    return written;
  };
  const drop = (id: number, stream: Held): void => {
    held.delete(id);
    stream.leaving.abort();
    stream.parts.cancel();
  };
  const settle = (id: number, stream: Held): void => {
    if (stream.localEnded && stream.remoteEnded) held.delete(id);
  };
  const open = async (id: number, block: Buffer, fin: boolean): Promise<void> => {
    const stream: Held = {
      parts: byteFlow(streamLimit),
      leaving: new AbortController(),
      remoteEnded: fin,
      localEnded: false,
    };
    const named = await headers.read(block);
    if (held.size >= mostStreams) return write(frames.rstStream(id, "refused"));
    held.set(id, stream);
    last = id;
    if (fin) stream.parts.end();
    await write(frames.synReply(id, emptyBlock()));
    opened.push({
      id,
      headers: named,
      parts: stream.parts,
      signal: stream.leaving.signal,
      send: async (part) => {
        if (stream.localEnded || stream.leaving.signal.aborted) throw new Error("the stream is closed");
        await write(frames.data(id, part.length, false), part);
      },
      end: async () => {
        if (stream.localEnded || stream.leaving.signal.aborted) return;
        stream.localEnded = true;
        await write(frames.data(id, 0, true));
        settle(id, stream);
      },
      reset: async () => {
        if (!held.has(id)) return;
        drop(id, stream);
        await write(frames.rstStream(id, "cancel"));
      },
    });
  };
  const read = async (): Promise<void> => {
    for await (const frame of readFrames(socket))
      switch (frame.type) {
        case "synStream":
          await open(frame.stream, frame.block, frame.fin);
          break;
        case "data": {
          const stream = held.get(frame.stream);
          if (stream === undefined) break;
          if (frame.data.length > 0 && !stream.parts.push(frame.data)) await stream.parts.room();
          if (!frame.fin) break;
          stream.remoteEnded = true;
          stream.parts.end();
          settle(frame.stream, stream);
          break;
        }
        case "rstStream": {
          const stream = held.get(frame.stream);
          if (stream !== undefined) drop(frame.stream, stream);
          break;
        }
        case "ping":
          await write(frames.ping(frame.id));
          break;
        case "goAway":
          return;
      }
  };
  const leave = (): void => {
    for (const [id, stream] of held) drop(id, stream);
    opened.end();
    headers.close();
    socket.destroy();
  };
  socket.once("close", () => {
    for (const [id, stream] of held) drop(id, stream);
    opened.end();
  });
  void read().then(leave, leave);
  return {
    streams: opened,
    close: async () => {
      await write(frames.goAway(last)).catch(() => {});
      socket.end();
    },
  };
}
