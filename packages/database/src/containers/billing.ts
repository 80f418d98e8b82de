import type { BillingDocument } from "@aro/api";
import type { Clock } from "@aro/runtime";
import { optimistically } from "../optimistic.ts";
import type { Container, Store, Stored, WriteOutcome } from "../store.ts";
import { requireLowerCase } from "./lower-case.ts";

/** What a billing record is made from; the store stamps its times. */
export interface NewBilling {
  /** Document id of the cluster. */
  id: string;
  /** Lower-case resource id of the cluster. */
  key: string;
  clusterResourceGroupIDKey: string;
  infraId: string;
  location: string;
  /** Tenant of the subscription. */
  tenantID: string;
}

/** Billing records (spec 02 §§3.4, 6.3). Times are the store's, stamped once and never changed (§14 invariant 21). */
export interface Billing {
  readonly container: Container;
  read(id: string): Promise<Stored<BillingDocument> | undefined>;
  /** Creates the record unless it is there; then it stays as it is. */
  ensure(record: NewBilling): Promise<"created" | "present">;
  /**
   * Stamps the time of deletion unless it is stamped. A missing record is fine: an install may have ended before it was made.
   * `preconditionFailed` when other writers were faster five times.
   */
  markDeleted(id: string, signal?: AbortSignal): Promise<WriteOutcome<BillingDocument>>;
}

/** Typed access to the billing records in `container`. `clock` is for waits between attempts only. */
export function billingOf(container: Container, deps: { store: Pick<Store, "now">; clock: Clock }): Billing {
  const billing: Billing = {
    container,
    read: async (id) => {
      requireLowerCase("id", id);
      return await container.read(id, id);
    },
    ensure: async ({ id, key, clusterResourceGroupIDKey, infraId, location, tenantID }) => {
      requireLowerCase("id", id);
      requireLowerCase("key", key);
      const creationTime = await deps.store.now();
      const document = { id, key, clusterResourceGroupIDKey, infraId, billing: { creationTime, location, tenantID } };
      const created = await container.create<BillingDocument>(id, document);
      return created.outcome === "written" ? "created" : "present";
    },
    markDeleted: async (id, signal) =>
      await optimistically(
        async () => {
          const record = await billing.read(id);
          if (record === undefined) return { outcome: "notFound" };
          if (record.billing.deletionTime !== undefined) return { outcome: "written", document: record };
          const deletionTime = await deps.store.now();
          const marked = { ...record, billing: { ...record.billing, deletionTime } };
          return await container.replace<BillingDocument>(id, marked, record._etag);
        },
        { clock: deps.clock, signal },
      ),
  };
  return billing;
}
