import type { Sealed, Sealer } from "@aro/api";

/** Where the next page of a list begins. */
export interface Continuation {
  /** The store's own, absent at its first page. */
  store?: string;
  /** Keys up to this one were in the page before, which was cut for its size. */
  after?: string;
}

/** A token for `$skipToken`: sealed, so that it can be neither read nor made, and bound to the list that it continues (ARM-LST-04). */
export const sealContinuation = (sealer: Sealer, list: string, continuation: Continuation): string =>
  sealer.seal(JSON.stringify({ list, ...continuation }));

/** What {@link sealContinuation} sealed for the same list; undefined for anything else. */
export function openContinuation(sealer: Sealer, list: string, token: string): Continuation | undefined {
  try {
    const opened = JSON.parse(sealer.openText(token as Sealed).reveal()) as Continuation & { list?: string };
    return opened.list === list ? opened : undefined;
  } catch {
    return undefined;
  }
}
