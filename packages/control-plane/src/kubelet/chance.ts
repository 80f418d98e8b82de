import { createHash } from "node:crypto";
import { type Random, seededRandom } from "@aro/runtime";

/** Chance that is always the same for the same words. */
export function chanceOf(...words: readonly string[]): Random {
  return seededRandom(createHash("sha256").update(words.join("\0")).digest().readUInt32BE(0));
}

/** Between two numbers. */
export const between = (chance: Random, least: number, most: number): number =>
  least + chance.integer(Math.max(1, most - least + 1));

/** Hexadecimal digits. */
export const hex = (chance: Random, bytes: number): string => Buffer.from(chance.bytes(bytes)).toString("hex");
