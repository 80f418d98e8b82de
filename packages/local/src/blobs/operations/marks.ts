import { badQuery } from "../failures.ts";

/** Where a list goes on, as its callers carry it: opaque to them. */
export const markText = (parts: readonly string[]): string => Buffer.from(JSON.stringify(parts)).toString("base64url");

/** The parts of {@link markText}. @throws StorageRefusal when it is none of ours. */
export function markFrom(marker: string, parts: number): string[] {
  try {
    const read: unknown = JSON.parse(Buffer.from(marker, "base64url").toString("utf8"));
    if (Array.isArray(read) && read.length === parts && read.every((one) => typeof one === "string")) return read;
  } catch {
    // Said below.
  }
  throw badQuery("marker", marker);
}
