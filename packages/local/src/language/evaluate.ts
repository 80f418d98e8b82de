import { isDoc, type Value } from "../documents/document.ts";
import { textOf } from "./arguments.ts";
import { pureFunctions } from "./functions.ts";
import { type Lambda, lambdaFunctions } from "./lambda-functions.ts";
import { type Budget, calling, mostCalls, roomFor } from "./limits.ts";
import { type Expression, expressionIn, parseExpression, plainText } from "./parser.ts";
import { ExpressionError } from "./tokens.ts";

/** A function that depends on where and when the template runs. */
export interface ScopedFunction {
  takes: readonly [number, number];
  run(given: readonly Value[]): Value;
}

/** What expressions may ask for besides their arguments: functions by name in lower case. */
export interface Scope {
  functions: ReadonlyMap<string, ScopedFunction>;
  /** Functions that exist, but not here: name in lower case → why, for the error. */
  elsewhere: ReadonlyMap<string, string>;
  /** Functions named after the actions `list…` of resources, where resources can be asked. */
  list?(name: string): ScopedFunction;
  /** What the expression that is being computed may still call. */
  budget?: Budget;
}

/** Whether a function is named after an action of a resource: `listKeys`, `listAccountSas`. */
export const isListFunction = (name: string): boolean => /^list[a-z]*$/i.test(name);

const trees = new Map<string, Expression>();
const treesAtMost = 5_000;

/** The tree of an expression, kept for the next time. */
export function treeOf(expression: string): Expression {
  const known = trees.get(expression);
  if (known) return known;
  const tree = parseExpression(expression);
  if (trees.size >= treesAtMost) trees.clear();
  trees.set(expression, tree);
  return tree;
}

const member = (value: Value, name: string): Value => {
  if (!isDoc(value))
    throw new ExpressionError(
      `The language expression property '${name}' can't be evaluated, since what it is asked of is no object.`,
    );
  const found = Object.keys(value).find((one) => one.toLowerCase() === name.toLowerCase());
  if (found === undefined)
    throw new ExpressionError(
      `The language expression property '${name}' doesn't exist, available properties are '${Object.keys(value).join(", ")}'.`,
    );
  return value[found] ?? null;
};

/** Checks the number of arguments; names the function in what it throws. */
export function checkArguments(name: string, takes: readonly [number, number], count: number): void {
  const [least, most] = takes;
  if (count < least || count > most)
    throw new ExpressionError(
      `Unable to evaluate template language function '${name}': function requires ${least === most ? least : `${least} to ${most}`} argument(s) while ${count} were provided. Please see https://aka.ms/arm-functions for usage details.`,
    );
}

/** The function of that name, wherever it is; throws naming it when it is nowhere. */
export function functionNamed(name: string, scope: Scope): ScopedFunction {
  const key = name.toLowerCase();
  const scoped = scope.functions.get(key);
  if (scoped) return scoped;
  if (isListFunction(name)) {
    if (scope.list) return scope.list(name);
    throw new ExpressionError(
      `The template function '${name}' is not expected at this location. It asks what is deployed, so it may only be used in a resource's properties and in outputs.`,
    );
  }
  const why = scope.elsewhere.get(key);
  if (why !== undefined)
    throw new ExpressionError(`The template function '${name}' is not expected at this location. ${why}`);
  const ofLists = lambdaFunctions.get(key);
  if (ofLists) return { takes: ofLists.takes, run: () => null };
  if (key === "lambda")
    return { takes: [1, 10], run: () => notHere("lambda", "It is an argument of a function that takes lambdas.") };
  if (key === "lambdavariables")
    return { takes: [1, 1], run: () => notHere("lambdaVariables", "It stands inside a lambda.") };
  const pure = pureFunctions.get(key);
  if (pure) return { takes: pure.takes, run: (given) => pure.run(given, name) };
  throw new ExpressionError(
    `The template function '${name}' is not valid: the emulated Azure knows no function of that name. Please see https://aka.ms/arm-functions for usage details.`,
  );
}

function notHere(name: string, why: string): never {
  throw new ExpressionError(`The template function '${name}' is not expected at this location. ${why}`);
}

