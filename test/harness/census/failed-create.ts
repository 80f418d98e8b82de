import assert from "node:assert/strict";
import type { Customer } from "../customer.ts";
import type { Instance } from "../instance.ts";
import { censusOfCloud, runningOperations } from "./cloud.ts";
import { difference } from "./normal.ts";
import { type Before, keysOfService, partOf } from "./one-cluster.ts";
import { censusOfStore, clusterOf } from "./store.ts";

/** The state after a create that failed before it made anything: the cluster is kept as Failed, and there is nothing else, no charge either. */
export async function assertFailedCreate(instance: Instance, customer: Customer, before: Before): Promise<void> {
  const store = censusOfStore(instance, customer);
  const cluster = clusterOf(store, customer);
  const { provisioningState, failedProvisioningState } = cluster.openShiftCluster.properties;
  assert.deepEqual([provisioningState, failedProvisioningState], ["Failed", "Creating"]);
  assert.deepEqual([cluster.asyncOperationId, store.billing, store.strange], [undefined, [], []]);
  assert.deepEqual(
    store.works.map(({ state, owner }) => [state, owner]),
    [["idle", undefined]],
    "work items",
  );
  for (const { asyncOperation } of store.operations)
    assert.match(asyncOperation.status, /^(Failed|Canceled)$/, "an operation that has not ended");
  const cloud = partOf(await censusOfCloud(instance, customer.subscriptionId), customer);
  const differs = difference(Object.fromEntries(before), Object.fromEntries(cloud));
  assert.ok(differs === undefined, `the customer's own things were changed:\n${differs}`);
  assert.deepEqual(keysOfService(instance, cluster), [], "in the service's subscription");
  assert.deepEqual(runningOperations(instance, customer.subscriptionId), [], "operations that still run in the cloud");
}
