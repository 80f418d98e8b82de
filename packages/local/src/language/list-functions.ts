import { type Doc, isDoc, type Value } from "../documents/document.ts";
import { asInteger, asList, asText, keyOf, many, type PureFunction, same, textOf, wrong } from "./arguments.ts";
import { ExpressionError } from "./tokens.ts";

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

const slice = (given: readonly Value[], name: string, from: number, to: number): Value => {
  const value = given[0];
  if (typeof value === "string" || Array.isArray(value)) return value.slice(Math.max(0, from), Math.max(0, to));
  throw wrong(name, 0, "a string or an array");
};

const range = (start: number, count: number): Value => {
  if (count < 0 || count > 10_000)
    throw new ExpressionError("The template function 'range' makes 0 to 10000 integers.");
  return Array.from({ length: count }, (_, index) => start + index);
};

/** Functions of arrays and objects, and those that take text as well, by name in lower case. */
export const listFunctions: Readonly<Record<string, PureFunction>> = {
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
      const seen = new Set<string>();
      for (const [index] of given.entries())
        for (const item of asList(given, index, name)) {
          const key = keyOf(item);
          if (!seen.has(key)) made.push(item);
          seen.add(key);
        }
      return made;
    },
  },
  intersection: {
    takes: [2, many],
    run: (given, name) => {
      const [first, ...others] = given;
      if (isDoc(first ?? null))
        return Object.fromEntries(
          Object.entries(first as Doc).filter(([member, value]) =>
            others.every((one) => isDoc(one) && member in one && same(one[member] ?? null, value)),
          ),
        );
      const lists = others.map((_, index) => new Set(asList(given, index + 1, name).map(keyOf)));
      return asList(given, 0, name).filter((item) => lists.every((list) => list.has(keyOf(item))));
    },
  },
  items: {
    takes: [1, 1],
    run: (given, name) => {
      const value = given[0] ?? null;
      if (!isDoc(value)) throw wrong(name, 0, "an object");
      return Object.entries(value)
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([key, item]) => ({ key, value: item }));
    },
  },
  objectkeys: {
    takes: [1, 1],
    run: (given, name) => {
      const value = given[0] ?? null;
      if (!isDoc(value)) throw wrong(name, 0, "an object");
      return Object.keys(value).sort((a, b) => (a < b ? -1 : 1));
    },
  },
  flatten: {
    takes: [1, 1],
    run: (given, name) => asList(given, 0, name).flatMap((one) => (Array.isArray(one) ? one : [one])),
  },
  shallowmerge: {
    takes: [1, 1],
    run: (given, name) => Object.assign({}, ...asList(given, 0, name).map((one) => (isDoc(one) ? one : {}))) as Value,
  },
  tryget: {
    takes: [2, many],
    run: ([value, ...path]) =>
      path.reduce<Value>((at, key) => {
        if (Array.isArray(at)) return typeof key === "number" ? (at[key] ?? null) : null;
        if (!isDoc(at)) return null;
        const found = Object.keys(at).find((one) => one.toLowerCase() === textOf(key).toLowerCase());
        return found === undefined ? null : (at[found] ?? null);
      }, value ?? null),
  },
  range: { takes: [2, 2], run: (given, name) => range(asInteger(given, 0, name), asInteger(given, 1, name)) },
};
