import { isDoc, type Value } from "../documents/document.ts";
import { asList, same, textOf, wrong } from "./arguments.ts";

/** A `lambda(…)` as the function gets it that it was given to. */
export type Lambda = (given: readonly Value[]) => Value;

/** A function that takes lambdas: at the positions `lambdas`, counted from 0. */
export interface LambdaFunction {
  takes: readonly [number, number];
  lambdas: readonly number[];
  run(given: readonly Value[], lambdas: readonly Lambda[], name: string): Value;
}

const lambdaAt = (lambdas: readonly Lambda[], index: number, name: string): Lambda => {
  const found = lambdas[index];
  if (found === undefined) throw wrong(name, index + 1, "a lambda");
  return found;
};

const isTrue = (value: Value, name: string): boolean => {
  if (typeof value !== "boolean") throw wrong(name, 1, "a lambda that gives a boolean");
  return value;
};

const grouped = (given: readonly Value[], lambda: Lambda, name: string): Map<string, Value[]> =>
  Map.groupBy(asList(given, 0, name), (item) => textOf(lambda([item])));

/** Functions of lists that take what is done to each element, by name in lower case. */
export const lambdaFunctions: ReadonlyMap<string, LambdaFunction> = new Map<string, LambdaFunction>([
  [
    "map",
    {
      takes: [2, 2],
      lambdas: [1],
      run: (given, lambdas, name) =>
        asList(given, 0, name).map((item, index) => lambdaAt(lambdas, 0, name)([item, index])),
    },
  ],
  [
    "filter",
    {
      takes: [2, 2],
      lambdas: [1],
      run: (given, lambdas, name) =>
        asList(given, 0, name).filter((item, index) => isTrue(lambdaAt(lambdas, 0, name)([item, index]), name)),
    },
  ],
  [
    "reduce",
    {
      takes: [3, 3],
      lambdas: [2],
      run: (given, lambdas, name) =>
        asList(given, 0, name).reduce<Value>(
          (sum, item, index) => lambdaAt(lambdas, 0, name)([sum, item, index]),
          given[1] ?? null,
        ),
    },
  ],
  [
    "sort",
    {
      takes: [2, 2],
      lambdas: [1],
      run: (given, lambdas, name) => {
        const before = (one: Value, other: Value) => isTrue(lambdaAt(lambdas, 0, name)([one, other]), name);
        return [...asList(given, 0, name)].sort((one, other) =>
          same(one, other) ? 0 : before(one, other) ? -1 : before(other, one) ? 1 : 0,
        );
      },
    },
  ],
  [
    "toobject",
    {
      takes: [2, 3],
      lambdas: [1, 2],
      run: (given, lambdas, name) =>
        Object.fromEntries(
          asList(given, 0, name).map((item) => [
            textOf(lambdaAt(lambdas, 0, name)([item])),
            lambdas[1] === undefined ? item : lambdas[1]([item]),
          ]),
        ),
    },
  ],
  [
    "groupby",
    {
      takes: [2, 2],
      lambdas: [1],
      run: (given, lambdas, name) => Object.fromEntries(grouped(given, lambdaAt(lambdas, 0, name), name)),
    },
  ],
  [
    "mapvalues",
    {
      takes: [2, 2],
      lambdas: [1],
      run: (given, lambdas, name) => {
        const value = given[0] ?? null;
        if (!isDoc(value)) throw wrong(name, 0, "an object");
        const lambda = lambdaAt(lambdas, 0, name);
        return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, lambda([item])]));
      },
    },
  ],
]);
