import type { ClusterDocument } from "@aro/api";
import type { Clock } from "@aro/runtime";
import { optimistically } from "../optimistic.ts";
import type { Container, Page, Stored, WriteOutcome } from "../store.ts";
import { requireLowerCase, subscriptionOf } from "./lower-case.ts";

/** Where a listing begins and how much of it is wanted at once. */
export interface PageRequest {
  pageSize?: number;
  continuation?: string;
}

/** Cluster documents of the container `OpenShiftClusters` (spec 02 §3.1). Writes that touch operations or work too are batches of `container`. */
export interface Clusters {
  readonly container: Container;
  /** The cluster with this lower-case resource id. @throws Error when two documents have it: the store is broken. */
  byKey(key: string): Promise<Stored<ClusterDocument> | undefined>;
  /** By document id. */
  byId(subscription: string, id: string): Promise<Stored<ClusterDocument> | undefined>;
  /** Whoever holds this client id in the subscription: explains a conflict at create. */
  byClientIdKey(subscription: string, clientIdKey: string): Promise<Stored<ClusterDocument> | undefined>;
  /** Whoever holds this managed resource group: explains a conflict at create. */
  byClusterResourceGroupIdKey(subscription: string, key: string): Promise<Stored<ClusterDocument> | undefined>;
  /** A page of the subscription's clusters whose key begins with `prefix` (absent: all), in the order of their keys. */
  list(request: { subscription: string; prefix?: string } & PageRequest): Promise<Page<ClusterDocument>>;
  /** A page of the clusters of all subscriptions, in the order of their keys. */
  listAll(request: PageRequest): Promise<Page<ClusterDocument>>;
  /** Changed clusters, deleted ones as the tombstones they leave; other kinds are left out, so a page may be short or empty before the end. */
  changes(request: PageRequest): Promise<ClusterChanges>;
  /**
   * Creates the cluster alone. @throws Error `id|key "<x>" is not lower case`.
   */
  create(document: ClusterDocument): Promise<WriteOutcome<ClusterDocument>>;
  /** Replaces exactly the version that was read. */
  replace(document: Stored<ClusterDocument>): Promise<WriteOutcome<ClusterDocument>>;
  /** Reads, changes and replaces, again when somebody else was faster, five times at most; replaces even if nothing changed. */
  update(
    key: string,
    change: (cluster: Stored<ClusterDocument>) => ClusterDocument,
    signal?: AbortSignal,
  ): Promise<WriteOutcome<ClusterDocument>>;
}

/** A page of the clusters' feed; `read` counts what the feed gave, whatever its kind: 0 means the end has been reached for now. */
export interface ClusterChanges {
  documents: Stored<ClusterDocument>[];
  continuation: string;
  read: number;
}

/** Typed access to the clusters in `container`. `clock` is for waits between attempts only. */
export function clustersOf(container: Container, deps: { clock: Clock }): Clusters {
  const one = async (query: string, partition: string, parameter: string, value: string) => {
    requireLowerCase("key", value);
    const { documents } = await container.query<ClusterDocument>(query, {
      partition,
      parameters: { [parameter]: value },
      pageSize: 2,
    });
    if (documents.length > 1) throw new Error(`read ${documents.length} documents, expected <= 1`);
    return documents[0];
  };
  const clusters: Clusters = {
    container,
    byKey: async (key) => {
      requireLowerCase("key", key);
      return await one("cluster-by-key", subscriptionOf(key), "key", key);
    },
    byId: async (subscription, id) => {
      requireLowerCase("id", id);
      const document = await container.read<ClusterDocument>(subscription, id);
      return document?.kind === "cluster" ? document : undefined;
    },
    byClientIdKey: (subscription, value) => one("cluster-by-client-id-key", subscription, "clientIdKey", value),
    byClusterResourceGroupIdKey: (subscription, value) =>
      one("cluster-by-cluster-resource-group-id-key", subscription, "clusterResourceGroupIdKey", value),
    list: async ({ subscription, prefix = `/subscriptions/${subscription}/`, ...page }) => {
      requireLowerCase("prefix", prefix);
      return await container.query("clusters-by-prefix", { partition: subscription, parameters: { prefix }, ...page });
    },
    listAll: (page) => container.query("clusters", page),
    changes: async (page) => {
      const { documents, continuation } = await container.changes<ClusterDocument>(page);
      const mine = documents.filter((document) => document.kind === "cluster");
      return { documents: mine, continuation, read: documents.length };
    },
    create: async (document) => {
      requireLowerCase("id", document.id);
      requireLowerCase("key", document.key);
      const partitionKey = subscriptionOf(document.key);
      return await container.create<ClusterDocument>(partitionKey, { ...document, partitionKey });
    },
    replace: async (document) => {
      requireLowerCase("id", document.id);
      requireLowerCase("key", document.key);
      return await container.replace<ClusterDocument>(document.partitionKey, document, document._etag);
    },
    update: async (key, change, signal) =>
      await optimistically(
        async () => {
          const read = await clusters.byKey(key);
          if (read === undefined) return { outcome: "notFound" };
          return await clusters.replace({ ...change(read), _etag: read._etag, _ts: read._ts });
        },
        { clock: deps.clock, signal },
      ),
  };
  return clusters;
}
