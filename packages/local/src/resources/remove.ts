import type { Operation } from "../documents/operations.ts";
import { detailToDoc } from "../documents/refusal.ts";
import type { Row } from "../documents/rows.ts";
import type { Actor } from "./actor.ts";
import { refuseIfBusy } from "./busy.ts";
import type { Engine, TypeRow } from "./contract.ts";
import { etagOf } from "./etags.ts";
import { refuseIfLocked } from "./locks.ts";
import { manners } from "./manners.ts";
import { type Conditions, checkConditions } from "./preconditions.ts";
import { begin } from "./put.ts";
import { erase } from "./references.ts";

/** What a DELETE came to. */
export type Removed =
  | { outcome: "absent" }
  | { outcome: "gone"; row: Row }
  | { outcome: "going"; operation: Operation };

/** A DELETE: refuses when something else must go first, and otherwise removes at once or when its time has come. Runs inside a transaction. */
export function removeResource(
  engine: Engine,
  request: { actor: Actor; type: TypeRow; key: string; id: string; conditions: Conditions },
): Removed {
  const { type, key, actor } = request;
  const row = engine.rows.get(key);
  if (row === undefined) return { outcome: "absent" };
  checkConditions({ ifMatch: request.conditions.ifMatch, ifNoneMatch: undefined }, row.etag);
  const running = engine.operations.running(key);
  if (running?.kind === "delete") return { outcome: "going", operation: running };
  refuseIfLocked(engine, key, "delete", request.id);
  if (type.busy === "storage") refuseIfBusy(engine, type, row);
  for (const rule of type.removal) rule.apply({ engine, type, row, phase: "asked" });
  if (running !== undefined) supersede(engine, running, `Delete${type.label}Operation`);
  if (manners[type.manner].delete === undefined) {
    carryOutRemoval(engine, row);
    return { outcome: "gone", row };
  }
  const operation = begin(engine, { kind: "delete", row, label: `Delete${type.label}Operation`, actor, type });
  engine.rows.setState(key, "Deleting", etagOf(engine, type));
  return { outcome: "going", operation };
}

/** Ends an operation that another has taken the place of. */
function supersede(engine: Engine, operation: Operation, by: string): void {
  const { dueAt: _, ...rest } = operation;
  engine.operations.put({
    ...rest,
    state: "Canceled",
    endedAt: engine.clock.now(),
    error: detailToDoc({
      code: "CanceledAndSupersededDueToAnotherOperation",
      message: `Operation ${operation.label} (${operation.id}) was canceled and superseded by operation ${by}.`,
    }),
  });
}

/** Removes a resource with all below it: children, and what extends it, such as role assignments. */
export function carryOutRemoval(engine: Engine, row: Row): void {
  for (const one of [...engine.rows.beneath(row.key), row]) {
    const type = engine.table.row(one.type);
    if (type !== undefined) for (const rule of type.removal) rule.apply({ engine, type, row: one, phase: "done" });
    erase(engine, one);
  }
}
