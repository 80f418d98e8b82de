import type { Value } from "../documents/document.ts";
import { asBoolean, asInteger, many, type PureFunction, same, textOf, wrong } from "./arguments.ts";
import { ExpressionError } from "./tokens.ts";

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

const nonZero = (given: number, name: string): number => {
  if (given === 0) throw new ExpressionError(`The template function '${name}' divides by zero.`);
  return given;
};

const numbersOf = (given: readonly Value[], name: string): number[] => {
  const list = given.length === 1 && Array.isArray(given[0]) ? given[0] : given;
  return list.map((_, index) => asInteger(list, index, name));
};

/** Logic, comparison and arithmetic, by name in lower case. */
export const logicFunctions: Readonly<Record<string, PureFunction>> = {
  true: { takes: [0, 0], run: () => true },
  false: { takes: [0, 0], run: () => false },
  null: { takes: [0, 0], run: () => null },
  if: {
    takes: [3, 3],
    run: (given, name) => (asBoolean(given, 0, name) ? (given[1] ?? null) : (given[2] ?? null)),
  },
  equals: { takes: [2, 2], run: (given) => same(given[0] ?? null, given[1] ?? null) },
  not: { takes: [1, 1], run: (given, name) => !asBoolean(given, 0, name) },
  and: { takes: [2, many], run: (given, name) => given.every((_, index) => asBoolean(given, index, name)) },
  or: { takes: [2, many], run: (given, name) => given.some((_, index) => asBoolean(given, index, name)) },
  int: {
    takes: [1, 1],
    run: (given, name) => {
      const value = Number(given[0]);
      if (given[0] === "" || !Number.isSafeInteger(value)) throw wrong(name, 0, "an integer");
      return value;
    },
  },
  float: {
    takes: [1, 1],
    run: (given, name) => {
      const value = Number(given[0]);
      if (given[0] === "" || !Number.isFinite(value)) throw wrong(name, 0, "a number");
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
};
