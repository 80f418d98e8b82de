import type { OperationKind, WorkDocument } from "@aro/api";
import {
  clusterIdOf,
  type Database,
  type HeldDocuments,
  type Holder,
  isTakeable,
  type Stored,
  takeWork,
} from "@aro/database";
import type { Clock } from "@aro/runtime";
import { operationAgain } from "./operation-again.ts";

/** Work that was taken, with what it is about. */
export interface Claim {
  kind: OperationKind;
  documents: HeldDocuments;
  /** Monotonic time before the taking was written. */
  began: number;
}

/**
 * Takes one work item as it was found. Undefined when it is not eligible, another was first, or its operation is of a kind that this
 * build has no list for: that is left as it is, for a newer build (spec 02 §14 invariant 29). An operation that the store has lost is not the
 * end of the work: it is made again with the first write, since its client still polls (spec 02 §5.2 step 4 goes on without it).
 */
export async function claim(
  work: Stored<WorkDocument>,
  deps: {
    database: Database;
    clock: Clock;
    holder: Holder;
    storeNow: number;
    /** The region served. */
    location: string;
    flows: { readonly [Kind in OperationKind]?: unknown };
  },
): Promise<Claim | undefined> {
  const { database, clock, holder, storeNow, flows, location } = deps;
  if (!isTakeable(work, storeNow)) return undefined;
  const [cluster, stored] = await Promise.all([
    database.clusters.byId(work.partitionKey, clusterIdOf(work)),
    database.operations.read(work.partitionKey, work.operationId),
  ]);
  // Three reads are no snapshot: what does not fit together has changed in between, and is found again.
  if (cluster === undefined || cluster.asyncOperationId !== work.operationId) return undefined;
  const kind = cluster.openShiftCluster.properties.provisioningState;
  if (!isKindOf(flows, kind)) return undefined;
  const taking = await takeWork(database.clusters.container, work, { holder, storeNow, clock });
  if (taking.outcome === "missed") return undefined;
  const operation = stored ?? operationAgain(cluster, { id: work.operationId, kind, clock, location });
  return { kind, documents: { work: taking.work, cluster, operation }, began: taking.began };
}

/** Whether `state` is that of an operation for which there is a list. */
export const isKindOf = (
  flows: { readonly [Kind in OperationKind]?: unknown },
  state: string,
): state is OperationKind => Object.hasOwn(flows, state);
