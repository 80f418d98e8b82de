import { type ClusterDocument, toSeconds, type WorkDocument } from "@aro/api";
import { type BatchOperation, enqueueWork, type Page, type Stored, workForNewOperation, workId } from "@aro/database";
import { timeOrderedUuid } from "@aro/runtime";
import { isKindOf } from "./claim.ts";
import type { BackendDeps } from "./deps.ts";
import { clusterFields } from "./log-fields.ts";
import { operationAgain } from "./operation-again.ts";

type LostWorkDeps = Pick<
  BackendDeps<never>,
  "database" | "clock" | "random" | "log" | "durations" | "location" | "flows"
>;

/**
 * Enqueues again what nobody would work on any more: clusters in an operation whose work item the store has lost, has as idle, or has for
 * another operation (a restored backup, a row somebody deleted). Every state that is not terminal has a worker in the end (spec 02 §14 invariant 12).
 * Each is one batch on the versions that were read, with the cluster's: neither two backends nor whoever just accepts or ends an
 * operation come together here. Never rejects.
 */
export async function enqueueLostWork(deps: LostWorkDeps, signal: AbortSignal): Promise<void> {
  const { database, log } = deps;
  try {
    let continuation: string | undefined;
    do {
      const page: Page<ClusterDocument> = await database.clusters.container.query<ClusterDocument>(
        "clusters-in-operation",
        continuation === undefined ? {} : { continuation },
      );
      for (const cluster of page.documents) {
        if (signal.aborted) return;
        await enqueueAgain(deps, cluster).catch((error: unknown) =>
          log.error("lost work could not be enqueued again", { ...clusterFields(cluster), error }),
        );
      }
      continuation = page.continuation;
    } while (continuation !== undefined);
  } catch (error) {
    log.warn("lost work could not be looked for", { error });
  }
}

async function enqueueAgain(deps: LostWorkDeps, cluster: Stored<ClusterDocument>): Promise<void> {
  const { database, clock, random, log, location, flows } = deps;
  const { partitionKey, id: clusterId, asyncOperationId } = cluster;
  const kind = cluster.openShiftCluster.properties.provisioningState;
  // A newer build's kind of operation is a newer build's to mend (spec 02 §14 invariant 29).
  if (!isKindOf(flows, kind)) return;
  const work = await database.clusters.container.read<WorkDocument>(partitionKey, workId(clusterId));
  const lost = lossOf(work, cluster);
  if (lost === undefined) return;
  const stored =
    asyncOperationId === undefined ? undefined : await database.operations.read(partitionKey, asyncOperationId);
  // What was told to have ended is not taken back: the cluster gets an operation of its own that brings it to an end.
  const isOver = asyncOperationId === undefined || stored?.asyncOperation.endTime !== undefined;
  const operationId = isOver ? timeOrderedUuid(clock.now(), random) : asyncOperationId;
  const next = { operationId, clusterId, partitionKey };
  const writes: BatchOperation[] = [
    { replace: { ...cluster, asyncOperationId: operationId }, ifMatch: cluster._etag },
    work === undefined ? { create: await workAgain(deps, next) } : enqueueWork(work, next),
  ];
  if (isOver || stored === undefined)
    writes.push({ create: operationAgain(cluster, { id: operationId, kind, clock, location }) });
  const { outcome } = await database.clusters.container.batch(partitionKey, writes);
  const fields = { ...clusterFields(cluster), operation: operationId, kind, lost };
  if (outcome === "written") log.error("work was lost from the store, it is enqueued again", fields);
  // Changed since it was read, by its worker, a request or another backend: looked at again at the next beat.
  else log.debug("lost work has changed meanwhile", { ...fields, outcome });
}

/** Why nobody will come to work on the cluster's operation; undefined when somebody will. */
function lossOf(work: WorkDocument | undefined, { asyncOperationId }: ClusterDocument): string | undefined {
  if (work === undefined) return "the work item is missing";
  if (work.operationId !== asyncOperationId) return "the work item is for another operation";
  return work.state === "idle" ? "the work item is idle" : undefined;
}

/**
 * A work item in the place of one that was lost. Whoever may hold the lost one notices at its next write, and has ended its calls when a lease and
 * the longest call have passed (architecture §5.4): the item waits for that. Its token is higher than any that takings ever
 * reached, so that a former holder does not take the item for its own.
 */
async function workAgain(
  { database, durations }: LostWorkDeps,
  next: { operationId: string; clusterId: string; partitionKey: string },
): Promise<WorkDocument> {
  const storeNow = await database.store.now();
  const notBefore = storeNow + toSeconds(durations.lease) + toSeconds(durations.longestAzureCall);
  return { ...workForNewOperation(undefined, next), token: storeNow, notBefore };
}
