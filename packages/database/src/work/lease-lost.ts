/**
 * Why a worker holds its work item no more: `taken` by another worker, `replaced` by a new operation (a DELETE while creating), `overdue` by its own
 * clock, or `gone`.
 */
export type LossReason = "taken" | "replaced" | "overdue" | "gone";

/** Thrown by every write of a worker that lost its lease. Nothing was written; the worker stops and writes nothing more to its documents. */
export class LeaseLost extends Error {
  readonly reason: LossReason;
  constructor(reason: LossReason) {
    super(`lost lease: ${reason}`);
    this.name = "LeaseLost";
    this.reason = reason;
  }
}
