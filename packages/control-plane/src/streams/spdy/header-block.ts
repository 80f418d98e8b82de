import { constants, createInflate } from "node:zlib";
import { headerDictionary } from "./dictionary.ts";

const largestBlock = 64 * 1024;

/** Opens header blocks of one direction of a connection: each continues the compression of those before. */
export interface HeaderReader {
  read(block: Uint8Array): Promise<Record<string, string>>;
  close(): void;
}

export function headerReader(): HeaderReader {
  const inflate = createInflate({ dictionary: headerDictionary, finishFlush: constants.Z_SYNC_FLUSH });
  let parts: Buffer[] = [];
  let fail: (error: Error) => void = () => {};
  inflate.on("data", (part: Buffer) => parts.push(part));
  inflate.on("error", (error) => fail(error));
  return {
    read: (block) =>
      new Promise((done, refuse) => {
        fail = refuse;
        inflate.write(block, () => {
          const text = Buffer.concat(parts);
          parts = [];
          if (text.length > largestBlock) refuse(new Error("a header block is too long"));
          else done(headersIn(text));
        });
      }),
    close: () => inflate.close(),
  };
}

/** Names and values out of an opened block; names in lower case. */
function headersIn(text: Buffer): Record<string, string> {
  const headers: Record<string, string> = {};
  let at = 0;
  const number = () => {
    if (at + 4 > text.length) throw new Error("a header block ends too early");
    const value = text.readUInt32BE(at);
    at += 4;
    return value;
  };
  const word = () => {
    const length = number();
    if (at + length > text.length) throw new Error("a header block ends too early");
    const value = text.toString("utf8", at, at + length);
    at += length;
    return value;
  };
  for (let count = number(); count > 0; count--) headers[word().toLowerCase()] = word().replaceAll("\0", ", ");
  return headers;
}

/** Makes header blocks without headers, as a server's replies have them: zlib's stored blocks, so there is no compression to be kept. */
export function emptyHeaderBlocks(): () => Buffer {
  let begun = false;
  // The number 0 in four bytes, then an empty block: readers give out what they hold when they come to one.
  const stored = Buffer.from([0x00, 0x04, 0x00, 0xfb, 0xff, 0, 0, 0, 0, 0x00, 0x00, 0x00, 0xff, 0xff]);
  return () => {
    if (begun) return stored;
    begun = true;
    return Buffer.concat([Buffer.from([0x78, 0x01]), stored]);
  };
}
