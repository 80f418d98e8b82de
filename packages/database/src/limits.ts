import type { JsonObject } from "@aro/api";

/** Largest document, and largest batch, in bytes of UTF-8: Cosmos DB's limit, kept by every engine so that a document fits wherever it moves. */
export const largestDocumentBytes = 2 * 1024 * 1024;

/** Most operations of one batch, as in Cosmos DB. */
export const mostBatchOperations = 100;

/** A document or a batch is over {@link largestDocumentBytes}: nothing was written, and trying again does not help. */
export class DocumentTooLarge extends Error {
  constructor(what: string, bytes: number) {
    super(`${what} has ${bytes} bytes; the store takes at most ${largestDocumentBytes}`);
    this.name = "DocumentTooLarge";
  }
}

/**
 * Refuses ids that Cosmos DB could store but not read back by address: empty, over 1023 bytes, with `/ \ ? #`, ending in a
 * space, or not well-formed Unicode. Partition values are held to the same length and form.
 */
export function checkId(id: unknown): asserts id is string {
  if (typeof id !== "string" || id === "") throw new TypeError("a document needs an id, a text that is not empty");
  if (/[/\\?#]/.test(id) || id.endsWith(" "))
    throw new TypeError(`id ${JSON.stringify(id)} has one of / \\ ? # or ends in a space`);
  checkText("id", id);
}

/** Refuses partition values that are empty, over 1023 bytes or not well-formed Unicode. */
export function checkPartition(partition: string): void {
  if (partition === "") throw new TypeError("a partition needs a value");
  checkText("partition", partition);
}

function checkText(what: string, value: string): void {
  if (!value.isWellFormed()) throw new TypeError(`${what} ${JSON.stringify(value)} is not well-formed Unicode`);
  if (Buffer.byteLength(value) > 1023) throw new TypeError(`${what} ${value.slice(0, 40)}… is longer than 1023 bytes`);
}

/** What the store's own stamps leave of a document: what is written. */
function withoutStamps(document: JsonObject): JsonObject {
  if (!("_etag" in document) && !("_ts" in document)) return document;
  const { _etag, _ts, ...rest } = document;
  return rest;
}

/**
 * The text a document is stored as, taken at the moment of the call so that later changes of the object do not reach the store.
 * @throws DocumentTooLarge; TypeError for an id or a `ttl` no engine takes.
 */
export function documentText(document: JsonObject & { id: string }): string {
  checkId(document.id);
  const { ttl } = document;
  if (ttl !== undefined && (typeof ttl !== "number" || !Number.isSafeInteger(ttl) || (ttl < 1 && ttl !== -1)))
    throw new TypeError(
      `ttl of document ${document.id} is ${JSON.stringify(ttl)}; it is whole seconds from 1, or -1 for never`,
    );
  const text = JSON.stringify(withoutStamps(document));
  const bytes = text.length * 3 > largestDocumentBytes ? Buffer.byteLength(text) : text.length;
  if (bytes > largestDocumentBytes) throw new DocumentTooLarge(`document ${document.id}`, bytes);
  return text;
}
