import { type Doc, isDoc, record, text, type Value } from "../documents/document.ts";
import type { Operation } from "../documents/operations.ts";
import type { ResourceId } from "../documents/resource-id.ts";
import type { Scope } from "../language/evaluate.ts";
import type { Actor } from "../resources/actor.ts";
import type { Engine } from "../resources/contract.ts";
import { checkGroup } from "../resources/scope.ts";
import { beginDeployment } from "./begin.ts";
import { prepare } from "./prepare.ts";
import { withPropertyCopies } from "./property-copies.ts";
import { checkProperties } from "./read-deployment.ts";
import { lookup } from "./scope.ts";

/** Whether a nested template's expressions are its own: otherwise the outer template computes them, as is usual. */
const isInner = (properties: Value | undefined): boolean =>
  text(lookup(lookup(properties, "expressionEvaluationOptions"), "scope")).toLowerCase() === "inner";

/** The body of a nested deployment: everything computed, or with a template of its own everything but that. */
export function nestedBody(body: Doc, scope: Scope): Doc {
  const properties = record(lookup(body, "properties"));
  const { template, rest } = split(properties);
  const made = withPropertyCopies({ ...body, properties: rest }, scope) as Doc;
  const own = isInner(properties) ? template : literal(withPropertyCopies(template, scope));
  return { ...made, properties: { ...record(made["properties"]), template: own } };
}

function split(properties: Doc): { template: Value; rest: Doc } {
  const rest: Doc = {};
  let template: Value = null;
  for (const [name, value] of Object.entries(properties))
    if (name.toLowerCase() === "template") template = value;
    else rest[name] = value;
  return { template, rest };
}

/** A value that has been computed, so that it stays as it is when it is computed again. */
function literal(value: Value): Value {
  if (typeof value === "string") return value.startsWith("[") ? `[${value}` : value;
  if (Array.isArray(value)) return value.map(literal);
  return isDoc(value) ? Object.fromEntries(Object.entries(value).map(([name, one]) => [name, literal(one)])) : value;
}

/** Begins a nested deployment in its group, as a PUT of it would. Inside a transaction. */
export function beginNested(
  engine: Engine,
  { id, body, actor, correlationId }: { id: ResourceId; body: Doc; actor: Actor; correlationId: string },
): Operation {
  checkGroup(engine, id, true);
  const properties = record(body["properties"]);
  checkProperties(properties);
  const prepared = prepare(engine, id, properties, actor);
  const tags = isDoc(body["tags"]) ? body["tags"] : undefined;
  return beginDeployment(engine, { id, actor, prepared, tags, correlationId }).operation;
}
