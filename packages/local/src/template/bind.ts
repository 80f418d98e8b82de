import { type Doc, record, type Value } from "../documents/document.ts";
import type { Scope } from "../language/evaluate.ts";
import { ExpressionError } from "../language/tokens.ts";
import { withPropertyCopies } from "./property-copies.ts";
import { lookup, type MoreScope, type Place, templateScope } from "./scope.ts";

/** A template with its parameters' values, ready to have its expressions computed. */
export interface Bound {
  template: Doc;
  parameters: Doc;
  /** The scope of expressions that may use what `more` gives. */
  scope(more?: MoreScope): Scope;
}

/** Binds parameters and variables; variables are computed when first asked for, and may name one another but not themselves. */
export function bind(template: Doc, parameters: Doc, place: Place): Bound {
  const declared = record(lookup(template, "variables"));
  const known = new Map<string, Value>();
  const open = new Set<string>();
  const scope: Bound["scope"] = (more = {}) =>
    templateScope(place, { parameters: parameterOf, variables: (name) => variableOf(name) }, more);
  const parameterOf = (name: string): Value => {
    const value = lookup(parameters, name);
    if (value === undefined)
      throw new ExpressionError(
        `The template parameter '${name}' is not found. Please see https://aka.ms/arm-syntax-parameters for usage details.`,
      );
    return value;
  };
  const variableOf = (name: string): Value => {
    const key = name.toLowerCase();
    const value = known.get(key);
    if (value !== undefined) return value;
    const source = lookup(declared, name);
    if (source === undefined || key === "copy")
      throw new ExpressionError(
        `The template variable '${name}' is not found. Please see https://aka.ms/arm-syntax-variables for usage details.`,
      );
    if (open.has(key)) throw new ExpressionError(`The template variable '${name}' refers to itself.`);
    open.add(key);
    const made = withPropertyCopies(source, scope());
    open.delete(key);
    known.set(key, made);
    return made;
  };
  return { template, parameters, scope };
}
