import { type FailureCode, StorageRefusal } from "./failures.ts";

/** What is compared with a caller's conditions. */
export interface Tagged {
  etag: string;
  /** Milliseconds since the Unix epoch. */
  changedAt: number;
}

type Headers = Readonly<Record<string, string>>;

const names = {
  target: ["if-match", "if-none-match", "if-modified-since", "if-unmodified-since"],
  source: [
    "x-ms-source-if-match",
    "x-ms-source-if-none-match",
    "x-ms-source-if-modified-since",
    "x-ms-source-if-unmodified-since",
  ],
} as const;

/** A date as headers carry it has no milliseconds. */
const inSeconds = (milliseconds: number): number => Math.floor(milliseconds / 1000) * 1000;

const listsTag = (value: string, etag: string): boolean =>
  value.trim() === "*" ||
  value.split(",").some((one) => one.trim().replace(/^W\//, "").replaceAll('"', "") === etag.replaceAll('"', ""));

/**
 * Checks the conditions of a read: 304 where the caller has what there is, 412 where it wants another. Of a write: 412, and 409 where
 * `If-None-Match: *` meets what is there. @throws StorageRefusal
 */
export function checkConditions(
  headers: Headers,
  found: Tagged | undefined,
  purpose: "read" | "write" | "source",
  exists: FailureCode = "BlobAlreadyExists",
): void {
  const [match, noneMatch, modified, unmodified] = names[purpose === "source" ? "source" : "target"].map((name) =>
    headers[name] === "" ? undefined : headers[name],
  );
  const fail = (): never => {
    throw new StorageRefusal(purpose === "source" ? "SourceConditionNotMet" : "ConditionNotMet");
  };
  const same = (): never => {
    if (purpose !== "read") return fail();
    throw new StorageRefusal("ConditionNotMet", {}, 304);
  };
  if (match !== undefined && (found === undefined || !listsTag(match, found.etag))) fail();
  if (found === undefined) return;
  if (noneMatch !== undefined && listsTag(noneMatch, found.etag)) {
    if (noneMatch.trim() === "*" && purpose === "write") throw new StorageRefusal(exists);
    same();
  }
  const changedAt = inSeconds(found.changedAt);
  if (modified !== undefined && noneMatch === undefined) {
    const since = Date.parse(modified);
    if (!Number.isNaN(since) && changedAt <= since) same();
  }
  if (unmodified !== undefined && match === undefined) {
    const since = Date.parse(unmodified);
    if (!Number.isNaN(since) && changedAt > since) fail();
  }
}
