import { isDoc, type Value } from "../documents/document.ts";
import { ExpressionError } from "./tokens.ts";

/** The largest value that an expression may make, in characters of its JSON: ARM's limit on a template with all of its expressions computed, 4 MB. */
const largestValue = 4 * 1024 * 1024;

/** How many functions one expression may call, those of its lambdas counted each time. Assumed: ARM gives up by the clock. */
export const mostCalls = 1_000_000;

/** What one expression has left of its calls; whatever is computed on its behalf takes of the same. */
export interface Budget {
  calls: number;
}

const weights = new WeakMap<object, number>();

/**
 * About how long a value is as JSON. A value that stands in another twice counts twice, as it is written twice; it is looked through once, since
 * lists of lists of themselves grow to any size in no time.
 */
function weightOf(value: Value): number {
  if (typeof value === "string") return value.length + 2;
  if (!Array.isArray(value) && !isDoc(value)) return 4;
  const known = weights.get(value);
  if (known !== undefined) return known;
  let weight = 2;
  if (Array.isArray(value)) for (const item of value) weight += 1 + weightOf(item);
  else for (const [name, item] of Object.entries(value)) weight += name.length + 4 + weightOf(item);
  weights.set(value, weight);
  return weight;
}

const tooLarge = (what: string): ExpressionError =>
  new ExpressionError(
    `The template ${what} makes a value of more than ${largestValue} characters, which no template may have.`,
  );

/** Calls a function of a template. @throws ExpressionError when the expression has made too many calls, or the value is larger than a template's may be. */
export function calling(name: string, budget: Budget | undefined, run: () => Value): Value {
  if (budget !== undefined && --budget.calls < 0)
    throw new ExpressionError(`The language expression calls more than ${mostCalls} functions.`);
  let value: Value;
  try {
    value = run();
  } catch (error) {
    // What a single text or list cannot hold at all.
    if (error instanceof RangeError) throw tooLarge(`function '${name}'`);
    throw error;
  }
  if (weightOf(value) > largestValue) throw tooLarge(`function '${name}'`);
  return value;
}

/** Takes the items of an array or object one by one, and gives each back. @throws ExpressionError as soon as all of them are more than a template may have. */
export function roomFor(what: "array" | "object"): (item: Value) => Value {
  let weight = 0;
  return (item) => {
    weight += weightOf(item);
    if (weight > largestValue) throw tooLarge(what);
    return item;
  };
}
