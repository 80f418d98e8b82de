import { text, valueAt } from "./document.ts";
import type { Rows } from "./rows.ts";
import { Shelf } from "./shelf.ts";

/** Texts at two places of a document: `sku.name`; empty where there is none. */
interface Texts {
  where: string;
  first: string;
  second: string;
}

/** For each type and its places, kept up to date from the first question on: quotas are asked about at every PUT of a machine or disk. */
const counted = new WeakMap<Rows, Map<string, Shelf<Texts, "where">>>();

const whereOf = (subscription: string, location: string): string => `${subscription} ${location}`;

/** How many there are of a type in a region, by the texts at two places of their documents. */
export function countBy(
  rows: Rows,
  { subscription, type, location }: { subscription: string; type: string; location: string },
  [firstPlace, secondPlace]: readonly [first: string, second?: string],
): { first: string; second: string; count: number }[] {
  const shelves = counted.get(rows) ?? new Map<string, Shelf<Texts, "where">>();
  counted.set(rows, shelves);
  const name = `${type} ${firstPlace} ${secondPlace}`;
  let shelf = shelves.get(name);
  if (shelf === undefined) {
    const made = new Shelf<Texts, "where">(
      rows,
      type,
      (row) => ({
        where: whereOf(row.subscription, row.location),
        first: text(valueAt(row.body, firstPlace)),
        second: secondPlace === undefined ? "" : text(valueAt(row.body, secondPlace)),
      }),
      { where: ({ where }) => [where] },
    );
    rows.watch((key) => void made.written(key));
    shelves.set(name, made);
    shelf = made;
  }
  const counts = new Map<string, { first: string; second: string; count: number }>();
  for (const { first, second } of shelf.by("where", whereOf(subscription, location))) {
    const both = `${first}\0${second}`;
    const held = counts.get(both);
    if (held === undefined) counts.set(both, { first, second, count: 1 });
    else held.count++;
  }
  return [...counts.values()];
}
