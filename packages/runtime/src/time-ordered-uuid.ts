import { inOnePiece } from "./in-one-piece.ts";
import { lastRemembered } from "./last-remembered.ts";
import type { Random } from "./random.ts";

/** The digits of the time and the version. */
const beginning = lastRemembered((milliseconds: number): string => {
  const time = milliseconds.toString(16).padStart(12, "0");
  return inOnePiece(time.slice(0, 8), "-", time.slice(8), "-7");
});

/**
 * A UUID v7 (RFC 9562 §5.7): it begins with the time in milliseconds, the rest is chance. For the ids of what is stored. The store keeps documents
 * in the order of their ids: what is made together then lies together, and a write touches pages that the last one has touched.
 */
export const timeOrderedUuid = (milliseconds: number, random: Random): string =>
  // A random UUID's digits follow, but for its version.
  inOnePiece(beginning(milliseconds), random.uuid().slice(15));
