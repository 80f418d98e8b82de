/*
 * A store need not hold what its file says: an idle cluster has some five megabytes of objects that nobody looks at. Texts that were asked for or
 * written of late are held in memory, of all stores of the process together, and the rest are read when they are asked for again.
 */

/** Characters of text that are held in one generation; what was not asked for through two of them is let go. */
const generation = 6_000_000;

/** A text that may be let go, once its store can tell it again. */
export interface Kept {
  /** The generation in which it was asked for last. */
  asked: number;
  /** Lets it go; not when it is nowhere else yet. */
  letGo(): void;
}

let young: Kept[] = [];
let old: Kept[] = [];
let size = 0;
let current = 0;

/** Notes that a text of so many characters is in use: it is held for a while. */
export function inUse(one: Kept, characters: number): void {
  if (one.asked === current) return;
  if (size > generation) {
    for (const each of old) if (each.asked < current) each.letGo();
    old = young;
    young = [];
    size = 0;
    current++;
  }
  one.asked = current;
  young.push(one);
  size += characters;
}
