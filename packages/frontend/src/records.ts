import type { ClusterDocument, Durations, OperationDocument, SubscriptionDocument, WorkDocument } from "@aro/api";
import {
  type BatchOperation,
  type BatchOutcome,
  type Database,
  type Etag,
  InvalidContinuation,
  type Page,
  type Stored,
  type WriteOutcome,
  workId,
} from "@aro/database";
import type { Clock } from "@aro/runtime";
import { within } from "./within.ts";

/** What the frontend asks of the store. Every call ends within the time a dependency has (ARM-HDR-08). */
export interface Records {
  /** By its lower-case ARM id. */
  cluster(key: string): Promise<Stored<ClusterDocument> | undefined>;
  /** By document id, unless it is still the version that is held. */
  clusterIfChanged(
    subscription: string,
    id: string,
    known: Etag,
  ): Promise<Stored<ClusterDocument> | "unchanged" | undefined>;
  clusterById(subscription: string, id: string): Promise<Stored<ClusterDocument> | undefined>;
  operation(subscription: string, id: string): Promise<Stored<OperationDocument> | undefined>;
  /** The work item of a cluster. */
  work(cluster: ClusterDocument): Promise<Stored<WorkDocument> | undefined>;
  /** Writes that belong together, in one subscription; the outcome's documents are left out. */
  batch(subscription: string, operations: readonly BatchOperation[]): Promise<BatchOutcome>;
  /** A page of the clusters whose key begins with `prefix`, in the order of their keys; undefined for a continuation the store does not know. */
  clusters(request: {
    subscription: string;
    prefix: string;
    pageSize: number;
    continuation?: string;
  }): Promise<Page<ClusterDocument> | undefined>;
  subscription(id: string): Promise<Stored<SubscriptionDocument> | undefined>;
  /** Stores what `change` makes of a subscription's document; what `change` throws is thrown. */
  changeSubscription(
    id: string,
    change: (stored: Stored<SubscriptionDocument> | undefined) => SubscriptionDocument,
    signal: AbortSignal,
  ): Promise<WriteOutcome<SubscriptionDocument>>;
}

/** The containers that the frontend uses. */
export type FrontendDatabase = Pick<Database, "clusters" | "operations" | "subscriptions">;

/** The records of `database`. */
export function recordsOf(
  database: FrontendDatabase,
  deps: { clock: Clock; durations: Pick<Durations, "dependencyDeadline"> },
): Records {
  const { clusters, operations, subscriptions } = database;
  const bounded = <Result>(what: string, call: Promise<Result>): Promise<Result> =>
    within(deps.clock, deps.durations.dependencyDeadline, what, call);
  return {
    cluster: (key) => bounded("reading a cluster", clusters.byKey(key)),
    clusterIfChanged: (subscription, id, known) =>
      bounded("reading a cluster", clusters.container.readIfChanged<ClusterDocument>(subscription, id, known)),
    clusterById: (subscription, id) => bounded("reading a cluster", clusters.byId(subscription, id)),
    operation: (subscription, id) => bounded("reading an operation", operations.read(subscription, id)),
    work: ({ partitionKey, id }) =>
      bounded("reading a work item", clusters.container.read<WorkDocument>(partitionKey, workId(id))),
    batch: (subscription, writes) =>
      bounded("writing a cluster", clusters.container.batch(subscription, writes, { documents: false })),
    clusters: async (request) => {
      try {
        return await bounded("listing clusters", clusters.list(request));
      } catch (error) {
        if (error instanceof InvalidContinuation) return undefined;
        throw error;
      }
    },
    subscription: (id) => bounded("reading a subscription", subscriptions.read(id)),
    changeSubscription: (id, change, signal) =>
      bounded("writing a subscription", subscriptions.put(id, change, signal)),
  };
}
