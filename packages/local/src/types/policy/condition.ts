import { type Doc, isDoc, type Value } from "../../documents/document.ts";

/** How a policy's rule compares. */
const operators = [
  "equals",
  "notEquals",
  "like",
  "notLike",
  "match",
  "notMatch",
  "matchInsensitively",
  "notMatchInsensitively",
  "contains",
  "notContains",
  "in",
  "notIn",
  "containsKey",
  "notContainsKey",
  "less",
  "lessOrEquals",
  "greater",
  "greaterOrEquals",
  "exists",
] as const;
export type Operator = (typeof operators)[number];

/** The `if` of a policy's rule. */
export type Condition =
  | { is: "all" | "any"; of: readonly Condition[] }
  | { is: "not"; of: Condition }
  | { is: "test"; field?: string; value?: Value; operator: Operator; target: Value };

/** Thrown where a rule cannot be read; says what is wrong with it, and where. */
export class RuleProblem extends Error {}

const member = (doc: Doc, name: string): Value | undefined => {
  const found = Object.keys(doc).find((one) => one.toLowerCase() === name.toLowerCase());
  return found === undefined ? undefined : doc[found];
};

const many = (value: Value | undefined, where: string): Condition[] => {
  if (!Array.isArray(value) || value.length === 0) throw new RuleProblem(`'${where}' must be a list of conditions`);
  return value.map((one, index) => readCondition(one, `${where}[${index}]`));
};

/** Reads the `if` of a rule. @throws RuleProblem where it has what Azure, or the emulated Azure, does not know */
export function readCondition(value: Value | undefined, where = "if"): Condition {
  if (!isDoc(value)) throw new RuleProblem(`'${where}' must be a condition`);
  const names = Object.keys(value);
  const known = (wanted: readonly string[]): void => {
    const odd = names.find((name) => !wanted.some((one) => one.toLowerCase() === name.toLowerCase()));
    if (odd !== undefined) throw new RuleProblem(`'${where}' has the unknown member '${odd}'`);
  };
  if (member(value, "allOf") !== undefined || member(value, "anyOf") !== undefined) {
    const all = member(value, "allOf") !== undefined;
    known([all ? "allOf" : "anyOf"]);
    const name = all ? "allOf" : "anyOf";
    return { is: all ? "all" : "any", of: many(member(value, name), `${where}.${name}`) };
  }
  if (member(value, "not") !== undefined) {
    known(["not"]);
    return { is: "not", of: readCondition(member(value, "not"), `${where}.not`) };
  }
  if (member(value, "count") !== undefined)
    throw new RuleProblem(`'${where}.count' is not carried out by the emulated Azure`);
  const field = member(value, "field");
  const given = member(value, "value");
  if ((field === undefined) === (given === undefined))
    throw new RuleProblem(`'${where}' must have either 'field' or 'value'`);
  if (field !== undefined && typeof field !== "string") throw new RuleProblem(`'${where}.field' must be text`);
  const found = operators.filter((one) => member(value, one) !== undefined);
  const [operator] = found;
  if (operator === undefined || found.length > 1)
    throw new RuleProblem(`'${where}' must have exactly one of ${operators.join(", ")}`);
  known(["field", "value", operator]);
  const target = member(value, operator) ?? null;
  const listed = operator === "in" || operator === "notIn";
  if (listed && !Array.isArray(target) && !isExpression(target))
    throw new RuleProblem(`'${where}.${operator}' must be a list`);
  return {
    is: "test",
    ...(field === undefined ? { value: given ?? null } : { field: String(field) }),
    operator,
    target,
  };
}

/** Whether a value is an expression, to be computed when the rule is applied. */
export const isExpression = (value: Value): boolean =>
  typeof value === "string" && value.startsWith("[") && !value.startsWith("[[") && value.endsWith("]");

const textOf = (value: Value): string =>
  typeof value === "string" ? value : value === null ? "" : JSON.stringify(value);
const same = (one: Value, other: Value): boolean => textOf(one).toLowerCase() === textOf(other).toLowerCase();

const escaped = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");

const like = (value: Value, pattern: Value): boolean =>
  new RegExp(`^${textOf(pattern).split("*").map(escaped).join("[\\s\\S]*")}$`, "i").test(textOf(value));

/** `#` stands for a digit, `?` for a letter, `.` for any character. */
const matches = (value: Value, pattern: Value, flags: string): boolean =>
  new RegExp(
    `^${textOf(pattern)
      .split("")
      .map((one) => (one === "#" ? "\\d" : one === "?" ? "[A-Za-z]" : one === "." ? "." : escaped(one)))
      .join("")}$`,
    flags,
  ).test(textOf(value));

const contains = (value: Value, target: Value): boolean =>
  Array.isArray(value)
    ? value.some((one) => same(one, target))
    : textOf(value).toLowerCase().includes(textOf(target).toLowerCase());

const hasKey = (value: Value, key: Value): boolean =>
  isDoc(value) && Object.keys(value).some((one) => one.toLowerCase() === textOf(key).toLowerCase());

const order = (value: Value, target: Value): number =>
  typeof value === "number" && typeof target === "number"
    ? value - target
    : textOf(value).localeCompare(textOf(target));

/** Whether one value meets a test; undefined is a field that is not there. */
export function meets(value: Value | undefined, operator: Operator, target: Value): boolean {
  if (operator === "exists")
    return (value !== undefined && value !== null) === (textOf(target).toLowerCase() === "true");
  if (operator.startsWith("not")) return !meets(value, positive[operator] ?? "equals", target);
  if (value === undefined) return operator === "equals" && (target === null || target === "");
  switch (operator) {
    case "equals":
      return same(value, target);
    case "like":
      return like(value, target);
    case "match":
      return matches(value, target, "");
    case "matchInsensitively":
      return matches(value, target, "i");
    case "contains":
      return contains(value, target);
    case "in":
      return Array.isArray(target) && target.some((one) => same(value, one));
    case "containsKey":
      return hasKey(value, target);
    case "less":
      return order(value, target) < 0;
    case "lessOrEquals":
      return order(value, target) <= 0;
    case "greater":
      return order(value, target) > 0;
    default:
      return order(value, target) >= 0;
  }
}

const positive: Partial<Record<Operator, Operator>> = {
  notEquals: "equals",
  notLike: "like",
  notMatch: "match",
  notMatchInsensitively: "matchInsensitively",
  notContains: "contains",
  notIn: "in",
  notContainsKey: "containsKey",
};
