import { DatabaseSync } from "node:sqlite";
import type { BillingDocument, ClusterDocument, JsonObject, OperationDocument, WorkDocument } from "@aro/api";
import type { Customer } from "../customer.ts";
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

/** Whose documents: of a whole subscription, or of one cluster in it. */
export type Whose = Pick<Customer, "subscriptionId"> & Partial<Pick<Customer, "cluster">>;

/** Counts every document that concerns a subscription, or one cluster. A billing record belongs to the cluster that its key names. */
export function censusOfStore(instance: Instance, { subscriptionId, cluster }: Whose): StoreCensus {
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
  return cluster === undefined ? census : narrowed(census, cluster.toLowerCase());
}

/** What of a census belongs to the cluster with this key, and to those of that name that were deleted. */
function narrowed(census: StoreCensus, key: string): StoreCensus {
  const operations = census.operations.filter((one) => one.openShiftClusterKey === key);
  const clusters = census.clusters.filter((one) => one.key === key);
  const ids = new Set([...operations.map((one) => one.openShiftClusterId), ...clusters.map(({ id }) => id)]);
  return {
    ...census,
    operations,
    clusters,
    tombstones: census.tombstones.filter(({ id }) => ids.has(id)),
    works: census.works.filter(({ id }) => ids.has(id.slice("work-".length))),
    billing: census.billing.filter((one) => one.key === key),
  };
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

/** The customer's cluster. @throws Error when there is none, or more than one. */
export function clusterOf({ clusters }: StoreCensus, customer: Customer): ClusterDocument {
  const [cluster, ...others] = clusters.filter(({ key }) => key === customer.cluster.toLowerCase());
  if (cluster === undefined || others.length > 0)
    throw new Error(`the store has ${clusters.length} clusters of ${customer.cluster}, not one`);
  return cluster;
}
