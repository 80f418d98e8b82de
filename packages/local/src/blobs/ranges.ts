import type { BlobCall } from "./call.ts";
import { StorageRefusal } from "./failures.ts";
import { header } from "./request.ts";

/** A stretch of bytes. */
export interface Range {
  offset: number;
  length: number;
}

/** The range a call asks for, cut at the end of the blob; undefined when it wants all. @throws StorageRefusal when it begins behind the end. */
export function readRange(call: BlobCall, size: number): Range | undefined {
  const text = header(call, "x-ms-range") ?? header(call, "range");
  // A form that the service does not know is passed over, as HTTP has it: several ranges, other units.
  const parts = /^bytes=(\d{1,15})-(\d{0,15})$/.exec(text?.replaceAll(" ", "") ?? "");
  if (parts === null) return undefined;
  const offset = Number(parts[1]);
  const last = parts[2] === "" ? size - 1 : Math.min(Number(parts[2]), size - 1);
  if (offset >= size || last < offset) throw new StorageRefusal("InvalidRange");
  return { offset, length: last - offset + 1 };
}
