import { createPublicKey, type KeyObject, verify } from "node:crypto";

/** What a certificate signing request (PKCS #10) asks for. */
export interface ReadRequest {
  commonName: string;
  organizations: readonly string[];
  dnsNames: readonly string[];
  addresses: readonly string[];
  emails: readonly string[];
  uris: readonly string[];
  /** DER of the whole. */
  der: Uint8Array;
}

interface Node {
  tag: number;
  /** The value alone. */
  value: Buffer;
  /** Tag and length included. */
  whole: Buffer;
}

const sequence = 0x30;
const oids = {
  commonName: "55 04 03",
  organization: "55 04 0a",
  extensions: "2a 86 48 86 f7 0d 01 09 0e",
  names: "55 1d 11",
};

/** Hashes of signatures, by the last octets of their algorithm. Ed25519 has none. */
const hashes: Readonly<Record<string, string | null>> = {
  "2a 86 48 ce 3d 04 03 02": "sha256",
  "2a 86 48 ce 3d 04 03 03": "sha384",
  "2a 86 48 ce 3d 04 03 04": "sha512",
  "2a 86 48 86 f7 0d 01 01 0b": "sha256",
  "2a 86 48 86 f7 0d 01 01 0c": "sha384",
  "2a 86 48 86 f7 0d 01 01 0d": "sha512",
  "2b 65 70": null,
};

/** The values of a DER text one after the other. @throws RangeError where it ends too early. */
function nodesIn(der: Buffer): Node[] {
  const found: Node[] = [];
  for (let at = 0; at < der.length; ) {
    const start = at;
    const tag = der.readUInt8(at++);
    let length = der.readUInt8(at++);
    if (length > 0x80) {
      const octets = length - 0x80;
      length = der.readUIntBE(at, octets);
      at += octets;
    }
    if (at + length > der.length) throw new RangeError("the request is cut off");
    found.push({ tag, value: der.subarray(at, at + length), whole: der.subarray(start, at + length) });
    at += length;
  }
  return found;
}

const hex = (value: Buffer): string => value.toString("hex").replaceAll(/(..)(?!$)/g, "$1 ");

const addressOf = (value: Buffer): string =>
  value.length === 4
    ? value.join(".")
    : Array.from({ length: 8 }, (_, index) => value.readUInt16BE(index * 2).toString(16)).join(":");

/** The names of a subject of one kind. */
const partsOf = (subject: Node, oid: string): string[] =>
  nodesIn(subject.value)
    .flatMap((set) => nodesIn(set.value))
    .flatMap((pair) => {
      const [type, text] = nodesIn(pair.value);
      return type !== undefined && text !== undefined && hex(type.value) === oid ? [text.value.toString("utf8")] : [];
    });

function alternativeNames(attributes: Node | undefined): Node[] {
  for (const attribute of attributes === undefined ? [] : nodesIn(attributes.value)) {
    const [type, values] = nodesIn(attribute.value);
    if (type === undefined || values === undefined || hex(type.value) !== oids.extensions) continue;
    for (const extension of nodesIn(values.value).flatMap((one) => nodesIn(one.value))) {
      const parts = nodesIn(extension.value);
      const held = parts.at(-1);
      if (parts[0] !== undefined && held !== undefined && hex(parts[0].value) === oids.names)
        return nodesIn(held.value).flatMap((one) => nodesIn(one.value));
    }
  }
  return [];
}

function holdsSignature(info: Node, key: KeyObject, algorithm: Node | undefined, signature: Node | undefined): boolean {
  const oid = algorithm === undefined ? undefined : nodesIn(algorithm.value)[0];
  const hash = oid === undefined ? undefined : hashes[hex(oid.value)];
  // The first octet of a bit string counts bits that are not used: none.
  return hash !== undefined && signature !== undefined && verify(hash, info.whole, key, signature.value.subarray(1));
}

/** Reads a request out of PEM and looks at its signature. @throws Error that says what is wrong with it. */
export function readRequest(pem: string): ReadRequest {
  const [, base64] = /-----BEGIN CERTIFICATE REQUEST-----([^-]+)-----END CERTIFICATE REQUEST-----/.exec(pem) ?? [];
  if (base64 === undefined) throw new Error("PEM block type must be CERTIFICATE REQUEST");
  const der = Buffer.from(base64, "base64");
  const [outer] = nodesIn(der);
  if (outer?.tag !== sequence) throw new Error("the request is no sequence");
  const [info, algorithm, signature] = nodesIn(outer.value);
  const [, subject, keyInfo, attributes] = info === undefined ? [] : nodesIn(info.value);
  if (info === undefined || subject === undefined || keyInfo === undefined) throw new Error("the request is cut off");
  const key = createPublicKey({ key: keyInfo.whole, format: "der", type: "spki" });
  if (!holdsSignature(info, key, algorithm, signature)) throw new Error("the signature of the request is not valid");
  const names = alternativeNames(attributes);
  const tagged = (tag: number) => names.filter((one) => one.tag === 0x80 + tag).map(({ value }) => value);
  return {
    commonName: partsOf(subject, oids.commonName)[0] ?? "",
    organizations: partsOf(subject, oids.organization),
    emails: tagged(1).map(String),
    dnsNames: tagged(2).map(String),
    uris: tagged(6).map(String),
    addresses: tagged(7).map(addressOf),
    der,
  };
}
