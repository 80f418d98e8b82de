import assert from "node:assert/strict";
import { censusOfCloud } from "./census/cloud.ts";
import { type Before, partOf } from "./census/one-cluster.ts";
import { type Customer, deleteCluster, makeCustomer, putCluster } from "./customer.ts";
import type { Instance } from "./instance.ts";
import { operationOf, type Watched, type WatchOptions, watch } from "./watch.ts";

/** A customer, and what they had before there was a cluster. */
export interface Furnished {
  customer: Customer;
  before: Before;
}

export async function furnished(instance: Instance): Promise<Furnished> {
  const customer = await makeCustomer(instance);
  return { customer, before: partOf(await censusOfCloud(instance, customer.subscriptionId), customer) };
}

/** Begins a create and looks at it until it has ended, one way or the other. */
export const creating = async (instance: Instance, { customer }: Furnished, options?: WatchOptions): Promise<Watched> =>
  watch(instance, customer, operationOf(await putCluster(instance, customer)), options);

/** A create that ends well, with nothing in its way but what the caller armed. */
export async function created(instance: Instance, one: Furnished, options?: WatchOptions): Promise<Watched> {
  const watched = await creating(instance, one, options);
  assertSucceeded(watched);
  return watched;
}

/** A delete that ends well. */
export async function removed(instance: Instance, { customer }: Furnished, options?: WatchOptions): Promise<Watched> {
  const watched = await watch(instance, customer, operationOf(await deleteCluster(instance, customer)), options);
  assertSucceeded(watched);
  return watched;
}

export function assertSucceeded({ last }: Watched): void {
  assert.equal(last.status, "Succeeded", JSON.stringify(last.error ?? last));
  assert.equal(last.percentComplete, 100);
  assert.ok(last.endTime !== undefined, "no endTime");
  for (const { name, status } of last.operations ?? []) assert.equal(status, "Succeeded", `step ${name}`);
}
