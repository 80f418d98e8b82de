import { DatabaseSync } from "node:sqlite";
import type { BillingDocument, ClusterDocument, JsonObject, OperationDocument, WorkDocument } from "@aro/api";
import type { Instance } from "../instance.ts";

/** Every document of the service's store about one subscription. */
export interface StoreCensus {
  clusters: ClusterDocument[];
  /** What deleted clusters leave for feed readers, for a minute. */
  tombstones: ClusterDocument[];
  operations: OperationDocument[];
  works: WorkDocument[];
  subscriptions: JsonObject[];
  billing: BillingDocument[];
  /** Of no kind that there is. */
  strange: JsonObject[];
}

interface StoredRow {
  container: string;
  partition: string;
  id: string;
  seq: number;
  ts: number;
  body: string;
}

/** Every live row of every container, out of the store's file. */
export function rowsOfStore(instance: Instance): StoredRow[] {
  using database = new DatabaseSync(instance.store, { readOnly: true, timeout: 10_000 });
  const tables = database
    .prepare("SELECT name FROM sqlite_master WHERE type = 'table' AND name LIKE 'documents\\_%' ESCAPE '\\'")
    .all()
    .map(({ name }) => String(name));
  return tables.flatMap((table) =>
    (
      database
        .prepare(
          `SELECT partition, id, seq, ts, body FROM "${table}" WHERE expires IS NULL OR expires > unixepoch() ORDER BY partition, id`,
        )
        .all() as unknown as StoredRow[]
    ).map((row) => ({ ...row, container: table.slice("documents_".length) })),
  );
}

/** Counts every document that concerns `subscriptionId`. A billing record belongs to the subscription that its key begins with. */
export function censusOfStore(instance: Instance, subscriptionId: string): StoreCensus {
  const census: StoreCensus = {
    clusters: [],
    tombstones: [],
    operations: [],
    works: [],
    subscriptions: [],
    billing: [],
    strange: [],
  };
  for (const { container, partition, body } of rowsOfStore(instance)) {
    const document = JSON.parse(body) as JsonObject;
    if (container === "Billing") {
      if (String(document["key"]).startsWith(`/subscriptions/${subscriptionId}/`))
        census.billing.push(document as BillingDocument);
    } else if (partition === subscriptionId) kindOf(census, container, document).push(document as never);
  }
  return census;
}

function kindOf(census: StoreCensus, container: string, document: JsonObject): JsonObject[] {
  if (container === "Subscriptions") return census.subscriptions;
  if (container !== "OpenShiftClusters") return census.strange;
  switch (document["kind"]) {
    case "cluster":
      return String(document["key"]).startsWith("deleted:") ? census.tombstones : census.clusters;
    case "operation":
      return census.operations;
    case "work":
      return census.works;
    default:
      return census.strange;
  }
}

/** The only cluster of a subscription. @throws Error when there is none, or more than one. */
export function onlyCluster(census: StoreCensus): ClusterDocument {
  const [cluster, ...others] = census.clusters;
  if (cluster === undefined || others.length > 0)
    throw new Error(`the store has ${census.clusters.length} clusters in the subscription, not one`);
  return cluster;
}
