import type { Doc } from "../documents/document.ts";
import { Refusal } from "../documents/refusal.ts";
import { parseId } from "../documents/resource-id.ts";
import type { Engine, Planned } from "../resources/contract.ts";
import type { Bound } from "./bind.ts";
import { scopeOf } from "./dependencies.ts";
import type { Node } from "./node.ts";
import { nodeBody } from "./plan.ts";
import { soFar } from "./policy-check.ts";

/**
 * Asks the providers what they think of all that a deployment would make, before it makes anything (ARM-PRE): they see
 * the resources of a type together, so that a quota is held against their sum.
 */
export function refuseByPreflight(engine: Engine, bound: Bound, nodes: readonly Node[], deployment: string): void {
  const byType = new Map<string, Planned[]>();
  for (const node of nodes) {
    const id = parseId(node.id);
    if (id === undefined || !node.wanted || engine.table.row(id.typeKey)?.preflight === undefined) continue;
    const body = soFar(nodeBody(node.source), scopeOf(bound, node.copies)) as Doc;
    byType.set(id.typeKey, [...(byType.get(id.typeKey) ?? []), { id, body }]);
  }
  const details = [...byType].flatMap(([type, planned]) => engine.table.row(type)?.preflight?.(engine, planned) ?? []);
  if (details.length === 0) return;
  throw new Refusal(
    400,
    "InvalidTemplateDeployment",
    `The template deployment '${deployment}' is not valid according to the validation procedure. The tracking id is '${engine.random.uuid()}'. See inner errors for details.`,
    { details },
  );
}
