import { ExpressionError, type Token, tokenize } from "./tokens.ts";

/** The tree of an expression. */
export type Expression =
  | { is: "literal"; value: string | number }
  | { is: "call"; name: string; arguments: readonly Expression[] }
  | { is: "member"; of: Expression; name: string }
  | { is: "index"; of: Expression; index: Expression };

const deepest = 200;

/** Reads an expression, without its outer brackets, into a tree. */
export function parseExpression(expression: string): Expression {
  const tokens = tokenize(expression);
  let at = 0;
  let depth = 0;
  const peek = (): Token => tokens[at] ?? { is: "end", text: "", at: expression.length };
  const take = (): Token => {
    const token = peek();
    at++;
    return token;
  };
  const fail = (wanted: string, token: Token): ExpressionError =>
    new ExpressionError(
      `Unable to parse language expression '${expression}': expected ${wanted} and actual ${token.is === "end" ? "end of data" : `'${token.text}'`} at position '${token.at}'.`,
    );
  const sign = (text: string): void => {
    const token = take();
    if (token.is !== "sign" || token.text !== text) throw fail(`'${text}'`, token);
  };
  const isSign = (text: string): boolean => peek().is === "sign" && peek().text === text;

  const primary = (): Expression => {
    const token = take();
    if (token.is === "text") return { is: "literal", value: token.text };
    if (token.is === "number") return { is: "literal", value: Number(token.text) };
    if (token.is !== "name") throw fail("a function, text or number", token);
    let name = token.text;
    while (isSign(".")) {
      take();
      const next = take();
      if (next.is !== "name") throw fail("a function's name", next);
      name += `.${next.text}`;
    }
    sign("(");
    const found: Expression[] = [];
    if (!isSign(")")) {
      found.push(whole());
      while (isSign(",")) {
        take();
        found.push(whole());
      }
    }
    sign(")");
    return { is: "call", name, arguments: found };
  };

  const deeper = (): void => {
    if (++depth > deepest)
      throw new ExpressionError(`The language expression '${expression.slice(0, 100)}…' is nested too deep.`);
  };

  const whole = (): Expression => {
    const outer = depth;
    deeper();
    let tree = primary();
    for (;;) {
      // What is asked of a member's member stands as deep in the tree as what is given to a function's function.
      if (isSign(".") || isSign("[")) deeper();
      if (isSign(".")) {
        take();
        const name = take();
        if (name.is !== "name") throw fail("a property's name", name);
        tree = { is: "member", of: tree, name: name.text };
      } else if (isSign("[")) {
        take();
        const index = whole();
        sign("]");
        tree = { is: "index", of: tree, index };
      } else break;
    }
    depth = outer;
    return tree;
  };

  const tree = whole();
  const rest = peek();
  if (rest.is !== "end") throw fail("end of data", rest);
  return tree;
}

/** The expression in a template's text, without its brackets; undefined when the text is meant as it stands. */
export function expressionIn(text: string): string | undefined {
  if (!text.startsWith("[") || !text.endsWith("]") || text.startsWith("[[")) return undefined;
  return text.slice(1, -1);
}

/** A text that is no expression, as it is meant: `[[` at the beginning stands for `[`. */
export const plainText = (text: string): string => (text.startsWith("[[") ? text.slice(1) : text);
