import type { Random } from "@aro/runtime";

const pick = (random: Random, alphabet: string, count: number): string =>
  Array.from({ length: count }, () => alphabet[random.integer(alphabet.length)]).join("");

/** An infrastructure id from a cluster's name, at most 27 characters (spec 03 §10.1). */
export function newInfraId(clusterName: string, random: Random): string {
  const base = clusterName
    .toLowerCase()
    .replace(/[^a-z0-9-]/g, "-")
    .replace(/-+/g, "-")
    .slice(0, 21)
    .replace(/-+$/, "");
  return `${base}-${pick(random, "bcdfghjklmnpqrstvwxz2456789", 5)}`;
}

/** What makes the names of a cluster's storage accounts unique: ten characters without vowels (spec 03 §10.1). */
export const newStorageSuffix = (random: Random): string => pick(random, "bcdfghjklmnpqrstvwxyz0123456789", 10);
