import { CloudError } from "@aro/api";
import { messages } from "../messages.ts";

/** The API's ETag of a cluster: its revision, quoted (ARM-ETG-04). */
export const etagOf = (revision: number): string => `"${revision}"`;

/** What a request says about the state it was made for (RFC 9110 §13). */
export interface Preconditions {
  ifMatch: string | undefined;
  ifNoneMatch: string | undefined;
}

/** The preconditions among the headers. */
export const preconditionsOf = (headers: Readonly<Record<string, string | undefined>>): Preconditions => ({
  ifMatch: headers["if-match"],
  ifNoneMatch: headers["if-none-match"],
});

/**
 * Whether the conditions hold for a resource at `etag`, or for one that does not exist (undefined).
 * The caller repeats the question when its write finds the document changed, so that the check is atomic with the write (ARM-ETG-05).
 * @throws CloudError 412.
 */
export function checkPreconditions({ ifMatch, ifNoneMatch }: Preconditions, etag: string | undefined): void {
  if (ifMatch !== undefined) {
    if (etag === undefined) throw failed(messages.ifMatchAbsent());
    if (!names(ifMatch, etag, "strong")) throw failed(messages.ifMatch(etag));
  }
  if (ifNoneMatch !== undefined && etag !== undefined && names(ifNoneMatch, etag, "weak"))
    throw failed(messages.ifNoneMatch());
}

/** A weak tag is never strongly equal to anything; a tag without quotes is taken for one with them. */
function names(header: string, etag: string, comparison: "strong" | "weak"): boolean {
  if (header.trim() === "*") return true;
  return header
    .split(",")
    .map((tag) => tag.trim())
    .map((tag) => (comparison === "weak" ? tag.replace(/^W\//, "") : tag))
    .some((tag) => tag === etag || `"${tag}"` === etag);
}

const failed = (message: string): CloudError => new CloudError({ code: "PreconditionFailed", message });
