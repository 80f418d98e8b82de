import type { ClusterDocument, OperationDocument, WorkDocument } from "@aro/api";
import type { BatchOperation, Stored, StoreStamps } from "../store.ts";

/** The documents that a worker writes, as last read or written by it. */
export interface HeldDocuments {
  work: Stored<WorkDocument>;
  cluster: Stored<ClusterDocument>;
  /** Without stamps when the store has lost it: the next write that changes it makes it again. */
  operation: OperationDocument & Partial<StoreStamps>;
}

/** What one write changes. The work item is written in any case: that is the fence, and it renews the lease. */
export interface HeldChange {
  work?: WorkDocument | "delete";
  cluster?: ClusterDocument;
  operation?: OperationDocument;
}

/** One write of a worker. */
export interface PlannedBatch {
  operations: BatchOperation[];
  others: ("cluster" | "operation")[];
  /** The operation as it is after this write. */
  operation: OperationDocument;
  /** The item is given back by this write. */
  closes: boolean;
  deletes: boolean;
}

/** The batch that replaces (or deletes) the work item under If-Match, and with it what the change names. */
export function batchOf(before: HeldDocuments, change: HeldChange): PlannedBatch {
  const ifMatch = before.work._etag;
  const deletes = change.work === "delete";
  const next = change.work === undefined || change.work === "delete" ? before.work : change.work;
  const operations: BatchOperation[] = [
    deletes ? { delete: before.work.id, ifMatch } : { replace: { ...next, writes: before.work.writes + 1 }, ifMatch },
  ];
  const others: PlannedBatch["others"] = [];
  if (change.cluster !== undefined) {
    others.push("cluster");
    operations.push({ replace: change.cluster, ifMatch: before.cluster._etag });
  }
  if (change.operation !== undefined) {
    const { _etag } = before.operation;
    others.push("operation");
    operations.push(_etag === undefined ? { create: change.operation } : { replace: change.operation, ifMatch: _etag });
  }
  const operation = change.operation ?? before.operation;
  return { operations, others, operation, closes: deletes || next.state !== "leased", deletes };
}

/** An operation that the store has lost, as its worker knew it last. */
export function lostOperation(operation: OperationDocument & Partial<StoreStamps>): OperationDocument {
  const { _etag, _ts, ...lost } = operation;
  return lost as OperationDocument;
}

/** Whether the item, as it is read after an answer was lost, shows the write that was planned on `before`: its count is one higher. */
export function landed(planned: PlannedBatch, before: WorkDocument, read: WorkDocument | undefined): boolean {
  if (read === undefined) return planned.deletes;
  return (
    !planned.deletes &&
    read.operationId === before.operationId &&
    read.token === before.token &&
    read.writes === before.writes + 1
  );
}
