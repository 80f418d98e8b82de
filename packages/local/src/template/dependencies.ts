import type { Doc, Value } from "../documents/document.ts";
import { compute, type Scope, visitExpressions } from "../language/evaluate.ts";
import { ExpressionError } from "../language/tokens.ts";
import type { Bound } from "./bind.ts";
import { invalidTemplate } from "./check.ts";
import type { Node } from "./node.ts";
import { lookup } from "./scope.ts";

/** A node while the plan is made. */
export interface Draft extends Node {
  names: string[];
  copyName: string;
  waits: string[];
}

/** Scope of expressions of one copy of a resource. */
export const scopeOf = (bound: Bound, copies: Doc): Scope =>
  Object.keys(copies).length === 0 ? bound.scope() : bound.scope({ copyIndex: copyIndexOf(copies) });

/** copyIndex() of a resource that stands in these copies. */
export const copyIndexOf =
  (copies: Doc) =>
  (name: string | undefined): number => {
    const index = name === undefined ? Object.values(copies).at(-1) : lookup(copies, name);
    if (typeof index !== "number")
      throw new ExpressionError(
        `The template function 'copyIndex' names a copy '${name ?? ""}' that the resource does not stand in.`,
      );
    return index;
  };

/** `Namespace/type/name` of a node, as dependsOn may call it. */
const shortPath = (draft: Draft): string => draft.id.slice(draft.id.toLowerCase().lastIndexOf("/providers/") + 11);

/** `Namespace/type` and the names after it, the other way that dependsOn may call a node. */
const typedName = (draft: Draft): string => `${draft.type}/${draft.names.join("/")}`;

/** What a node waits for: what its dependsOn says, and what its expressions read. Lower-case ids. */
export const dependencies = (bound: Bound, draft: Draft, drafts: readonly Draft[]): string[] => [
  ...new Set([...declared(draft, drafts), ...references(bound, draft, drafts)]),
];

function declared(draft: Draft, drafts: readonly Draft[]): string[] {
  return draft.waits.flatMap((wanted) => {
    const key = wanted.toLowerCase().replace(/\/$/, "");
    const matches = drafts.filter(
      (one) =>
        one.id.toLowerCase() === key ||
        shortPath(one).toLowerCase() === key ||
        typedName(one).toLowerCase() === key ||
        one.copyName.toLowerCase() === key ||
        one.name.toLowerCase() === key,
    );
    if (matches.length === 0)
      throw invalidTemplate(
        `The resource '${wanted}' is not defined in the template. The resource '${draft.id}' depends on it. Please see https://aka.ms/arm-syntax for usage details.`,
      );
    return matches.map((one) => one.id.toLowerCase());
  });
}

/** reference() to a resource of the same template waits for it. */
function references(bound: Bound, draft: Draft, drafts: readonly Draft[]): string[] {
  const found: string[] = [];
  const scope = scopeOf(bound, draft.copies);
  visitExpressions(lookup(draft.source, "properties") ?? null, (tree) => {
    if (tree.is !== "call" || tree.name.toLowerCase() !== "reference") return;
    const [first] = tree.arguments;
    if (first === undefined) return;
    let named: Value;
    try {
      named = compute(first, scope);
    } catch (error) {
      // What it names is known at run time only: then dependsOn must say it, as in Azure.
      if (error instanceof ExpressionError) return;
      throw error;
    }
    const key = String(named).toLowerCase();
    for (const one of drafts)
      if (one !== draft && (one.id.toLowerCase() === key || one.name.toLowerCase() === key))
        found.push(one.id.toLowerCase());
  });
  return found;
}

/** Refuses a plan in which something waits for itself. */
export function refuseCycles(drafts: readonly Draft[]): void {
  const byId = new Map(drafts.map((one) => [one.id.toLowerCase(), one]));
  const state = new Map<string, "open" | "done">();
  const visit = (key: string): void => {
    const draft = byId.get(key);
    if (draft === undefined || state.get(key) === "done") return;
    if (state.get(key) === "open")
      throw invalidTemplate(
        `Circular dependency detected on resource: '${draft.id}'. Please see https://aka.ms/arm-syntax-resources for usage details.`,
      );
    state.set(key, "open");
    for (const next of draft.after) visit(next);
    state.set(key, "done");
  };
  for (const key of byId.keys()) visit(key);
}
