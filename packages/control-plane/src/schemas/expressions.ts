const posix: Readonly<Record<string, string>> = {
  alnum: "0-9A-Za-z",
  alpha: "A-Za-z",
  ascii: "\\x00-\\x7F",
  blank: "\\t ",
  cntrl: "\\x00-\\x1F\\x7F",
  digit: "0-9",
  graph: "!-~",
  lower: "a-z",
  print: " -~",
  punct: "!-\\/:-@\\[-`\\{-~",
  space: "\\t\\n\\v\\f\\r ",
  upper: "A-Z",
  word: "0-9A-Za-z_",
  xdigit: "0-9A-Fa-f",
};
const syntax = "^$\\.*+?()[]{}|/";

const compiled = new Map<string, RegExp>();

/** An expression as Go reads it (RE2), for JavaScript. @throws SyntaxError for what neither takes. */
export function regular(pattern: string): RegExp {
  let made = compiled.get(pattern);
  if (made === undefined) {
    made = new RegExp(translated(pattern), "u");
    compiled.set(pattern, made);
  }
  return made;
}

/** An escape and how many signs it takes. */
function escaped(pattern: string, at: number, inClass: boolean): [text: string, length: number] {
  const sign = pattern[at + 1] ?? "";
  const rest = pattern.slice(at);
  const wide = /^\\x\{([0-9A-Fa-f]+)\}/.exec(rest);
  if (wide) return [`\\u{${wide[1]}}`, wide[0].length];
  const property = /^\\([pP])(\{\^?\w+\}|\w)/.exec(rest);
  if (property) {
    const name = (property[2] ?? "").replaceAll(/[{}^]/g, "");
    const isScript = name.length > 2;
    return [`\\${property[1]}{${isScript ? "Script=" : ""}${name}}`, property[0].length];
  }
  const octal = /^\\0?([0-7]{2,3})/.exec(rest);
  if (octal) return [`\\u{${Number.parseInt(octal[1] ?? "0", 8).toString(16)}}`, octal[0].length];
  if (sign === "a") return ["\\x07", 2];
  if (!inClass && sign === "A") return ["(?<![^])", 2];
  if (!inClass && sign === "z") return ["(?![^])", 2];
  if (/[A-Za-z0-9]/.test(sign)) return [`\\${sign}`, 2];
  return [syntax.includes(sign) || (inClass && sign === "-") ? `\\${sign}` : sign, 2];
}

/** A class in brackets, in which a bracket that comes first stands for itself. */
function classAt(pattern: string, start: number): [text: string, length: number] {
  let at = start + 1;
  let made = "[";
  if (pattern[at] === "^") {
    made += "^";
    at++;
  }
  for (let first = true; at < pattern.length; first = false) {
    const sign = pattern[at] ?? "";
    if (sign === "]" && !first) return [`${made}]`, at + 1 - start];
    const named = /^\[:(\^?)(\w+):\]/.exec(pattern.slice(at));
    if (named !== null && posix[named[2] ?? ""] !== undefined) {
      made += posix[named[2] ?? ""];
      at += named[0].length;
    } else if (sign === "\\") {
      const [text, length] = escaped(pattern, at, true);
      made += text;
      at += length;
    } else {
      const isRange = sign === "-" && !first && pattern[at + 1] !== "]";
      made += sign === "-" ? (isRange ? "-" : "\\-") : syntax.includes(sign) ? `\\${sign}` : sign;
      at++;
    }
  }
  throw new SyntaxError(`missing closing ] in ${pattern}`);
}

function translated(pattern: string): string {
  let made = "";
  /** For each group that is open: how many more were opened in it by flags that count to its end. */
  const open = [0];
  for (let at = 0; at < pattern.length; ) {
    const sign = pattern[at] ?? "";
    const rest = pattern.slice(at);
    const quoted = /^\\Q([\s\S]*?)(?:\\E|$)/.exec(rest);
    const flags = /^\(\?([imsU]*)(?:-([imsU]+))?\)/.exec(rest);
    const named = /^\(\?P<(\w+)>/.exec(rest);
    const scoped = /^\(\?(?:<|:|[imsU-]+:)/.exec(rest);
    const [text, length] = quoted
      ? [
          Array.from(quoted[1] ?? "")
            .map((one) => (syntax.includes(one) ? `\\${one}` : one))
            .join(""),
          quoted[0].length,
        ]
      : sign === "\\"
        ? escaped(pattern, at, false)
        : sign === "["
          ? classAt(pattern, at)
          : [undefined, 1];
    if (text !== undefined) {
      made += text;
      at += length;
    } else if (flags) {
      made += `(?${plainFlags(flags[1])}${flags[2] === undefined ? "" : `-${plainFlags(flags[2])}`}:`;
      open[open.length - 1] = (open.at(-1) ?? 0) + 1;
      at += flags[0].length;
    } else if (sign === "(") {
      made += named ? `(?<${named[1]}>` : (scoped?.[0] ?? "(");
      open.push(0);
      at += (named ?? scoped)?.[0].length ?? 1;
    } else if (sign === ")") {
      made += ")".repeat(1 + (open.pop() ?? 0));
      at++;
    } else {
      const repeats = /^\{\d+(,\d*)?\}/.exec(rest);
      made += repeats ? repeats[0] : "{}]".includes(sign) ? `\\${sign}` : sign;
      at += repeats?.[0].length ?? 1;
    }
  }
  return made + ")".repeat(open[0] ?? 0);
}

/** Without the flag that turns greed around, which JavaScript has not: what matches is the same. */
const plainFlags = (flags = ""): string => flags.replaceAll("U", "");
