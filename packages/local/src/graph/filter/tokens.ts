import { badFilter } from "./bad-filter.ts";

export type Token =
  | { is: "text" | "word"; value: string }
  | { is: "literal"; value: boolean | null | number }
  | { is: "sign"; value: "(" | ")" | "," | "/" | ":" };

const literals: Readonly<Record<string, boolean | null>> = { true: true, false: false, null: null };

/** A filter's tokens: texts in single quotes (doubled inside), words, numbers, signs. */
export function tokens(filter: string): Token[] {
  const found: Token[] = [];
  const pattern = /\s*(?:'((?:[^']|'')*)'|([(),/:])|(-?\d+(?:\.\d+)?)(?![\w-])|([\w.-]+))/y;
  while (pattern.lastIndex < filter.length) {
    const at = pattern.lastIndex;
    if (filter.slice(at).trim() === "") break;
    const match = pattern.exec(filter);
    if (match === null) throw badFilter(`Syntax error at position ${at} in '${filter}'.`);
    const [, text, sign, number, word] = match;
    if (text !== undefined) found.push({ is: "text", value: text.replaceAll("''", "'") });
    else if (sign !== undefined) found.push({ is: "sign", value: sign as "(" });
    else if (number !== undefined) found.push({ is: "literal", value: Number(number) });
    else if (word !== undefined && Object.hasOwn(literals, word))
      found.push({ is: "literal", value: literals[word] ?? null });
    else if (word !== undefined) found.push({ is: "word", value: word });
  }
  return found;
}
