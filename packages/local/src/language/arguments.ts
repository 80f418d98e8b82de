import { isDoc, type Value } from "../documents/document.ts";
import { ExpressionError } from "./tokens.ts";

/** A function of the template language that depends on its arguments only. */
export interface PureFunction {
  /** Fewest and most arguments. */
  takes: readonly [number, number];
  run(given: readonly Value[], name: string): Value;
}

/** As many arguments as anybody gives. */
export const many = 1_000;

/** What a function says of an argument that does not suit it. */
export const wrong = (name: string, index: number, wanted: string): ExpressionError =>
  new ExpressionError(
    `The template function '${name}' is not valid. The argument at position '${index + 1}' is expected to be ${wanted}.`,
  );

/** The argument as text. */
export const asText = (given: readonly Value[], index: number, name: string): string => {
  const value = given[index];
  if (typeof value !== "string") throw wrong(name, index, "a string");
  return value;
};

/** The argument as an integer. */
export const asInteger = (given: readonly Value[], index: number, name: string): number => {
  const value = given[index];
  if (typeof value !== "number" || !Number.isInteger(value)) throw wrong(name, index, "an integer");
  return value;
};

/** The argument as a boolean. */
export const asBoolean = (given: readonly Value[], index: number, name: string): boolean => {
  const value = given[index];
  if (typeof value !== "boolean") throw wrong(name, index, "a boolean");
  return value;
};

/** The argument as an array. */
export const asList = (given: readonly Value[], index: number, name: string): Value[] => {
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

/** Equal for two values exactly when they are the same, for lists that are too long to compare each with each. */
export const keyOf = (value: Value): string =>
  JSON.stringify(value, (_, item: Value) =>
    isDoc(item) ? Object.fromEntries(Object.entries(item).sort(([a], [b]) => (a < b ? -1 : 1))) : item,
  );
