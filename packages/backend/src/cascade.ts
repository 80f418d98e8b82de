import { type ClusterDocument, type SubscriptionDocument, toSeconds, type WorkDocument } from "@aro/api";
import { enqueueWork, entering, newOperation, type Stored, workId } from "@aro/database";
import { isoTime, timeOrderedUuid } from "@aro/runtime";
import type { BackendDeps } from "./deps.ts";

/** Takings in a row that ended in an error; the next is a pause (spec 02 §6.1). */
const mostDequeues = 5;

type CascadeDeps = Pick<BackendDeps<unknown>, "database" | "clock" | "random" | "log" | "durations" | "location">;

/** A subscription whose clusters this backend is about to enqueue for deletion. */
export type CascadeClaim = Stored<SubscriptionDocument>;

/**
 * Claims a subscription that ARM called Deleted, for the length of a lease. Should the cascade take longer, another backend may begin it too:
 * each deletion is enqueued once all the same, since it is a transaction on the cluster as it was read.
 */
export async function claimCascade(
  subscription: Stored<SubscriptionDocument>,
  deps: CascadeDeps & { owner: string; storeNow: number },
): Promise<CascadeClaim | undefined> {
  const { cascade } = subscription;
  if (!subscription.deleting || (cascade?.notBefore ?? 0) > deps.storeNow) return undefined;
  const claimed = await deps.database.subscriptions.replace({
    ...subscription,
    cascade: {
      owner: deps.owner,
      notBefore: deps.storeNow + toSeconds(deps.durations.lease),
      dequeues: (cascade?.dequeues ?? 0) + 1,
    },
  });
  return claimed.outcome === "written" ? claimed.document : undefined;
}

/**
 * Enqueues the deletion of every cluster of the subscription that is idle. Done when all are at least enqueued; those at work are looked at
 * again after a pause (spec 02 §6.1). Never rejects.
 */
export async function runCascade(deps: CascadeDeps, claimed: CascadeClaim, signal: AbortSignal): Promise<void> {
  const { durations } = deps;
  const log = deps.log.with({ subscription: claimed.id });
  const dequeues = claimed.cascade?.dequeues ?? 0;
  const later = toSeconds(durations.subscriptionRetryLater);
  try {
    if (dequeues > mostDequeues) {
      log.error(`dequeued ${dequeues} times, failing`);
      return await finish(deps, claimed, { again: later, dequeues: 0 });
    }
    try {
      const busy = await enqueueDeletions(deps, claimed, signal);
      await finish(deps, claimed, busy ? { again: later, dequeues: 0 } : "done");
      log.info(busy ? "some clusters are at work, looked at again later" : "all clusters are enqueued for deletion");
    } catch (error) {
      if (signal.aborted) return await finish(deps, claimed, { again: 0, dequeues: dequeues - 1 });
      log.error("the cascade failed", { error });
      await finish(deps, claimed, { again: toSeconds(durations.idlePoll), dequeues });
    }
  } catch (error) {
    log.error("the cascade is left until its claim has run out", { error });
  }
}

/** Whether some clusters are at work. One that cannot be enqueued does not keep the others from it. */
async function enqueueDeletions(deps: CascadeDeps, subscription: SubscriptionDocument, signal: AbortSignal) {
  const { state } = subscription.subscription;
  if (state !== "Deleted") throw new Error(`the cascade was called, but subscription is in state ${state}`);
  const problems: unknown[] = [];
  let busy = false;
  let continuation: string | undefined;
  do {
    const page = await deps.database.clusters.list({
      subscription: subscription.id,
      ...(continuation === undefined ? {} : { continuation }),
    });
    for (const cluster of page.documents) {
      signal.throwIfAborted();
      try {
        if ((await enqueueDeletion(deps, cluster, subscription)) === "busy") busy = true;
      } catch (error) {
        problems.push(error);
      }
    }
    continuation = page.continuation;
  } while (continuation !== undefined);
  if (problems.length > 0) throw new AggregateError(problems, `${problems.length} clusters could not be enqueued`);
  return busy;
}

/** Enqueues one deletion, with an operation that clients can follow and the full budget of takings (spec 02 §16 D5). */
async function enqueueDeletion(
  deps: CascadeDeps,
  found: Stored<ClusterDocument>,
  subscription: SubscriptionDocument,
): Promise<"enqueued" | "busy" | "gone"> {
  const { database, clock, random, location } = deps;
  const { container } = database.clusters;
  for (let cluster: Stored<ClusterDocument> | undefined = found; ; ) {
    const { provisioningState } = cluster.openShiftCluster.properties;
    switch (provisioningState) {
      case "Creating":
      case "Updating":
      case "AdminUpdating":
        return "busy";
      case "Deleting":
        return "enqueued";
      case "Succeeded":
      case "Failed":
      case "Canceled":
        break;
      default:
        throw new Error(`unexpected provisioningState "${provisioningState satisfies never}"`);
    }
    const work = await container.read<WorkDocument>(cluster.partitionKey, workId(cluster.id));
    const operationId = timeOrderedUuid(clock.now(), random);
    const deleting: ClusterDocument = {
      ...cluster,
      revision: cluster.revision + 1,
      asyncOperationId: operationId,
      openShiftCluster: entering("Deleting", cluster.openShiftCluster),
    };
    const operation = newOperation({
      id: operationId,
      kind: "Deleting",
      cluster: deleting,
      location,
      startTime: isoTime(clock.now()),
      tenantId: subscription.subscription.properties?.tenantId,
    });
    const { id: clusterId, partitionKey } = cluster;
    const written = await container.batch(partitionKey, [
      { replace: deleting, ifMatch: cluster._etag },
      { create: operation },
      enqueueWork(work, { operationId, clusterId, partitionKey }),
    ]);
    if (written.outcome === "written") return "enqueued";
    cluster = await database.clusters.byId(partitionKey, clusterId);
    if (cluster === undefined || cluster["deleting"] === true) return "gone";
  }
}

/** Ends the claim, unless another has it by now. */
async function finish(
  deps: CascadeDeps,
  claimed: CascadeClaim,
  end: "done" | { again: number; dequeues: number },
): Promise<void> {
  const { subscriptions } = deps.database;
  const storeNow = await deps.database.store.now();
  for (;;) {
    const stored = await subscriptions.read(claimed.id);
    const { cascade, ...others } = stored ?? claimed;
    if (stored === undefined || cascade?.owner !== claimed.cascade?.owner) return;
    if (cascade?.notBefore !== claimed.cascade?.notBefore) return;
    const ended =
      end === "done"
        ? { ...others, deleting: false }
        : { ...others, cascade: { ...cascade, notBefore: storeNow + end.again, dequeues: end.dequeues } };
    const written = await subscriptions.replace(ended as Stored<SubscriptionDocument>);
    if (written.outcome !== "preconditionFailed") return;
  }
}
