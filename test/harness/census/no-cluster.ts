import assert from "node:assert/strict";
import type { JsonObject } from "@aro/api";
import { systemClock } from "@aro/runtime";
import type { Customer } from "../customer.ts";
import type { Instance } from "../instance.ts";
import { type CloudCensus, censusOfCloud, keptKeys, runningOperations, vaultNames } from "./cloud.ts";
import { difference, normaliser } from "./normal.ts";
import { type Before, partOf, tokensOf } from "./one-cluster.ts";
import { censusOfStore, rowsOfStore } from "./store.ts";

/** Members of a subnet that a cluster leaves as it set them: a customer's other workloads may rely on them by then (spec 03 §6). */
const marks = ["serviceEndpoints", "privateEndpointNetworkPolicies", "privateLinkServiceNetworkPolicies"] as const;
/** Between the two listings: long enough for a call that a dying process had under way to show. */
const betweenListings = 150;

/**
 * The state after a delete: the customer's own things alone, in two listings, untouched but for the marks on the subnets; in the
 * store nothing but ended operations, a closed billing record where there was one, and the tombstone for feed readers.
 */
export async function assertNoCluster(
  instance: Instance,
  customer: Customer,
  before: Before,
  billing: "closed" | "none" | "either",
): Promise<void> {
  for (const listing of ["first", "second"]) {
    const cloud = partOf(await censusOfCloud(instance, customer.subscriptionId), customer);
    assert.deepEqual([...cloud.keys()].sort(), [...before.keys()].sort(), `resources in the ${listing} listing`);
    const differs = difference(unmarked(instance, customer, before), unmarked(instance, customer, cloud));
    assert.ok(differs === undefined, `the customer's own things were changed:\n${differs}`);
    await systemClock.sleep(betweenListings);
  }
  assert.deepEqual(runningOperations(instance, customer.subscriptionId), [], "operations that still run in the cloud");
  const store = censusOfStore(instance, customer);
  assert.deepEqual([store.clusters, store.works, store.strange, store.subscriptions.length], [[], [], [], 1]);
  for (const { asyncOperation } of store.operations)
    assert.match(asyncOperation.status, /^(Succeeded|Failed|Canceled)$/, "an operation that has not ended");
  const ids = new Set(store.operations.map(({ openShiftClusterId }) => openShiftClusterId));
  const ofCluster = (kept: readonly string[]) => kept.filter((one) => [...ids].some((id) => one.includes(id)));
  const left = ofCluster(keptKeys(instance, instance.serviceSubscriptionId));
  assert.deepEqual(left, [], "left in the service's subscription");
  assert.deepEqual(ofCluster(vaultNames(instance)), [], "left in a vault, deleted objects among it");
  assert.deepEqual(ownerlessTokens(instance), [], "tokens of the registry that no cluster has");
  assert.ok(store.tombstones.length <= 1, "tombstones");
  if (billing === "none") assert.deepEqual(store.billing, []);
  if (billing === "closed") assert.equal(store.billing.length, 1, "billing records");
  for (const record of store.billing) {
    const { creationTime, deletionTime } = record.billing;
    assert.ok(
      deletionTime !== undefined && deletionTime >= creationTime,
      `the billing record ${record.id} is not closed`,
    );
  }
}

/** Tokens that no cluster of the store names. A cluster writes the name down before it makes the token, and forgets it after: others may be at it. */
function ownerlessTokens(instance: Instance): string[] {
  const before = tokensOf(instance);
  const documents = rowsOfStore(instance)
    .map(({ body }) => body)
    .join("\n");
  const after = tokensOf(instance);
  return before.filter((name) => after.includes(name) && !documents.includes(name));
}

function unmarked(instance: Instance, customer: Customer, cloud: CloudCensus): object {
  const normal = normaliser(instance, customer, undefined);
  const entries = [...cloud].map(([key, body]) => {
    const copy = structuredClone(body) as JsonObject & { properties?: { subnets?: { properties: JsonObject }[] } };
    for (const subnet of copy.properties?.subnets ?? []) for (const mark of marks) delete subnet.properties[mark];
    return [key, normal(copy)] as const;
  });
  return Object.fromEntries(entries);
}
