/** What a look at the member names of a JSON text found. */
export type MembersFinding =
  | { outcome: "fine" }
  /** `path` names the second occurrence, in dots and brackets. */
  | { outcome: "duplicate"; path: string }
  /** A member that is named `__proto__`. */
  | { outcome: "prototype"; path: string }
  | { outcome: "tooDeep" };

const quote = 0x22;
const backslash = 0x5c;
const openBrace = 0x7b;
const closeBrace = 0x7d;
const openBracket = 0x5b;
const closeBracket = 0x5d;
const comma = 0x2c;
const colon = 0x3a;

/** One object or array around the position of the scan. */
interface Level {
  /** Names seen so far, for an object. */
  names: Set<string> | undefined;
  name: string;
  index: number;
}

/**
 * Looks at member names and nesting alone of `text`, which must be valid JSON, and `value` what JSON.parse makes of it: that keeps the last of
 * two equal names and says nothing. But then it has fewer members than there are names in the text, so names need only be counted, and
 * compared where the counts differ.
 */
export function inspectMembers(text: string, value: unknown, depthLimit: number): MembersFinding {
  return membersIn(value, depthLimit) === namesIn(text) ? { outcome: "fine" } : findingIn(text, depthLimit);
}

/** How many members `value` has in all; undefined where it is nested too deep or has one named `__proto__`. */
function membersIn(value: unknown, levelsLeft: number): number | undefined {
  if (typeof value !== "object" || value === null) return 0;
  if (levelsLeft === 0) return undefined;
  const isList = Array.isArray(value);
  if (!isList && Object.hasOwn(value, "__proto__")) return undefined;
  const inner: readonly unknown[] = isList ? value : Object.values(value);
  let members = isList ? 0 : inner.length;
  for (const one of inner) {
    const below = membersIn(one, levelsLeft - 1);
    if (below === undefined) return undefined;
    members += below;
  }
  return members;
}

/** How many member names stand in `text`: each is followed by a colon, and no other stands outside of strings. */
function namesIn(text: string): number {
  let names = 0;
  for (let position = 0; position < text.length; position++) {
    const code = text.charCodeAt(position);
    if (code === quote) position = endOfString(text, position);
    else if (code === colon) names++;
  }
  return names;
}

/** The first fault. One pass; values are skipped. */
function findingIn(text: string, depthLimit: number): MembersFinding {
  const levels: Level[] = [];
  let expectsName = false;
  let position = 0;
  while (position < text.length) {
    switch (text.charCodeAt(position)) {
      case quote: {
        const end = endOfString(text, position);
        if (expectsName) {
          expectsName = false;
          const name = nameBetween(text, position, end);
          const level = levels.at(-1) as Level;
          level.name = name;
          if (level.names?.has(name) === true) return { outcome: "duplicate", path: pathOf(levels) };
          level.names?.add(name);
          if (name === "__proto__") return { outcome: "prototype", path: pathOf(levels) };
        }
        position = end;
        break;
      }
      case openBrace:
      case openBracket: {
        if (levels.length === depthLimit) return { outcome: "tooDeep" };
        const isObject = text.charCodeAt(position) === openBrace;
        levels.push({ names: isObject ? new Set() : undefined, name: "", index: 0 });
        expectsName = isObject;
        break;
      }
      case closeBrace:
      case closeBracket:
        levels.pop();
        expectsName = false;
        break;
      case comma: {
        const level = levels.at(-1) as Level;
        level.index++;
        expectsName = level.names !== undefined;
        break;
      }
    }
    position++;
  }
  return { outcome: "fine" };
}

/** Position of the closing quote of the string that opens at `start`. */
function endOfString(text: string, start: number): number {
  for (let from = start + 1; ; ) {
    const end = text.indexOf('"', from);
    let escapes = 0;
    while (text.charCodeAt(end - 1 - escapes) === backslash) escapes++;
    if (escapes % 2 === 0) return end;
    from = end + 1;
  }
}

/** Escapes count as what they stand for: a name written `\u0061` is `a`. */
function nameBetween(text: string, start: number, end: number): string {
  const raw = text.slice(start + 1, end);
  return raw.includes("\\") ? (JSON.parse(`"${raw}"`) as string) : raw;
}

const pathOf = (levels: readonly Level[]): string =>
  levels
    .map((level) => (level.names === undefined ? `[${level.index}]` : `.${level.name}`))
    .join("")
    .replace(/^\./, "");
