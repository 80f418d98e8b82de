import { record, text } from "../documents/document.ts";
import type { Operation } from "../documents/operations.ts";
import type { Engine, TypeRow } from "./contract.ts";
import { etagOf } from "./etags.ts";

/** Ends an action whose time has come: what it changes, what its result is. Runs inside a transaction. */
export function finishAction(engine: Engine, operation: Operation, type: TypeRow): void {
  const { notes } = operation;
  const row = engine.rows.get(operation.target);
  const action = type.actions?.find((one) => one.name === notes["action"]);
  if (row === undefined || action === undefined) return;
  const output = action.finish?.({
    engine,
    type,
    row,
    apiVersion: text(notes["apiVersion"]),
    body: record(notes["body"]),
    query: new Map(Object.entries(record(notes["query"])).map(([name, value]) => [name, text(value)])),
    actor: { objectId: "", tenantId: operation.tenant, kind: "ServicePrincipal", name: "" },
    now: operation.endedAt ?? engine.clock.now(),
    notes: record(notes["told"]),
  });
  if (action.state !== undefined && engine.rows.has(row.key))
    engine.rows.setState(row.key, "Succeeded", etagOf(engine, type));
  if (output !== undefined) engine.operations.put({ ...operation, notes: { ...notes, output } });
}
