/** One token of a template language expression. */
export interface Token {
  is: "name" | "text" | "number" | "sign" | "end";
  text: string;
  /** Offset in the expression. */
  at: number;
}

/** Thrown for an expression that cannot be read or computed; the caller adds where it stands. */
export class ExpressionError extends Error {
  constructor(message: string) {
    super(message);
    this.name = "ExpressionError";
  }
}

const forms: readonly (readonly [Token["is"], RegExp])[] = [
  ["name", /[A-Za-z_][\w$]*/y],
  ["number", /-?\d+(\.\d+)?/y],
  ["text", /'(?:[^']|'')*'/y],
  ["sign", /[()[\].,]/y],
];

/** Takes an expression, without its outer brackets, apart into tokens. */
export function tokenize(expression: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (at < expression.length) {
    if (/\s/.test(expression[at] ?? "")) {
      at++;
      continue;
    }
    let found: Token | undefined;
    for (const [is, form] of forms) {
      form.lastIndex = at;
      const match = form.exec(expression);
      if (match === null) continue;
      const text = is === "text" ? match[0].slice(1, -1).replaceAll("''", "'") : match[0];
      found = { is, text, at };
      at += match[0].length;
      break;
    }
    if (found === undefined)
      throw new ExpressionError(
        `Unable to parse language expression '${expression}': unexpected character '${expression[at]}' at position '${at}'.`,
      );
    tokens.push(found);
  }
  tokens.push({ is: "end", text: "", at });
  return tokens;
}
