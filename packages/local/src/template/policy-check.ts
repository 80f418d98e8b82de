import { type Doc, isDoc, type Value } from "../documents/document.ts";
import { Refusal } from "../documents/refusal.ts";
import { parseId } from "../documents/resource-id.ts";
import { evaluate, type Scope } from "../language/evaluate.ts";
import { ExpressionError } from "../language/tokens.ts";
import type { Engine } from "../resources/contract.ts";
import { asRefusal } from "../resources/policies.ts";
import { subjectOf } from "../resources/subject.ts";
import type { Bound } from "./bind.ts";
import { scopeOf } from "./dependencies.ts";
import type { Node } from "./node.ts";
import { nodeBody } from "./plan.ts";

/** A value with the expressions computed that can be before anything is made; `reference()` cannot, and stays as it is. */
export function soFar(value: Value, scope: Scope): Value {
  if (Array.isArray(value)) return value.map((one) => soFar(one, scope));
  if (isDoc(value)) return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, soFar(one, scope)]));
  if (typeof value !== "string") return value;
  try {
    return evaluate(value, scope);
  } catch (error) {
    if (error instanceof ExpressionError) return value;
    throw error;
  }
}

/** Refuses a deployment that would make what a policy denies, before it makes anything (InvalidTemplateDeployment). */
export function refuseDisallowed(engine: Engine, bound: Bound, nodes: readonly Node[]): void {
  const details = nodes.flatMap((node) => {
    const id = parseId(node.id);
    if (id === undefined || !node.wanted) return [];
    const body = soFar(nodeBody(node.source), scopeOf(bound, node.copies)) as Doc;
    const asked = subjectOf(id, engine.table.row(id.typeKey)?.type ?? node.type, body);
    const subject = { ...asked, body: engine.modified(asked) ?? body };
    const refusal = asRefusal(engine.violations(subject), subject);
    return refusal === undefined ? [] : [refusal.toDetail()];
  });
  if (details.length === 0) return;
  throw new Refusal(
    400,
    "InvalidTemplateDeployment",
    "The template deployment failed because of policy violation. Please see details for more information.",
    { details },
  );
}
