/** The parameters of a query. Names are matched ignoring case, as ARM does. */
export interface Query {
  /** Every value given for `name`, in order. */
  all(name: string): readonly string[];
}

const none: Query = { all: () => [] };

/** Reads the query part of a request target. Never fails: a broken escape stands for itself. */
export function parseQuery(text: string): Query {
  if (text === "") return none;
  const values = new Map<string, string[]>();
  for (const [name, value] of new URLSearchParams(text)) {
    const key = name.toLowerCase();
    const known = values.get(key);
    if (known === undefined) values.set(key, [value]);
    else known.push(value);
  }
  return { all: (name) => values.get(name.toLowerCase()) ?? [] };
}
