/** The parameters of a query. Names are matched ignoring case, as ARM does. */
export interface Query {
  /** Every value given for `name`, in order. */
  all(name: string): readonly string[];
}

const none: Query = { all: () => [] };

let lastText = "";
let lastQuery = none;

/** Reads the query part of a request target. Never fails: a broken escape stands for itself. Nearly all say the same, an api-version: the last one is remembered. */
export function parseQuery(text: string): Query {
  if (text !== lastText) {
    lastQuery = read(text);
    lastText = text;
  }
  return lastQuery;
}

function read(text: string): Query {
  const values = new Map<string, string[]>();
  for (const [name, value] of new URLSearchParams(text)) {
    const key = name.toLowerCase();
    const known = values.get(key);
    if (known === undefined) values.set(key, [value]);
    else known.push(value);
  }
  return { all: (name) => values.get(name.toLowerCase()) ?? [] };
}
