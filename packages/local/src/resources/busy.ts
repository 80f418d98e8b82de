import { Refusal } from "../documents/refusal.ts";
import type { Row } from "../documents/rows.ts";
import type { Engine, TypeRow } from "./contract.ts";
import { retryAfter } from "./timing.ts";

/** Refuses a write while another goes on, as each provider words it. */
export function refuseIfBusy(engine: Engine, type: TypeRow, row: Row | undefined): void {
  if (row === undefined) return;
  const operation = engine.operations.running(row.key);
  if (operation === undefined) return;
  const own = type.refusesBusy?.(row);
  if (own !== undefined) throw own;
  const headers = retryAfter(engine);
  const region = row.location === "" ? "global" : row.location;
  const namespace = type.type.slice(0, type.type.indexOf("/"));
  const uri = `/subscriptions/${row.subscription}/providers/${namespace}/locations/${region}/operations/${operation.id}`;
  const another = `Another operation on this or dependent resource is in progress. To retrieve status of the operation use uri: ${uri}.`;
  if (type.busy === "storage")
    throw new Refusal(
      409,
      "StorageAccountOperationInProgress",
      "An operation is currently performing on this storage account that requires exclusive access.",
      { headers },
    );
  if (type.busy === "conflict")
    throw new Refusal(
      409,
      "Conflict",
      `The request failed due to conflict with a concurrent request. To resolve it, please refer to https://aka.ms/activitylog to get more details on the conflicting requests. The operation ${operation.label} (${operation.id}) works on ${row.id}.`,
      { headers },
    );
  if (operation.kind === "delete") throw new Refusal(409, "AnotherOperationInProgress", another, { headers });
  if (type.busy === "another") throw new Refusal(429, "AnotherOperationInProgress", another, { headers });
  throw new Refusal(429, "RetryableError", "A retryable error occurred.", {
    headers,
    details: [
      {
        code: "RetryableErrorDueToAnotherOperation",
        message: `Operation ${operation.label} (${operation.id}) is updating resource ${row.id}. The call can be retried in ${headers["retry-after"]} seconds.`,
      },
    ],
  });
}
