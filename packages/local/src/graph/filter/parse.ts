import { badFilter } from "./bad-filter.ts";
import { type Token, tokens } from "./tokens.ts";

export type Literal = string | number | boolean | null;

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
  const list = tokens(text);
  let at = 0;
  const peek = (): Token | undefined => list[at];
  const isWord = (token: Token | undefined, word: string) => token?.is === "word" && token.value.toLowerCase() === word;
  const fail = (wanted: string) => badFilter(`${wanted} expected in '${text}'.`);
  const sign = (value: string): void => {
    const token = list[at++];
    if (token?.is !== "sign" || token.value !== value) throw fail(`'${value}'`);
  };
  const word = (): string => {
    const token = list[at++];
    if (token?.is !== "word") throw fail("A name");
    return token.value;
  };
  const literal = (): Literal => {
    const token = list[at++];
    if (token?.is === "text" || token?.is === "literal") return token.value;
    // GUIDs stand without quotes too.
    if (token?.is === "word" && /^[0-9a-f-]{36}$/i.test(token.value)) return token.value;
    throw fail("A value");
  };
  const textValue = (): string => {
    const value = literal();
    if (typeof value !== "string") throw fail("A text");
    return value;
  };
  const path = (): string => {
    let name = word();
    while (
      list[at]?.is === "sign" &&
      list[at]?.value === "/" &&
      list[at + 1]?.is === "word" &&
      !isWord(list[at + 1], "any")
    ) {
      at++;
      name += `/${word()}`;
    }
    return name;
  };
  const call = (is: "startswith" | "endswith"): Filter => {
    at++;
    sign("(");
    const of = path();
    sign(",");
    const value = textValue();
    sign(")");
    return { is, path: of, value };
  };
  const any = (of: string): Filter => {
    sign("/");
    word();
    sign("(");
    const variable = word();
    sign(":");
    if (isWord(peek(), "startswith")) {
      at++;
      sign("(");
      if (word() !== variable) throw fail(`'${variable}'`);
      sign(",");
      const value = textValue();
      sign(")");
      sign(")");
      return { is: "any", path: of, operator: "startswith", value };
    }
    if (word() !== variable) throw fail(`'${variable}'`);
    if (word().toLowerCase() !== "eq") throw fail("'eq'");
    const value = literal();
    sign(")");
    return { is: "any", path: of, operator: "eq", value };
  };
  const comparison = (): Filter => {
    const of = path();
    const next = peek();
    if (next?.is === "sign" && next.value === "/") return any(of);
    const operator = word().toLowerCase();
    if (operator === "eq" || operator === "ne") return { is: "compare", path: of, operator, value: literal() };
    if (operator !== "in") throw badFilter(`The operator '${operator}' is not supported.`);
    sign("(");
    const values = [literal()];
    while (peek()?.is === "sign" && peek()?.value === ",") {
      at++;
      values.push(literal());
    }
    sign(")");
    return { is: "in", path: of, values };
  };
  const primary = (depth: number): Filter => {
    if (depth > deepest) throw badFilter("It is nested too deeply.");
    const token = peek();
    if (isWord(token, "not")) {
      at++;
      return { is: "not", of: primary(depth + 1) };
    }
    if (token?.is === "sign" && token.value === "(") {
      at++;
      const inner = either(depth + 1);
      sign(")");
      return inner;
    }
    if (isWord(token, "startswith")) return call("startswith");
    if (isWord(token, "endswith")) return call("endswith");
    return comparison();
  };
  const several =
    (is: "and" | "or", one: (depth: number) => Filter) =>
    (depth: number): Filter => {
      const all = [one(depth)];
      while (isWord(peek(), is)) {
        at++;
        all.push(one(depth));
      }
      const [first] = all;
      return all.length === 1 && first !== undefined ? first : { is, of: all };
    };
  const both = several("and", primary);
  const either = several("or", both);
  const filter = either(0);
  if (at < list.length) throw fail("The end");
  return filter;
}
