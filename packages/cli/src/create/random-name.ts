import type { Random } from "@aro/runtime";

const letters = "abcdefghijklmnopqrstuvwxyz";
const lettersAndDigits = `${letters}0123456789`;

/** A domain nobody chose: one letter and seven of a–z and 0–9 (spec 06 §7.6). */
export function randomName(random: Random): string {
  const pick = (from: string) => from[random.integer(from.length)] ?? "";
  return pick(letters) + Array.from({ length: 7 }, () => pick(lettersAndDigits)).join("");
}
