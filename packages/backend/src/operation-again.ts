import type { ClusterDocument, OperationDocument, OperationKind } from "@aro/api";
import { newOperation } from "@aro/database";
import { type Clock, isoTime } from "@aro/runtime";

/**
 * The operation that `cluster` is in and the store has lost, under the address that its client polls. What only it knew is gone: the steps begin
 * again, each looking before it acts, and a failed end takes nothing back. The tenant is left out, so that none is refused (ARM-ASY-13).
 */
export const operationAgain = (
  cluster: ClusterDocument,
  { id, kind, clock, location }: { id: string; kind: OperationKind; clock: Clock; location: string },
): OperationDocument =>
  newOperation({
    id,
    kind,
    cluster,
    location,
    startTime: cluster.correlationData?.requestTime ?? isoTime(clock.now()),
  });
