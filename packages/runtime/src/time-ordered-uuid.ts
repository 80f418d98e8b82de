import { inOnePiece } from "./in-one-piece.ts";
import type { Random } from "./random.ts";

let lastTime = Number.NaN;
let lastDigits = "";

/**
 * A UUID v7 (RFC 9562 §5.7): it begins with the time in milliseconds, the rest is chance. For the ids of what is stored. The store keeps documents
 * in the order of their ids: what is made together then lies together, and a write touches pages that the last one has touched.
 */
export function timeOrderedUuid(milliseconds: number, random: Random): string {
  if (milliseconds !== lastTime) {
    const time = milliseconds.toString(16).padStart(12, "0");
    lastDigits = inOnePiece(time.slice(0, 8), "-", time.slice(8), "-7");
    lastTime = milliseconds;
  }
  // A random UUID's digits follow, but for its version.
  return inOnePiece(lastDigits, random.uuid().slice(15));
}
