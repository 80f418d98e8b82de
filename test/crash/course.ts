import assert from "node:assert/strict";
import { assertNoCluster } from "../harness/census/no-cluster.ts";
import { assertAlike, assertOneCluster, type Likeness } from "../harness/census/one-cluster.ts";
import { assertSucceeded, created, type Furnished, furnished } from "../harness/course.ts";
import { patchOutbound } from "../harness/customer.ts";
import type { Instance } from "../harness/instance.ts";
import { operationOf, type Watched, watch } from "../harness/watch.ts";

/** An update to so many outbound addresses that ends well. */
export async function updated(instance: Instance, { customer }: Furnished, count: number): Promise<Watched> {
  const watched = await watch(instance, customer, operationOf(await patchOutbound(instance, customer, count)));
  assertSucceeded(watched);
  return watched;
}

let undisturbed: Promise<Likeness> | undefined;

/** What a cluster is like that nothing disturbed; made once in a process, on the first instance that asks. */
export function undisturbedLikeness(instance: Instance): Promise<Likeness> {
  undisturbed ??= (async () => {
    const one = await furnished(instance);
    await created(instance, one);
    return (await assertOneCluster(instance, one.customer, one.before)).likeness;
  })();
  return undisturbed;
}

/** What an update to two outbound addresses makes below the managed group. */
const oneMoreAddress = { besides: ["/providers/microsoft.network/publicipaddresses/GUID-outbound-pip-v4"] };

let undisturbedUpdate: Promise<Likeness> | undefined;

function undisturbedAfterUpdate(instance: Instance): Promise<Likeness> {
  undisturbedUpdate ??= (async () => {
    const one = await furnished(instance);
    await created(instance, one);
    await updated(instance, one, 2);
    return (await assertOneCluster(instance, one.customer, one.before, oneMoreAddress)).likeness;
  })();
  return undisturbedUpdate;
}

/** After an update to two outbound addresses: everything counted, and alike to what nothing disturbed. */
export async function assertUpdated(instance: Instance, one: Furnished): Promise<void> {
  const { likeness, store } = await assertOneCluster(instance, one.customer, one.before, oneMoreAddress);
  assertAlike(await undisturbedAfterUpdate(instance), likeness);
  assert.equal(store.operations.length, 2, "operations in the store");
}

/** After a create: everything counted, and alike to what nothing disturbed. `operations` is how many were ever begun. */
export async function assertCreated(instance: Instance, one: Furnished, operations = 1): Promise<void> {
  const { likeness, store } = await assertOneCluster(instance, one.customer, one.before);
  assertAlike(await undisturbedLikeness(instance), likeness);
  assert.equal(store.operations.length, operations, "operations in the store");
}

/** After a delete: only what the customer had. */
export const assertRemoved = (
  instance: Instance,
  one: Furnished,
  billing: "closed" | "none" | "either" = "closed",
): Promise<void> => assertNoCluster(instance, one.customer, one.before, billing);
