import type { Doc, Value } from "../documents/document.ts";

/** Thrown for text that is not even lenient JSON; the message says what was found where. */
export class NotJson extends Error {
  constructor(message: string) {
    super(message);
    this.name = "NotJson";
  }
}

const escapes: Readonly<Record<string, string>> = {
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
};

const deepest = 100;

/**
 * Reads JSON as ARM's own reader takes it in deployments: with comments, names without quotes, single quotes, line
 * breaks in text and commas at the end. az sends `template:` without quotes, and templates as their authors wrote them.
 */
export function parseLenientJson(text: string): Value {
  let at = 0;
  const fail = (wanted: string): NotJson => {
    const found = at < text.length ? `'${text[at]}'` : "the end";
    return new NotJson(`Expected ${wanted} and found ${found} at position ${at}.`);
  };
  const blank = (): void => {
    for (;;) {
      const skipped = /(?:\s+|\/\/[^\n]*|\/\*[\s\S]*?\*\/)/y;
      skipped.lastIndex = at;
      const match = skipped.exec(text);
      if (match === null) return;
      at += match[0].length;
    }
  };
  const quoted = (): string => {
    const quote = text[at++];
    let made = "";
    for (;;) {
      const letter = text[at++];
      if (letter === undefined) throw fail("the end of a text");
      if (letter === quote) return made;
      if (letter !== "\\") {
        made += letter;
        continue;
      }
      const escaped = text[at++] ?? "";
      if (escaped === "u") {
        const code = text.slice(at, at + 4);
        if (!/^[0-9a-f]{4}$/i.test(code)) throw fail("four hexadecimal digits");
        made += String.fromCharCode(Number.parseInt(code, 16));
        at += 4;
      } else if (`"'\\/`.includes(escaped) && escaped !== "") made += escaped;
      else {
        const meant = escapes[escaped];
        if (meant === undefined) throw fail("an escape sequence");
        made += meant;
      }
    }
  };
  const name = (): string => {
    if (text[at] === '"' || text[at] === "'") return quoted();
    const form = /[A-Za-z_$][\w$]*/y;
    form.lastIndex = at;
    const match = form.exec(text);
    if (match === null) throw fail("a property's name");
    at += match[0].length;
    return match[0];
  };
  const bare = (): Value => {
    const form = /(?:true|false|null)\b|-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?/y;
    form.lastIndex = at;
    const match = form.exec(text);
    if (match === null) throw fail("a value");
    at += match[0].length;
    return JSON.parse(match[0].replace(/^(-?)0+(?=\d)/, "$1")) as Value;
  };
  /** The entries between two brackets, with or without a comma at the end. */
  const entries = (close: string, one: () => void): void => {
    at++;
    for (;;) {
      blank();
      if (text[at] === close) break;
      one();
      blank();
      if (text[at] === ",") at++;
      else if (text[at] !== close) throw fail(`',' or '${close}'`);
    }
    at++;
  };
  const value = (depth: number): Value => {
    if (depth > deepest) throw new NotJson(`The reader's MaxDepth of ${deepest} has been exceeded.`);
    blank();
    const letter = text[at];
    if (letter === '"' || letter === "'") return quoted();
    if (letter === "[") {
      const list: Value[] = [];
      entries("]", () => list.push(value(depth + 1)));
      return list;
    }
    if (letter !== "{") return bare();
    const made: Doc = {};
    entries("}", () => {
      const key = name();
      blank();
      if (text[at] !== ":") throw fail("':'");
      at++;
      // Defined, not assigned: a member may be called __proto__.
      Object.defineProperty(made, key, {
        value: value(depth + 1),
        enumerable: true,
        writable: true,
        configurable: true,
      });
    });
    return made;
  };
  const whole = value(0);
  blank();
  if (at < text.length) throw fail("the end");
  return whole;
}