/** What a `lambda('a', 'b', …)` does: its last argument, with its variables' values. */
function lambdaOf(tree: Expression, scope: Scope, called: string): Lambda {
  if (tree.is !== "call" || tree.name.toLowerCase() !== "lambda")
    throw new ExpressionError(`The template function '${called}' is not valid: it is expected to be given a lambda.`);
  const body = tree.arguments.at(-1);
  const names = tree.arguments.slice(0, -1).map((one) => textOf(compute(one, scope)).toLowerCase());
  return (given) => {
    const outer = scope.functions.get("lambdavariables");
    const functions = new Map(scope.functions);
    functions.set("lambdavariables", {
      takes: [1, 1],
      run: ([name]) => {
        const index = names.indexOf(textOf(name ?? null).toLowerCase());
        if (index >= 0) return given[index] ?? null;
        if (outer) return outer.run([name ?? null]);
        throw new ExpressionError(`The lambda has no variable '${textOf(name ?? null)}'.`);
      },
    });
    return body === undefined ? null : compute(body, { ...scope, functions });
  };
}

/** Computes an expression's tree. */
export function compute(tree: Expression, scope: Scope): Value {
  switch (tree.is) {
    case "literal":
      return tree.value;
    case "member":
      return member(compute(tree.of, scope), tree.name);
    case "index": {
      const of = compute(tree.of, scope);
      const index = compute(tree.index, scope);
      if (Array.isArray(of)) {
        const found = typeof index === "number" ? of[index] : undefined;
        if (found === undefined)
          throw new ExpressionError(
            `The language expression property array index '${String(index)}' is out of bounds.`,
          );
        return found;
      }
      return member(of, typeof index === "string" ? index : String(index));
    }
    case "call": {
      const found = functionNamed(tree.name, scope);
      checkArguments(tree.name, found.takes, tree.arguments.length);
      // Only the branch that is taken is computed: the other may name what does not exist.
      if (tree.name.toLowerCase() === "if") {
        const [test, yes, no] = tree.arguments;
        const taken = test === undefined ? null : compute(test, scope);
        if (typeof taken !== "boolean")
          throw new ExpressionError(
            "The template function 'if' is not valid. The argument at position '1' is expected to be a boolean.",
          );
        const branch = taken ? yes : no;
        return branch === undefined ? null : compute(branch, scope);
      }
      const ofLists = lambdaFunctions.get(tree.name.toLowerCase());
      if (ofLists && !scope.functions.has(tree.name.toLowerCase())) {
        const plain = tree.arguments.filter((_, index) => !ofLists.lambdas.includes(index));
        const lambdas = tree.arguments.filter((_, index) => ofLists.lambdas.includes(index));
        const values = plain.map((one) => compute(one, scope));
        const deeds = lambdas.map((one) => lambdaOf(one, scope, tree.name));
        return calling(tree.name, scope.budget, () => ofLists.run(values, deeds, tree.name));
      }
      const values = tree.arguments.map((one) => compute(one, scope));
      return calling(tree.name, scope.budget, () => found.run(values));
    }
  }
}

/** Everything in a JSON value with its expressions computed. `where` is the path for errors. */
export function evaluate(value: Value, scope: Scope): Value {
  if (typeof value === "string") {
    const expression = expressionIn(value);
    if (expression === undefined) return plainText(value);
    return structuredClone(compute(treeOf(expression), { ...scope, budget: { calls: mostCalls } }));
  }
  if (Array.isArray(value)) {
    const room = roomFor("array");
    return value.map((item) => room(evaluate(item, scope)));
  }
  if (!isDoc(value)) return value;
  const room = roomFor("object");
  const made: { [name: string]: Value } = {};
  for (const [name, item] of Object.entries(value)) {
    const key = evaluate(name, scope);
    made[typeof key === "string" ? key : name] = room(evaluate(item, scope));
  }
  return made;
}

/** Calls `visit` with every expression's tree in a value, and reads them all on the way. */
export function visitExpressions(value: Value, visit: (tree: Expression) => void): void {
  if (typeof value === "string") {
    const expression = expressionIn(value);
    if (expression !== undefined) walk(treeOf(expression), visit);
  } else if (Array.isArray(value)) for (const item of value) visitExpressions(item, visit);
  else if (isDoc(value)) for (const item of Object.values(value)) visitExpressions(item, visit);
}

function walk(tree: Expression, visit: (tree: Expression) => void): void {
  visit(tree);
  if (tree.is === "call") for (const one of tree.arguments) walk(one, visit);
  if (tree.is === "member") walk(tree.of, visit);
  if (tree.is === "index") {
    walk(tree.of, visit);
    walk(tree.index, visit);
  }
}
