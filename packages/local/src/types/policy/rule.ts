import { type Doc, isDoc, record, text, type Value } from "../../documents/document.ts";
import { evaluate, type Scope, type ScopedFunction, treeOf } from "../../language/evaluate.ts";
import { pureFunctions } from "../../language/functions.ts";
import { type Expression, expressionIn } from "../../language/parser.ts";
import { ExpressionError } from "../../language/tokens.ts";
import type { Subject } from "../../resources/subject.ts";
import { type Condition, isExpression, meets, RuleProblem, readCondition } from "./condition.ts";
import { fieldOf, isField } from "./fields.ts";
import { modifyProblem } from "./modify-details.ts";

/** Effects that a rule may have here, in lower case; of the audits nothing is seen by who writes. */
const effects = ["deny", "modify", "audit", "auditifnotexists", "disabled"] as const;

/** One comparison that led to a decision, as `additionalInfo` tells it. */
export interface Evaluated {
  result: "True" | "False";
  expressionKind: "Field" | "Value";
  expression: string;
  path: string;
  expressionValue: Value;
  targetValue: Value;
  operator: string;
}

const own = ["parameters", "field", "resourcegroup", "subscription"];

function checkCalls(tree: Expression): void {
  if (tree.is === "member") checkCalls(tree.of);
  if (tree.is === "index") {
    checkCalls(tree.of);
    checkCalls(tree.index);
  }
  if (tree.is !== "call") return;
  const name = tree.name.toLowerCase();
  if (!own.includes(name) && name !== "if" && !pureFunctions.has(name))
    throw new RuleProblem(`the function '${tree.name}' is not one of policies here`);
  for (const one of tree.arguments) checkCalls(one);
}

function checkExpressions(value: Value): void {
  if (typeof value === "string") {
    const expression = expressionIn(value);
    if (expression !== undefined) checkCalls(treeOf(expression));
  } else if (Array.isArray(value)) for (const one of value) checkExpressions(one);
  else if (isDoc(value)) for (const one of Object.values(value)) checkExpressions(one);
}

function checkFields(condition: Condition): void {
  if (condition.is === "all" || condition.is === "any") for (const one of condition.of) checkFields(one);
  else if (condition.is === "not") checkFields(condition.of);
  else if (condition.is === "test" && condition.field !== undefined)
    if (!isExpression(condition.field) && !isField(condition.field))
      throw new RuleProblem(`the field '${condition.field}' is neither one of every resource nor an alias`);
}

/** What is wrong with a policy's rule, or undefined. */
export function ruleProblem(rule: Value | undefined): string | undefined {
  try {
    if (!isDoc(rule)) throw new RuleProblem("it must be an object");
    const odd = Object.keys(rule).find((one) => !["if", "then"].includes(one));
    if (odd !== undefined) throw new RuleProblem(`it has the unknown member '${odd}'`);
    checkExpressions(rule);
    checkFields(readCondition(rule["if"]));
    const effect = text(record(rule["then"])["effect"]);
    if (effect === "") throw new RuleProblem("'then.effect' is missing");
    if (!isExpression(effect) && !effects.some((one) => one === effect.toLowerCase()))
      throw new RuleProblem(
        `the effect '${effect}' is not carried out by the emulated Azure; it knows ${effects.join(", ")}`,
      );
    if (effect.toLowerCase() === "modify" || (isExpression(effect) && isDoc(record(rule["then"])["details"]))) {
      const problem = modifyProblem(record(rule["then"])["details"]);
      if (problem !== undefined) throw new RuleProblem(problem);
    }
    return undefined;
  } catch (error) {
    if (error instanceof RuleProblem || error instanceof ExpressionError) return error.message;
    throw error;
  }
}

/** Where a rule is applied: the values of its parameters, and what `resourceGroup()` and `subscription()` are. */
export interface RuleContext {
  parameters: ReadonlyMap<string, Value>;
  group: Doc;
  subscription: Doc;
}

function scopeOf({ parameters, group, subscription }: RuleContext, subject: Subject): Scope {
  const functions = new Map<string, ScopedFunction>([
    [
      "parameters",
      {
        takes: [1, 1],
        run: ([name]) => {
          const value = parameters.get(String(name).toLowerCase());
          if (value === undefined) throw new ExpressionError(`The policy parameter '${String(name)}' is not found.`);
          return value;
        },
      },
    ],
    [
      "field",
      {
        takes: [1, 1],
        run: ([name]) => {
          const { each, values } = fieldOf(subject, String(name));
          return each ? values.map((one) => one ?? null) : (values[0] ?? null);
        },
      },
    ],
    ["resourcegroup", { takes: [0, 0], run: () => group }],
    ["subscription", { takes: [0, 0], run: () => subscription }],
  ]);
  return { functions, elsewhere: new Map() };
}

/** Values of one part of a rule's text with its expressions computed. */
export const computed = (value: Value, context: RuleContext, subject: Subject): Value =>
  evaluate(value, scopeOf(context, subject));

/** Whether a subject meets a condition; the tests that were made are added to `seen`. */
export function holds(condition: Condition, subject: Subject, context: RuleContext, seen: Evaluated[]): boolean {
  switch (condition.is) {
    case "all":
      return condition.of.every((one) => holds(one, subject, context, seen));
    case "any":
      return condition.of.some((one) => holds(one, subject, context, seen));
    case "not":
      return !holds(condition.of, subject, context, seen);
    case "test": {
      const target = computed(condition.target, context, subject);
      const field = condition.field === undefined ? undefined : String(computed(condition.field, context, subject));
      const found =
        field === undefined
          ? { each: false, values: [computed(condition.value ?? null, context, subject)] }
          : fieldOf(subject, field);
      const result = found.values.every((value) => meets(value, condition.operator, target));
      const path = field === undefined ? "" : field.split("/").slice(2).join("/") || field;
      seen.push({
        result: result ? "True" : "False",
        expressionKind: field === undefined ? "Value" : "Field",
        expression: field ?? JSON.stringify(condition.value ?? null),
        path: field === undefined ? "" : field.includes("/") ? `properties.${path}` : field,
        expressionValue: found.each ? found.values.map((one) => one ?? null) : (found.values[0] ?? null),
        targetValue: target,
        operator: condition.operator.charAt(0).toUpperCase() + condition.operator.slice(1),
      });
      return result;
    }
  }
}
