import { readFileSync } from "node:fs";
import { join } from "node:path";
import { BinaryReader, WireType } from "@bufbuild/protobuf/wire";
import type { Doc } from "../objects/object.ts";
import { special } from "./special.ts";

interface Field {
  /** Member in JSON. */
  name: string;
  /** A scalar, or a message's name. */
  type: string;
  shape: "one" | "list" | "map" | "inline";
  /** JSON has no such member when its value is zero: 0, false, the empty string. */
  leftOut: boolean;
}
type Message = ReadonlyMap<number, Field>;

let described: Record<string, string> | undefined;
const messages = new Map<string, Message>();

/** Fields of a message; undefined when there is none of this name. */
function messageOf(name: string): Message | undefined {
  described ??= JSON.parse(readFileSync(join(import.meta.dirname, "generated/messages.json"), "utf8")) as Record<
    string,
    string
  >;
  const text = described[name];
  if (text === undefined) return undefined;
  let made = messages.get(name);
  if (made === undefined) {
    made = new Map(text.split(";").filter(Boolean).map(readField));
    messages.set(name, made);
  }
  return made;
}

function readField(text: string): [number, Field] {
  const [number = "", name = "", type = ""] = text.split(" ");
  const shape = name.startsWith("<") ? "inline" : type.endsWith("[]") ? "list" : type.startsWith("{") ? "map" : "one";
  return [
    Number(number),
    { name: name.replace(/^[<?]/, ""), type: type.replaceAll(/[{}[\]]/g, ""), shape, leftOut: name.startsWith("?") },
  ];
}

/** Bytes that say that what follows is an object in protobuf. */
const magic = [0x6b, 0x38, 0x73, 0x00];

/** What a client wraps its object in. */
interface Wrapped {
  apiVersion: string;
  kind: string;
  raw: Uint8Array;
}

function unwrap(body: Uint8Array): Wrapped {
  if (!magic.every((byte, index) => body[index] === byte))
    throw new RangeError("provided data does not appear to be a protobuf message, expected prefix [107 56 115 0]");
  const made: Wrapped = { apiVersion: "", kind: "", raw: new Uint8Array() };
  const reader = new BinaryReader(body.subarray(magic.length));
  while (reader.pos < reader.len) {
    const [number, wire] = reader.tag();
    if (number === 1) {
      const type = new BinaryReader(reader.bytes());
      while (type.pos < type.len) {
        const [part, partWire] = type.tag();
        if (part === 1) made.apiVersion = type.string();
        else if (part === 2) made.kind = type.string();
        else type.skip(partWire, part);
      }
    } else if (number === 2) made.raw = reader.bytes();
    else reader.skip(wire, number);
  }
  return made;
}

/**
 * The object in a body of `application/vnd.kubernetes.protobuf`, as JSON has it. `schemaOf` names the message of a kind, which has its schema's
 * name. @throws RangeError for what cannot be read.
 */
export function decodeProtobuf(
  body: Uint8Array,
  schemaOf: (apiVersion: string, kind: string) => string | undefined,
): Doc {
  const { apiVersion, kind, raw } = unwrap(body);
  const name = schemaOf(apiVersion, kind);
  const message = name === undefined ? undefined : messageOf(name);
  if (message === undefined)
    throw new RangeError(`no kind ${JSON.stringify(kind)} is registered for version ${JSON.stringify(apiVersion)}`);
  const object: Doc = { apiVersion, kind };
  readInto(object, message, new BinaryReader(raw));
  return object;
}

function readInto(object: Doc, message: Message, reader: BinaryReader): void {
  while (reader.pos < reader.len) {
    const [number, wire] = reader.tag();
    const field = message.get(number);
    if (field === undefined) {
      reader.skip(wire, number);
      continue;
    }
    const { name, type, shape, leftOut } = field;
    if (shape === "inline") {
      const inner = messageOf(type);
      if (inner !== undefined) readInto(object, inner, new BinaryReader(reader.bytes()));
    } else if (shape === "list") {
      const list = (object[name] ?? []) as unknown[];
      object[name] = list;
      if (wire === WireType.LengthDelimited && isPacked(type)) {
        const packed = new BinaryReader(reader.bytes());
        while (packed.pos < packed.len) list.push(readValue(type, packed));
      } else list.push(readValue(type, reader));
    } else if (shape === "map") {
      const [key, value] = readEntry(type, new BinaryReader(reader.bytes()));
      const map = (object[name] ?? {}) as Doc;
      map[key] = value;
      object[name] = map;
    } else {
      const value = readValue(type, reader);
      // A time that Go does not know is null in JSON, and means the same as none.
      const isZero = value === 0 || value === false || value === "";
      if (value !== null && !(leftOut && isZero)) object[name] = value;
    }
  }
}

const isPacked = (type: string): boolean => ["bool", "int32", "int64", "uint32", "uint64", "double"].includes(type);

function readEntry(type: string, reader: BinaryReader): [string, unknown] {
  let key = "";
  let value: unknown = type === "string" || type === "bytes" ? "" : {};
  while (reader.pos < reader.len) {
    const [number, wire] = reader.tag();
    if (number === 1) key = reader.string();
    else if (number === 2) value = readValue(type, reader);
    else reader.skip(wire, number);
  }
  return [key, value];
}

function readValue(type: string, reader: BinaryReader): unknown {
  switch (type) {
    case "string":
      return reader.string();
    case "bytes":
      return Buffer.from(reader.bytes()).toString("base64");
    case "bool":
      return reader.bool();
    case "int32":
    case "uint32":
      return reader.int32();
    case "int64":
    case "uint64":
      return Number(reader.int64());
    case "double":
      return reader.double();
    default: {
      const message = messageOf(type);
      if (message === undefined) throw new RangeError(`no message ${type} is known`);
      const inner: Doc = {};
      readInto(inner, message, new BinaryReader(reader.bytes()));
      const turn = special[type];
      return turn === undefined ? inner : turn(inner);
    }
  }
}
