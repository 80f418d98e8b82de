import type { Connection } from "./connection.ts";
import { type Transaction, Undo } from "./group.ts";
import { layOut } from "./schema.ts";
import type { Table } from "./table.ts";
import type { Result, Write } from "./write.ts";

/** Whether a write touches more than one row, so that a refusal must undo what it did before. */
export const isAtomic = (write: Write): boolean => !("operations" in write) || write.operations.length > 1;

/** Runs `write` inside `transaction`. @throws Undo with the refusal of an operation that others went before. */
export function apply(write: Write, table: Table, connection: Connection, transaction: Transaction): Result {
  if ("layOut" in write) {
    layOut(connection, table.definition);
    return { outcome: "done", documents: 0 };
  }
  if ("purge" in write) return { outcome: "done", documents: table.purge(transaction, write.purge) };
  const { partition, operations } = write;
  const sequences: number[] = [];
  for (const [index, operation] of operations.entries()) {
    const done = table.apply(transaction, partition, operation);
    if (typeof done === "number") sequences.push(done);
    else if (!("outcome" in done)) {
      sequences.push(0);
      if (operations.length === 1) return { outcome: "written", ts: transaction.now, sequences, removed: done };
    }
    // The first one has nothing before it to undo.
    else if (index === 0) return { ...done, index };
    else throw new Undo<Result>({ ...done, index });
  }
  return { outcome: "written", ts: transaction.now, sequences };
}
