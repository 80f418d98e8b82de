import { lastRemembered } from "@aro/runtime";

/** The parameters of a query. Names are matched ignoring case, as ARM does. */
export interface Query {
  /** Every value given for `name`, in order. */
  all(name: string): readonly string[];
}

/** Reads the query part of a request target. Never fails: a broken escape stands for itself. Nearly all say the same: an api-version. */
export const parseQuery = lastRemembered((text: string): Query => {
  const values = new Map<string, string[]>();
  for (const [name, value] of new URLSearchParams(text)) {
    const key = name.toLowerCase();
    const known = values.get(key);
    if (known === undefined) values.set(key, [value]);
    else known.push(value);
  }
  return { all: (name) => values.get(name.toLowerCase()) ?? [] };
});
