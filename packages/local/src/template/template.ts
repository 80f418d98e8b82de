import { type Doc, isDoc, record, type Value } from "../resources/document.ts";
import { Refusal } from "../resources/refusal.ts";
import { checkArguments, evaluate, functionNamed, type Scope, visitExpressions } from "./evaluate.ts";
import { lookup, type Place, type ReferenceReader, runtimeFunctions, templateScope } from "./scope.ts";
import { ExpressionError } from "./tokens.ts";

/** ARM's refusal of a template, with what is wrong with it. */
export const invalidTemplate = (why: string): Refusal =>
  new Refusal(400, "InvalidTemplate", `Deployment template validation failed: '${why}'.`);

/** Runs `work`; what goes wrong in an expression becomes a refusal that says where it stands. */
export function placed<Result>(where: string, work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    if (error instanceof ExpressionError)
      throw new Refusal(
        400,
        "InvalidTemplate",
        `Unable to process template language expressions for ${where}. '${error.message}'`,
      );
    throw error;
  }
}

const topLevel = [
  "$schema",
  "contentVersion",
  "apiProfile",
  "parameters",
  "variables",
  "resources",
  "outputs",
  "metadata",
];
const notHere: Readonly<Record<string, string>> = {
  functions: "user-defined functions",
  languageversion: "a languageVersion other than the first",
  definitions: "type definitions",
  imports: "extensions",
  extensions: "extensions",
};
const parameterTypes = ["string", "securestring", "int", "bool", "object", "secureobject", "array"];

/** Checks the outer form of a template. */
export function checkTemplate(template: Doc): void {
  for (const name of Object.keys(template)) {
    if (topLevel.some((one) => one.toLowerCase() === name.toLowerCase())) continue;
    const what = notHere[name.toLowerCase()];
    throw invalidTemplate(
      what === undefined
        ? `The template has a member '${name}' that templates do not have. Please see https://aka.ms/arm-syntax for usage details.`
        : `The template uses ${what} ('${name}'), which the emulated Azure does not carry out.`,
    );
  }
  for (const name of ["$schema", "contentVersion"])
    if (typeof lookup(template, name) !== "string")
      throw invalidTemplate(`The template has no '${name}'. Please see https://aka.ms/arm-syntax for usage details.`);
  if (
    !/^https?:\/\/schema\.management\.azure\.com\/schemas\/\d{4}-\d{2}-\d{2}(-preview)?\/deploymentTemplate\.json#?$/i.test(
      String(lookup(template, "$schema")),
    )
  )
    throw invalidTemplate(
      `The template's $schema '${String(lookup(template, "$schema"))}' is not one of templates for resource groups.`,
    );
  if (!Array.isArray(lookup(template, "resources")))
    throw invalidTemplate(
      "The template has no array 'resources'. Please see https://aka.ms/arm-syntax for usage details.",
    );
}

const kindOf = (value: Value): string => {
  if (Array.isArray(value)) return "array";
  if (value === null) return "null";
  if (typeof value === "number") return Number.isInteger(value) ? "int" : "float";
  if (typeof value === "boolean") return "bool";
  return typeof value;
};

const fits = (value: Value, type: string): boolean => kindOf(value) === type.toLowerCase().replace("secure", "");

/** Checks one parameter's value against its declaration. */
function checkParameter(name: string, declared: Doc, value: Value): void {
  const type = String(declared["type"]);
  if (!fits(value, type))
    throw invalidTemplate(
      `Template parameter JToken type is not valid. Expected '${type}'. Actual '${kindOf(value)}'. Parameter '${name}'. Please see https://aka.ms/arm-create-parameter-file for usage details.`,
    );
  const allowed = lookup(declared, "allowedValues");
  if (Array.isArray(allowed) && !allowed.some((one) => JSON.stringify(one) === JSON.stringify(value)))
    throw invalidTemplate(
      `The provided value for the template parameter '${name}' is not valid. The value is not part of the allowed value(s): '${allowed.map(String).join(",")}'.`,
    );
  const size = typeof value === "string" || Array.isArray(value) ? value.length : undefined;
  const outside = (least: Value | undefined, most: Value | undefined, measure: number): boolean =>
    (typeof least === "number" && measure < least) || (typeof most === "number" && measure > most);
  if (size !== undefined && outside(lookup(declared, "minLength"), lookup(declared, "maxLength"), size))
    throw invalidTemplate(
      `The provided value for the template parameter '${name}' is not valid. Length of the value should lie between minLength and maxLength.`,
    );
  if (typeof value === "number" && outside(lookup(declared, "minValue"), lookup(declared, "maxValue"), value))
    throw invalidTemplate(
      `The provided value for the template parameter '${name}' is not valid. The value should lie between minValue and maxValue.`,
    );
}

