/** A piece of a word: text, or a variable whose value takes its place. */
export type Piece = { text: string } | { variable: string; split: boolean };
export type Token =
  | { type: "word"; pieces: Piece[] }
  | { type: "operator"; text: string }
  /** `>` or `2>`; `to` is `&1`, `&2`, or a file: nothing can be written, so that is thrown away. */
  | { type: "redirect"; from: 1 | 2; to: 1 | 2 | "nowhere" };

const redirect = /^([12]?)>>?\s*(&[12]|[^\s;|&]+)/;
const operators = ["&&", "||", ";", "|", "\n"];

/** Takes a command line apart as a shell does. @throws Error when a quote is not closed. */
export function tokensOf(line: string): Token[] {
  const tokens: Token[] = [];
  let pieces: Piece[] | undefined;
  const finish = () => {
    if (pieces !== undefined) tokens.push({ type: "word", pieces });
    pieces = undefined;
  };
  const add = (piece: Piece) => {
    pieces ??= [];
    pieces.push(piece);
  };
  let at = 0;
  const variable = (split: boolean): void => {
    const [whole, braced, plain] =
      /^\$(?:\{([A-Za-z_]\w*|[?#@0-9])\}|([A-Za-z_]\w*|[?#@0-9$]))/.exec(line.slice(at)) ?? [];
    at += whole?.length ?? 1;
    add(whole === undefined ? { text: "$" } : { variable: braced ?? plain ?? "", split });
  };
  while (at < line.length) {
    const sign = line[at] as string;
    const operator = operators.find((one) => line.startsWith(one, at));
    if (operator !== undefined) {
      finish();
      tokens.push({ type: "operator", text: operator === "\n" ? ";" : operator });
      at += operator.length;
    } else if (/\s/.test(sign)) {
      finish();
      at++;
    } else if (redirect.test(line.slice(at)) && (sign === ">" || pieces === undefined)) {
      finish();
      const [whole = "", from, to] = redirect.exec(line.slice(at)) ?? [];
      tokens.push({ type: "redirect", from: from === "2" ? 2 : 1, to: to === "&1" ? 1 : to === "&2" ? 2 : "nowhere" });
      at += whole.length;
    } else if (sign === "#" && pieces === undefined) {
      const end = line.indexOf("\n", at);
      at = end < 0 ? line.length : end;
    } else if (sign === "'") {
      const end = line.indexOf("'", at + 1);
      if (end < 0) throw new Error("syntax error: unterminated quoted string");
      add({ text: line.slice(at + 1, end) });
      at = end + 1;
    } else if (sign === '"') {
      add({ text: "" });
      at++;
      while (line[at] !== '"') {
        if (at >= line.length) throw new Error("syntax error: unterminated quoted string");
        if (line[at] === "$") variable(false);
        else {
          if (line[at] === "\\" && /["\\$`]/.test(line[at + 1] ?? "")) at++;
          add({ text: line[at++] ?? "" });
        }
      }
      at++;
    } else if (sign === "\\") {
      add({ text: line[at + 1] ?? "" });
      at += 2;
    } else if (sign === "$") variable(true);
    else {
      add({ text: sign });
      at++;
    }
  }
  finish();
  return tokens;
}

/** A word's value; one that is nothing but an empty, unquoted variable is no word at all. */
export function wordsOf(pieces: readonly Piece[], value: (name: string) => string): string[] {
  const text = pieces.map((piece) => ("text" in piece ? piece.text : value(piece.variable))).join("");
  const isBare = pieces.every((piece) => "variable" in piece && piece.split);
  return isBare ? text.split(/\s+/).filter((one) => one !== "") : [text];
}
