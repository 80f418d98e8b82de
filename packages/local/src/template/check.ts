import type { Doc, Value } from "../documents/document.ts";
import { Refusal } from "../documents/refusal.ts";
import { checkArguments, functionNamed, type Scope, visitExpressions } from "../language/evaluate.ts";
import { ExpressionError } from "../language/tokens.ts";
import { isRuntimeFunction, lookup } from "./scope.ts";

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

/** Reads every expression of a value and looks its functions up, without computing them. */
export function checkExpressions(value: Value, scope: Scope, where: string): void {
  placed(where, () =>
    visitExpressions(value, (tree) => {
      if (tree.is !== "call" || isRuntimeFunction(tree.name)) return;
      checkArguments(tree.name, functionNamed(tree.name, scope).takes, tree.arguments.length);
    }),
  );
}
