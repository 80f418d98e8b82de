import assert from "node:assert/strict";
import { keptKeys } from "../../harness/census/cloud.ts";
import { censusOfStore } from "../../harness/census/store.ts";
import type { Scene } from "./scene.ts";

/**
 * After ARM said that a subscription is deleted, and shows nothing of it any more: in the store no cluster, no work, a closed billing record; in
 * the service's own subscription nothing that was made for its clusters.
 */
export function assertForgotten({ instance, customer }: Scene): void {
  const store = censusOfStore(instance, customer);
  assert.deepEqual([store.clusters, store.works, store.strange], [[], [], []]);
  for (const { asyncOperation } of store.operations)
    assert.match(asyncOperation.status, /^(Succeeded|Failed|Canceled)$/, "an operation that has not ended");
  assert.equal(store.billing.length, 1, "billing records");
  for (const { id, billing } of store.billing) {
    assert.ok(billing.deletionTime !== undefined, `the billing record ${id} is not closed`);
    const left = keptKeys(instance, instance.serviceSubscriptionId).filter((key) => key.includes(id));
    assert.deepEqual(left, [], "left in the service's subscription");
  }
}
