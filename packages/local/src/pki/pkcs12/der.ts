/** A value of ASN.1 in its distinguished encoding: as much of it as key stores need. */
export interface Der {
  /** Class and number of the tag, as the first byte has them. */
  tag: number;
  /** Bytes between tag and length, and the end. */
  content: Buffer;
}

/** Tags that key stores use. */
export const tags = {
  integer: 0x02,
  octets: 0x04,
  null: 0x05,
  oid: 0x06,
  sequence: 0x30,
  set: 0x31,
  /** `[0]`, constructed. */
  context0: 0xa0,
  /** `[0]`, primitive. */
  implicit0: 0x80,
} as const;

/** Encodes a value. */
export function der(tag: number, ...contents: readonly Uint8Array[]): Buffer {
  const content = Buffer.concat(contents);
  const size = content.byteLength;
  if (size < 0x80) return Buffer.concat([Buffer.from([tag, size]), content]);
  const digits = Buffer.from(
    size.toString(16).padStart(size.toString(16).length + (size.toString(16).length % 2), "0"),
    "hex",
  );
  return Buffer.concat([Buffer.from([tag, 0x80 | digits.byteLength]), digits, content]);
}

export const sequence = (...contents: readonly Uint8Array[]): Buffer => der(tags.sequence, ...contents);
export const octets = (content: Uint8Array): Buffer => der(tags.octets, content);

/** A whole number below 2^31. */
export function integer(value: number): Buffer {
  const hex = value.toString(16);
  const bytes = Buffer.from(hex.padStart(hex.length + (hex.length % 2), "0"), "hex");
  return der(tags.integer, (bytes[0] ?? 0) >= 0x80 ? Buffer.concat([Buffer.from([0]), bytes]) : bytes);
}

/** An object identifier written with dots. */
export function oid(text: string): Buffer {
  const [first = 0, second = 0, ...rest] = text.split(".").map(Number);
  const bytes = [first * 40 + second, ...rest].flatMap((arc) => {
    const out = [arc & 0x7f];
    for (let left = Math.floor(arc / 128); left > 0; left = Math.floor(left / 128)) out.unshift((left & 0x7f) | 0x80);
    return out;
  });
  return der(tags.oid, Buffer.from(bytes));
}

/** The dots of an object identifier's content. */
export function oidText(content: Uint8Array): string {
  const arcs: number[] = [];
  let arc = 0;
  for (const byte of content) {
    arc = arc * 128 + (byte & 0x7f);
    if ((byte & 0x80) !== 0) continue;
    if (arcs.length === 0) arcs.push(Math.min(2, Math.floor(arc / 40)), arc - Math.min(2, Math.floor(arc / 40)) * 40);
    else arcs.push(arc);
    arc = 0;
  }
  return arcs.join(".");
}

/** The values that lie one after the other in `bytes`. @throws Error when they are cut off. */
export function readAll(bytes: Buffer): Der[] {
  const values: Der[] = [];
  for (let at = 0; at < bytes.byteLength; ) {
    const tag = bytes[at] ?? 0;
    let size = bytes[at + 1] ?? 0;
    let start = at + 2;
    if (size >= 0x80) {
      const digits = size & 0x7f;
      if (digits === 0 || digits > 4) throw new Error("a length of DER is one to four bytes here");
      size = start + digits <= bytes.byteLength ? bytes.readUIntBE(start, digits) : Number.POSITIVE_INFINITY;
      start += digits;
    }
    if (start + size > bytes.byteLength) throw new Error("a value of DER is cut off");
    values.push({ tag, content: bytes.subarray(start, start + size) });
    at = start + size;
  }
  return values;
}

/** The parts of a constructed value. @throws Error when it has another tag. */
export function parts(value: Der | undefined, tag: number = tags.sequence): Der[] {
  if (value?.tag !== tag) throw new Error(`a value with tag ${tag} was expected, not ${value?.tag ?? "none"}`);
  return readAll(value.content);
}
