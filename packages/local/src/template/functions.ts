import { isDoc, type Value } from "../resources/document.ts";
import { templateGuid, uniqueString } from "./name-hashes.ts";
import { ExpressionError } from "./tokens.ts";

/** A function of the template language that depends on its arguments only. */
export interface PureFunction {
  /** Fewest and most arguments. */
  takes: readonly [number, number];
  run(given: readonly Value[], name: string): Value;
}

const many = 1_000;

const wrong = (name: string, index: number, wanted: string): ExpressionError =>
  new ExpressionError(
    `The template function '${name}' is not valid. The argument at position '${index + 1}' is expected to be ${wanted}.`,
  );

const asText = (given: readonly Value[], index: number, name: string): string => {
  const value = given[index];
  if (typeof value !== "string") throw wrong(name, index, "a string");
  return value;
};

const asInteger = (given: readonly Value[], index: number, name: string): number => {
  const value = given[index];
  if (typeof value !== "number" || !Number.isInteger(value)) throw wrong(name, index, "an integer");
  return value;
};

const asBoolean = (given: readonly Value[], index: number, name: string): boolean => {
  const value = given[index];
  if (typeof value !== "boolean") throw wrong(name, index, "a boolean");
  return value;
};

const asList = (given: readonly Value[], index: number, name: string): Value[] => {
  const value = given[index];
  if (!Array.isArray(value)) throw wrong(name, index, "an array");
  return value;
};

/** Any value as text, as string() writes it. */
export const textOf = (value: Value): string => {
  if (typeof value === "string") return value;
  if (typeof value === "boolean") return value ? "True" : "False";
  return value === null ? "" : JSON.stringify(value);
};

/** Whether two values are the same: text exactly, all else by structure, members of objects in any order. */
export function same(one: Value, other: Value): boolean {
  if (Array.isArray(one) && Array.isArray(other))
    return one.length === other.length && one.every((item, index) => same(item, other[index] ?? null));
  if (isDoc(one) && isDoc(other)) {
    const names = Object.keys(one);
    return (
      names.length === Object.keys(other).length &&
      names.every((name) => name in other && same(one[name] ?? null, other[name] ?? null))
    );
  }
  return one === other;
}

const empty = (value: Value): boolean => {
  if (value === null) return true;
  if (typeof value === "string") return value === "";
  return Array.isArray(value) ? value.length === 0 : isDoc(value) && Object.keys(value).length === 0;
};

const contains = (given: readonly Value[], name: string): boolean => {
  const [container, item] = given;
  if (typeof container === "string") return container.includes(textOf(item ?? null));
  if (Array.isArray(container)) return container.some((one) => same(one, item ?? null));
  if (isDoc(container))
    return Object.keys(container).some((one) => one.toLowerCase() === textOf(item ?? null).toLowerCase());
  throw wrong(name, 0, "a string, an array or an object");
};

const ordered = (given: readonly Value[], name: string): number => {
  const [one, other] = given;
  if (typeof one === "number" && typeof other === "number") return one - other;
  if (typeof one === "string" && typeof other === "string") return one < other ? -1 : one > other ? 1 : 0;
  throw wrong(name, 1, "of the same type as the first, an integer or a string");
};

const arithmetic = (run: (one: number, other: number) => number): PureFunction => ({
  takes: [2, 2],
  run: (given, name) => {
    const result = run(asInteger(given, 0, name), asInteger(given, 1, name));
    if (!Number.isSafeInteger(result)) throw new ExpressionError(`The result of '${name}' is no 64-bit integer.`);
    return result;
  },
});

const compare = (holds: (order: number) => boolean): PureFunction => ({
  takes: [2, 2],
  run: (given, name) => holds(ordered(given, name)),
});

const onText = (run: (text: string) => Value): PureFunction => ({
  takes: [1, 1],
  run: (given, name) => run(asText(given, 0, name)),
});

const slice = (given: readonly Value[], name: string, from: number, to: number): Value => {
  const value = given[0];
  if (typeof value === "string" || Array.isArray(value)) return value.slice(Math.max(0, from), Math.max(0, to));
  throw wrong(name, 0, "a string or an array");
};

const nonZero = (given: number, name: string): number => {
  if (given === 0) throw new ExpressionError(`The template function '${name}' divides by zero.`);
  return given;
};

