import { type Doc, isDoc, record, type Value } from "../documents/document.ts";
import { evaluate } from "../language/evaluate.ts";
import { ExpressionError } from "../language/tokens.ts";
import { invalidTemplate, placed } from "./check.ts";
import { lookup, type MoreScope, type Place, templateScope } from "./scope.ts";

const parameterTypes = ["string", "securestring", "int", "bool", "object", "secureobject", "array"];

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
export function readParameters(template: Doc, given: Doc, place: Place, once: MoreScope["once"]): Doc {
  const declared = record(lookup(template, "parameters"));
  const unknown = Object.keys(given).filter((name) => lookup(declared, name) === undefined);
  if (unknown.length > 0)
    throw invalidTemplate(
      `The template parameters '${unknown.join(", ")}' in the parameters file are not valid; they are not present in the original template and can therefore not be provided at deployment time. The only supported parameters for this template are '${Object.keys(declared).join(", ")}'. Please see https://aka.ms/arm-pass-parameter-values for usage details.`,
    );
  const values: Doc = {};
  const missing: string[] = [];
  const scope = templateScope(
    place,
    {
      parameters: (name) => {
        const value = lookup(values, name);
        if (value === undefined) throw new ExpressionError(`The template parameter '${name}' is not found.`);
        return value;
      },
      variables: undefined,
    },
    once === undefined ? {} : { once },
  );
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

const shownTypes: Readonly<Record<string, string>> = {
  string: "String",
  int: "Int",
  bool: "Bool",
  object: "Object",
  array: "Array",
  securestring: "SecureString",
  secureobject: "SecureObject",
};

/** A type as ARM shows it of parameters and outputs, whatever the template's casing. */
export const shownType = (type: string): string => shownTypes[type.toLowerCase()] ?? type;
