import type { OperationDocument, WorkDocument } from "@aro/api";
import { inOnePiece } from "@aro/runtime";
import type { BatchOperation, Stored } from "../store.ts";
import { uniquePaths } from "./operation.ts";

/** The operation that a cluster's work item is to stand for from now on. */
export interface NextOperation {
  operationId: string;
  /** Document id of the cluster. */
  clusterId: string;
  /** Lower-case subscription id. */
  partitionKey: string;
  /** The operation that ran until now and is ended as Canceled in the same batch (ARM-DEL-04); absent when none ran. */
  cancelled?: OperationDocument | undefined;
}

/** Id of the work item of a cluster. */
export const workId = (clusterId: string): string => inOnePiece("work-", clusterId);

/** Document id of the cluster that a work item is for. */
export const clusterIdOf = (work: { id: string }): string => work.id.slice(workId("").length);

/**
 * The work item for an operation that was just accepted, from the one that is stored (undefined: the cluster is new).
 * Goes into the batch that writes the cluster and the operation. A worker that still holds the item for an earlier operation becomes its
 * `predecessor`: the new operation begins when that worker wrote that it is quiet, or its lease and its longest call have passed.
 * The budget of takings is full again (spec 02 §14 invariant 8), and the token keeps growing.
 */
export function workForNewOperation(existing: Stored<WorkDocument> | undefined, next: NextOperation): WorkDocument {
  if (existing === undefined) {
    const id = workId(next.clusterId);
    return {
      id,
      kind: "work",
      partitionKey: next.partitionKey,
      ...uniquePaths(inOnePiece("work:", id)),
      state: "queued",
      operationId: next.operationId,
      token: 0,
      leaseSeconds: 0,
      callSeconds: 0,
      writes: 0,
      dequeues: 0,
    };
  }
  const {
    _etag,
    _ts,
    notBefore: _,
    takenAt: __,
    workedSeconds: ___,
    owner,
    predecessor,
    leftBehind,
    ...kept
  } = existing;
  // A leased item that still names a predecessor does not exist: nobody takes it before the predecessor is quiet.
  const former =
    existing.state === "leased" && owner !== undefined
      ? { owner, token: existing.token, quietAfter: _ts + existing.leaseSeconds + existing.callSeconds }
      : predecessor;
  const unsettled = { ...leftBehind, ...(next.cancelled === undefined ? {} : unsettledPollers(next.cancelled)) };
  return {
    ...(kept as WorkDocument),
    state: "queued",
    operationId: next.operationId,
    dequeues: 0,
    ...(former === undefined ? {} : { predecessor: former }),
    ...(Object.keys(unsettled).length === 0 ? {} : { leftBehind: unsettled }),
  };
}

/** The same as a write of a batch: it creates the item, or replaces exactly the version that was read. */
export function enqueueWork(existing: Stored<WorkDocument> | undefined, next: NextOperation): BatchOperation {
  const work = workForNewOperation(existing, next);
  return existing === undefined ? { create: work } : { replace: work, ifMatch: existing._etag };
}

/** Addresses of Azure long-running operations that this operation began and whose end it did not record, by the name they were remembered under and the operation. */
export function unsettledPollers(operation: OperationDocument): Record<string, string> {
  const pollers = operation.asyncOperation.progress?.pollers ?? {};
  return Object.fromEntries(Object.entries(pollers).map(([name, address]) => [`${name} of ${operation.id}`, address]));
}
