import { badFilter } from "./bad-filter.ts";
import { type Cursor, cursorOver, type Literal } from "./cursor.ts";

/** What a filter asks. */
export type Filter =
  | { is: "and"; of: readonly Filter[] }
  | { is: "or"; of: readonly Filter[] }
  | { is: "not"; of: Filter }
  | { is: "compare"; path: string; operator: "eq" | "ne"; value: Literal }
  | { is: "in"; path: string; values: readonly Literal[] }
  | { is: "startswith" | "endswith"; path: string; value: string }
  /** Whether a list has an element that is, or starts with, a value. */
  | { is: "any"; path: string; operator: "eq" | "startswith"; value: Literal };

/** Deeper nesting than a person writes is refused, so that no filter exhausts the stack. */
const deepest = 20;

/** Reads `$filter`: comparisons, `in`, `startswith`, `endswith`, `any` over lists, with `and`, `or`, `not` and parentheses. */
export function parseFilter(text: string): Filter {
  const cursor = cursorOver(text);
  const filter = either(cursor, 0);
  if (cursor.peek() !== undefined) throw cursor.fail("The end");
  return filter;
}

const several =
  (is: "and" | "or", one: (cursor: Cursor, depth: number) => Filter) =>
  (cursor: Cursor, depth: number): Filter => {
    const first = one(cursor, depth);
    const more: Filter[] = [];
    while (cursor.isWord(is)) {
      cursor.skip();
      more.push(one(cursor, depth));
    }
    return more.length === 0 ? first : { is, of: [first, ...more] };
  };

const either = several("or", several("and", primary));

function primary(cursor: Cursor, depth: number): Filter {
  if (depth > deepest) throw badFilter("It is nested too deeply.");
  if (cursor.isWord("not")) {
    cursor.skip();
    return { is: "not", of: primary(cursor, depth + 1) };
  }
  if (cursor.isSign("(")) {
    cursor.skip();
    const inner = either(cursor, depth + 1);
    cursor.sign(")");
    return inner;
  }
  if (cursor.isWord("startswith")) return call(cursor, "startswith");
  if (cursor.isWord("endswith")) return call(cursor, "endswith");
  return comparison(cursor);
}

/** A member's name, and those of members of it: `a/b`. Where `any` follows, it is no name. */
function path(cursor: Cursor): string {
  let name = cursor.word();
  while (cursor.isSign("/") && cursor.peek(1)?.is === "word" && !cursor.isWord("any", 1)) {
    cursor.skip();
    name += `/${cursor.word()}`;
  }
  return name;
}

function call(cursor: Cursor, is: "startswith" | "endswith"): Filter {
  cursor.skip();
  cursor.sign("(");
  const of = path(cursor);
  cursor.sign(",");
  const value = cursor.text();
  cursor.sign(")");
  return { is, path: of, value };
}

function comparison(cursor: Cursor): Filter {
  const of = path(cursor);
  if (cursor.isSign("/")) return any(cursor, of);
  const operator = cursor.word().toLowerCase();
  if (operator === "eq" || operator === "ne") return { is: "compare", path: of, operator, value: cursor.literal() };
  if (operator !== "in") throw badFilter(`The operator '${operator}' is not supported.`);
  cursor.sign("(");
  const values = [cursor.literal()];
  while (cursor.isSign(",")) {
    cursor.skip();
    values.push(cursor.literal());
  }
  cursor.sign(")");
  return { is: "in", path: of, values };
}

function any(cursor: Cursor, of: string): Filter {
  cursor.sign("/");
  cursor.word();
  cursor.sign("(");
  const variable = cursor.word();
  cursor.sign(":");
  if (cursor.isWord("startswith")) {
    cursor.skip();
    cursor.sign("(");
    cursor.word(variable);
    cursor.sign(",");
    const value = cursor.text();
    cursor.sign(")");
    cursor.sign(")");
    return { is: "any", path: of, operator: "startswith", value };
  }
  cursor.word(variable);
  if (cursor.word().toLowerCase() !== "eq") throw cursor.fail("'eq'");
  const value = cursor.literal();
  cursor.sign(")");
  return { is: "any", path: of, operator: "eq", value };
}
