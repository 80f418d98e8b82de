import type { JsonObject } from "@aro/api";
import { parseExactly } from "../json/exact-json.ts";
import type { ContainerDefinition, Etag, Stored } from "../store.ts";

/** A row of a container's table; integers come from SQLite as bigint. */
export interface Row {
  seq: bigint;
  ts: bigint;
  body: string;
}

/** The ETag of the version that commit sequence number `sequence` wrote; never given out twice in one database. */
export const etagOf = (sequence: number | bigint): Etag => `"${sequence.toString(36).padStart(9, "0")}"` as Etag;

/** The commit sequence number of an ETag; −1, which no version has, when it is none of ours. */
export function sequenceOf(etag: Etag): number {
  const match = /^"([0-9a-z]{9,11})"$/.exec(etag);
  const sequence = match === null ? -1 : Number.parseInt(match[1] ?? "", 36);
  return Number.isSafeInteger(sequence) ? sequence : -1;
}

/** A stored text with its stamps, as a fresh object that nobody else holds. */
export function stored<Document extends JsonObject>(
  text: string,
  sequence: number | bigint,
  ts: number | bigint,
): Stored<Document> {
  const document = parseExactly(text) as Stored<Document>;
  document._etag = etagOf(sequence);
  document._ts = Number(ts);
  return document;
}

/** When a document written at `now` vanishes, store seconds; null for never. */
export function expiryOf(definition: ContainerDefinition, ttl: unknown, now: number): number | null {
  if (definition.defaultTtlSeconds === undefined) return null;
  const seconds = typeof ttl === "number" ? ttl : definition.defaultTtlSeconds;
  return seconds === -1 ? null : now + seconds;
}

/** {@link expiryOf} in SQL, for documents that were written under another default. */
export function expirySql(definition: ContainerDefinition): string {
  const { defaultTtlSeconds } = definition;
  if (defaultTtlSeconds === undefined) return "NULL";
  return `ts + nullif(coalesce(json_extract(body,'$.ttl'),${defaultTtlSeconds}),-1)`;
}
