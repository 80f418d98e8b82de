import { isDoc } from "../documents/document.ts";
import type { Operation } from "../documents/operations.ts";
import type { Engine } from "./contract.ts";
import { etagOf } from "./etags.ts";
import { finishAction } from "./finish.ts";
import { carryOutRemoval } from "./remove.ts";

const retentionMilliseconds = 7 * 24 * 3_600_000;

/** Ends every timed operation whose time has come, each together with what it changes (ARM-ASY-08). */
export function settle(engine: Engine): number {
  let ended = 0;
  const now = engine.clock.now();
  while (engine.operations.due(now) !== undefined)
    engine.durable.transaction(() => {
      const operation = engine.operations.due(now);
      if (operation !== undefined) finish(engine, operation);
      ended++;
    });
  return ended;
}

function finish(engine: Engine, operation: Operation): void {
  const { dueAt, ...rest } = operation;
  const endedAt = dueAt ?? engine.clock.now();
  const { failure } = operation.notes;
  const ended: Operation = isDoc(failure)
    ? { ...rest, state: "Failed", endedAt, error: failure }
    : { ...rest, state: "Succeeded", endedAt };
  engine.operations.put(ended);
  engine.operations.forget(engine.clock.now() - retentionMilliseconds);
  const row = engine.rows.get(operation.target);
  if (row === undefined) return;
  const type = engine.table.row(row.type);
  if (operation.kind === "delete") carryOutRemoval(engine, row);
  else if (operation.kind === "action") {
    if (type !== undefined) finishAction(engine, ended, type);
  } else engine.rows.setState(row.key, ended.state, etagOf(engine, type ?? {}));
}
