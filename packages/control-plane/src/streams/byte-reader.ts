import type { Duplex } from "node:stream";

/** Takes bytes off a connection by count. */
export interface ByteReader {
  /** Exactly so many bytes; undefined when the connection ends before. */
  take(count: number): Promise<Buffer | undefined>;
}

/** Reads a connection; it is paused while nobody takes, and is not ended with the reading. */
export function byteReader(socket: Duplex): ByteReader {
  const source = socket.iterator({ destroyOnReturn: false }) as AsyncIterator<Buffer, undefined>;
  let parts: Buffer[] = [];
  let held = 0;
  return {
    take: async (count) => {
      while (held < count) {
        const next = await source.next().catch(() => ({ done: true as const, value: undefined }));
        if (next.done === true) return undefined;
        parts.push(next.value);
        held += next.value.length;
      }
      const all = parts.length === 1 ? (parts[0] as Buffer) : Buffer.concat(parts);
      const rest = all.subarray(count);
      parts = rest.length === 0 ? [] : [rest];
      held = rest.length;
      return all.subarray(0, count);
    },
  };
}
