import { createHash } from "node:crypto";
import type { PodTemplate } from "./pods.ts";

const letters = "bcdfghjklmnpqrstvwxz2456789";

/** A short name for what a template says, whatever the order in which it says it. */
export function hashOf(template: PodTemplate): string {
  const digest = createHash("sha256")
    .update(JSON.stringify(sorted(template)))
    .digest();
  return Array.from(digest.subarray(0, 10), (byte) => letters[byte % letters.length]).join("");
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, held]) => [name, sorted(held)]),
  );
}