const range = (start: number, count: number): Value => {
  if (count < 0 || count > 10_000)
    throw new ExpressionError("The template function 'range' makes 0 to 10000 integers.");
  return Array.from({ length: count }, (_, index) => start + index);
};

const format = (given: readonly Value[], name: string): string =>
  asText(given, 0, name).replace(/\{\{|\}\}|\{(\d+)\}/g, (found: string, index: string | undefined) => {
    if (index === undefined) return found[0] ?? "";
    const value = given[Number(index) + 1];
    if (value === undefined) throw wrong(name, Number(index) + 1, "there, since the format names it");
    return textOf(value);
  });

const numbersOf = (given: readonly Value[], name: string): number[] => {
  const list = given.length === 1 && Array.isArray(given[0]) ? given[0] : given;
  return list.map((_, index) => asInteger(list, index, name));
};

/** The functions of the template language, by name in lower case. What is not here is an error naming it. */
export const pureFunctions: ReadonlyMap<string, PureFunction> = new Map<string, PureFunction>(
  Object.entries({
    true: { takes: [0, 0], run: () => true },
    false: { takes: [0, 0], run: () => false },
    null: { takes: [0, 0], run: () => null },
    concat: {
      takes: [1, many],
      run: (given, name) =>
        given.every(Array.isArray)
          ? given.flatMap((one) => one as Value[])
          : given
              .map((one, index) => {
                if (Array.isArray(one) || isDoc(one)) throw wrong(name, index, "a string, as the others are");
                return textOf(one);
              })
              .join(""),
    },
    guid: { takes: [1, many], run: (given, name) => templateGuid(given.map((_, index) => asText(given, index, name))) },
    uniquestring: {
      takes: [1, many],
      run: (given, name) => uniqueString(given.map((_, index) => asText(given, index, name))),
    },
    if: {
      takes: [3, 3],
      run: (given, name) => (asBoolean(given, 0, name) ? (given[1] ?? null) : (given[2] ?? null)),
    },
    equals: { takes: [2, 2], run: (given) => same(given[0] ?? null, given[1] ?? null) },
    not: { takes: [1, 1], run: (given, name) => !asBoolean(given, 0, name) },
    and: { takes: [2, many], run: (given, name) => given.every((_, index) => asBoolean(given, index, name)) },
    or: { takes: [2, many], run: (given, name) => given.some((_, index) => asBoolean(given, index, name)) },
    empty: { takes: [1, 1], run: (given) => empty(given[0] ?? null) },
    length: {
      takes: [1, 1],
      run: (given, name) => {
        const value = given[0] ?? null;
        if (typeof value === "string" || Array.isArray(value)) return value.length;
        if (isDoc(value)) return Object.keys(value).length;
        throw wrong(name, 0, "a string, an array or an object");
      },
    },
    contains: { takes: [2, 2], run: contains },
    coalesce: { takes: [1, many], run: (given) => given.find((one) => one !== null) ?? null },
    string: { takes: [1, 1], run: (given) => textOf(given[0] ?? null) },
    int: {
      takes: [1, 1],
      run: (given, name) => {
        const value = Number(given[0]);
        if (given[0] === "" || !Number.isSafeInteger(value)) throw wrong(name, 0, "an integer");
        return value;
      },
    },
    bool: {
      takes: [1, 1],
      run: (given, name) => {
        const text = textOf(given[0] ?? null).toLowerCase();
        if (text === "true" || text === "1") return true;
        if (text === "false" || text === "0") return false;
        throw wrong(name, 0, "a boolean");
      },
    },
    json: {
      takes: [1, 1],
      run: (given, name) => {
        try {
          return JSON.parse(asText(given, 0, name)) as Value;
        } catch (error) {
          if (error instanceof ExpressionError) throw error;
          throw wrong(name, 0, "JSON");
        }
      },
    },
    tolower: onText((text) => text.toLowerCase()),
    toupper: onText((text) => text.toUpperCase()),
    trim: onText((text) => text.trim()),
    base64: onText((text) => Buffer.from(text, "utf8").toString("base64")),
    base64tostring: onText((text) => Buffer.from(text, "base64").toString("utf8")),
    split: {
      takes: [2, 2],
      run: (given, name) => {
        const by = Array.isArray(given[1]) ? given[1].map(textOf) : [asText(given, 1, name)];
        const escaped = by.map((one) => one.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
        return asText(given, 0, name).split(new RegExp(escaped.join("|")));
      },
    },
    join: {
      takes: [2, 2],
      run: (given, name) =>
        asList(given, 0, name)
          .map(textOf)
          .join(asText(given, 1, name)),
    },
    replace: {
      takes: [3, 3],
      run: (given, name) => asText(given, 0, name).replaceAll(asText(given, 1, name), () => asText(given, 2, name)),
    },
    substring: {
      takes: [2, 3],
      run: (given, name) => {
        const text = asText(given, 0, name);
        const start = asInteger(given, 1, name);
        const count = given.length > 2 ? asInteger(given, 2, name) : text.length - start;
        if (start < 0 || count < 0 || start + count > text.length)
          throw new ExpressionError(
            `The template function '${name}' reaches beyond the text: start ${start}, length ${count}, of ${text.length} letters.`,
          );
        return text.slice(start, start + count);
      },
    },
    startswith: {
      takes: [2, 2],
      run: (given, name) =>
        asText(given, 0, name)
          .toLowerCase()
          .startsWith(asText(given, 1, name).toLowerCase()),
    },
    endswith: {
      takes: [2, 2],
      run: (given, name) =>
        asText(given, 0, name)
          .toLowerCase()
          .endsWith(asText(given, 1, name).toLowerCase()),
    },
    indexof: {
      takes: [2, 2],
      run: (given, name) =>
        asText(given, 0, name)
          .toLowerCase()
          .indexOf(asText(given, 1, name).toLowerCase()),
    },
    padleft: {
      takes: [2, 3],
      run: (given, name) =>
        textOf(given[0] ?? null).padStart(asInteger(given, 1, name), given.length > 2 ? asText(given, 2, name) : " "),
    },
    format: { takes: [1, many], run: format },
    first: {
      takes: [1, 1],
      run: (given, name) => {
        const head = slice(given, name, 0, 1);
        return Array.isArray(head) ? (head[0] ?? null) : head;
      },
    },
    last: {
      takes: [1, 1],
      run: (given, name) => {
        const size = typeof given[0] === "string" || Array.isArray(given[0]) ? given[0].length : 0;
        const tail = slice(given, name, size - 1, size);
        return Array.isArray(tail) ? (tail[0] ?? null) : tail;
      },
    },
    take: { takes: [2, 2], run: (given, name) => slice(given, name, 0, asInteger(given, 1, name)) },
    skip: {
      takes: [2, 2],
      run: (given, name) => slice(given, name, asInteger(given, 1, name), Number.MAX_SAFE_INTEGER),
    },
    createarray: { takes: [0, many], run: (given) => [...given] },
    array: { takes: [1, 1], run: (given) => (Array.isArray(given[0]) ? given[0] : [given[0] ?? null]) },
    createobject: {
      takes: [0, many],
      run: (given, name) => {
        if (given.length % 2 !== 0) throw wrong(name, given.length, "there: names and values come in pairs");
        return Object.fromEntries(
          Array.from({ length: given.length / 2 }, (_, pair) => [
            asText(given, 2 * pair, name),
            given[2 * pair + 1] ?? null,
          ]),
        );
      },
    },
    union: {
      takes: [2, many],
      run: (given, name) => {
        if (given.every(isDoc)) return Object.assign({}, ...given) as Value;
        const made: Value[] = [];
        for (const [index] of given.entries())
          for (const item of asList(given, index, name)) if (!made.some((one) => same(one, item))) made.push(item);
        return made;
      },
    },
    range: { takes: [2, 2], run: (given, name) => range(asInteger(given, 0, name), asInteger(given, 1, name)) },
    min: { takes: [1, many], run: (given, name) => Math.min(...numbersOf(given, name)) },
    max: { takes: [1, many], run: (given, name) => Math.max(...numbersOf(given, name)) },
    add: arithmetic((one, other) => one + other),
    sub: arithmetic((one, other) => one - other),
    mul: arithmetic((one, other) => one * other),
    div: arithmetic((one, other) => Math.trunc(one / nonZero(other, "div"))),
    mod: arithmetic((one, other) => one % nonZero(other, "mod")),
    less: compare((order) => order < 0),
    lessorequals: compare((order) => order <= 0),
    greater: compare((order) => order > 0),
    greaterorequals: compare((order) => order >= 0),
  } satisfies Record<string, PureFunction>),
);