/** The values of the template's parameters: what was given, else the default. `given` maps names to `{value}`. */
export function readParameters(template: Doc, given: Doc, place: Place): Doc {
  const declared = record(lookup(template, "parameters"));
  const unknown = Object.keys(given).filter((name) => lookup(declared, name) === undefined);
  if (unknown.length > 0)
    throw invalidTemplate(
      `The template parameters '${unknown.join(", ")}' in the parameters file are not valid; they are not present in the original template and can therefore not be provided at deployment time. The only supported parameters for this template are '${Object.keys(declared).join(", ")}'. Please see https://aka.ms/arm-pass-parameter-values for usage details.`,
    );
  const values: Doc = {};
  const missing: string[] = [];
  const scope = templateScope(place, {
    parameters: (name) => {
      const value = lookup(values, name);
      if (value === undefined) throw new ExpressionError(`The template parameter '${name}' is not found.`);
      return value;
    },
    variables: undefined,
  });
  for (const [name, one] of Object.entries(declared)) {
    const row = record(one);
    if (!parameterTypes.includes(String(row["type"]).toLowerCase()))
      throw invalidTemplate(
        `The type '${String(row["type"])}' of the template parameter '${name}' is not one of ${parameterTypes.join(", ")}.`,
      );
    const entry = lookup(given, name);
    if (isDoc(entry) && "reference" in entry)
      throw invalidTemplate(
        `The parameter '${name}' refers to a key vault, which the emulated Azure does not carry out.`,
      );
    const bare = isDoc(entry) ? entry["value"] : undefined;
    const fallback = lookup(row, "defaultValue");
    if (bare !== undefined && bare !== null) values[name] = structuredClone(bare);
    else if (fallback !== undefined)
      values[name] = placed(`template parameter '${name}'`, () => evaluate(fallback, scope));
    else {
      missing.push(name);
      continue;
    }
    checkParameter(name, row, values[name] ?? null);
  }
  if (missing.length > 0)
    throw invalidTemplate(
      `The value for the template parameter '${missing.join("', '")}' is not provided. Please see https://aka.ms/arm-create-parameter-file for usage details.`,
    );
  return values;
}

/** A template with its parameters' values, ready to have its expressions computed. */
export interface Bound {
  template: Doc;
  parameters: Doc;
  /** The scope of expressions that may use what `more` gives. */
  scope(more?: { copyIndex?: (name: string | undefined) => number; reference?: ReferenceReader }): Scope;
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

const copiesAtMost = 800;

/** Reads a copy's count; names the copy in what it throws. */
export function copyCount(name: string, count: Value): number {
  if (typeof count !== "number" || !Number.isInteger(count) || count < 0 || count > copiesAtMost)
    throw new ExpressionError(
      `The template copy '${name}' has a count of '${JSON.stringify(count)}': it must be an integer between 0 and ${copiesAtMost}.`,
    );
  return count;
}

/** Computes a value in which objects may have `copy: [{name, count, input}]`, which become lists of their own. */
export function withPropertyCopies(
  value: Value,
  scope: Scope,
  indexes: ReadonlyMap<string, number> = new Map(),
): Value {
  if (Array.isArray(value)) return value.map((item) => withPropertyCopies(item, scope, indexes));
  if (!isDoc(value)) return evaluate(value, scope);
  const made: Doc = {};
  for (const [name, item] of Object.entries(value)) {
    if (
      name !== "copy" ||
      !Array.isArray(item) ||
      !item.every((one) => isDoc(one) && "input" in one && "count" in one)
    ) {
      const key = evaluate(name, scope);
      made[typeof key === "string" ? key : name] = withPropertyCopies(item, scope, indexes);
      continue;
    }
    for (const one of item.map(record)) {
      const called = String(one["name"]);
      const count = copyCount(called, evaluate(one["count"] ?? null, scope));
      made[called] = Array.from({ length: count }, (_, index) => {
        const inner = new Map([...indexes, [called.toLowerCase(), index]]);
        const outer = scope.functions.get("copyindex");
        const functions = new Map(scope.functions);
        functions.set("copyindex", {
          takes: [0, 2],
          run: (given) => {
            const [first, second] = given;
            const at =
              typeof first === "string" ? inner.get(first.toLowerCase()) : outer === undefined ? index : undefined;
            if (at === undefined) {
              if (outer) return outer.run(given);
              throw new ExpressionError(
                `The template function 'copyIndex' names a copy '${String(first)}' that is not here.`,
              );
            }
            return at + (typeof first === "number" ? first : typeof second === "number" ? second : 0);
          },
        });
        return withPropertyCopies(one["input"] ?? null, { functions, elsewhere: scope.elsewhere }, inner);
      });
    }
  }
  return made;
}

/** Reads every expression of a value and looks its functions up, without computing them. */
export function checkExpressions(value: Value, scope: Scope, where: string): void {
  placed(where, () =>
    visitExpressions(value, (tree) => {
      if (tree.is !== "call" || runtimeFunctions.includes(tree.name.toLowerCase())) return;
      checkArguments(tree.name, functionNamed(tree.name, scope).takes, tree.arguments.length);
    }),
  );
}
