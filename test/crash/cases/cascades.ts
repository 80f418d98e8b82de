import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { systemClock } from "@aro/runtime";
import { censusOfCloud } from "../../harness/census/cloud.ts";
import { partOf } from "../../harness/census/one-cluster.ts";
import { censusOfStore } from "../../harness/census/store.ts";
import { created, type Furnished } from "../../harness/course.ts";
import { type Customer, furnish } from "../../harness/customer.ts";
import type { Instance } from "../../harness/instance.ts";
import { everyVictims, withKill } from "../../harness/kills.ts";
import type { Case } from "../../harness/matrix.ts";
import { assertRemoved } from "../course.ts";

/*
 * ARM says that a subscription is deleted, and processes die while its clusters go: all of them go, without any DELETE (ARM-SUB-06).
 */

const clusters = 3;
const patienceMilliseconds = 240_000;

async function inOneSubscription(instance: Instance): Promise<[Furnished, ...Furnished[]]> {
  const subscriptionId = randomUUID();
  await instance.control.makeSubscription(subscriptionId);
  const customers: Customer[] = [];
  for (let index = 0; index < clusters; index++)
    customers.push(await furnish(instance, subscriptionId, `c${index + 1}`, index));
  const cloud = await censusOfCloud(instance, subscriptionId);
  return customers.map((customer) => ({ customer, before: partOf(cloud, customer) })) as [Furnished, ...Furnished[]];
}

/** As ARM tells it, to the service itself: the emulated ARM goes on to show what there is. Repeated until it is confirmed. */
async function tellDeleted(instance: Instance, subscriptionId: string): Promise<void> {
  const path = `/subscriptions/${subscriptionId}?api-version=2.0`;
  const notification = {
    method: "PUT",
    url: `${instance.rp}${path}`,
    headers: { "content-type": "application/json", referer: `${instance.arm}${path}` },
    body: JSON.stringify({ state: "Deleted", properties: { tenantId: instance.tenantId } }),
  };
  const until = systemClock.monotonic() + patienceMilliseconds;
  for (;;) {
    const answer = await instance.direct.arm.send(notification).catch(() => undefined);
    if (answer?.status === 200) return;
    assert.ok(systemClock.monotonic() < until, `the notification is not confirmed: ${answer?.text}`);
    await systemClock.sleep(100);
  }
}

async function untilGone(instance: Instance, subscriptionId: string): Promise<void> {
  const until = systemClock.monotonic() + patienceMilliseconds;
  for (;;) {
    const left = censusOfStore(instance, { subscriptionId }).clusters;
    if (left.length === 0) return;
    const states = left.map(({ openShiftCluster: { name, properties } }) => `${name} ${properties.provisioningState}`);
    assert.ok(systemClock.monotonic() < until, `still there: ${states.join(", ")}`);
    await systemClock.sleep(50);
  }
}

/** Boundaries of the first of the deletions that comes there. */
const points = ["cancelDeployments:started", "deleteResources:finished", "markBillingDeleted:finished"];

export const cascadeCases: readonly Case[] = points.flatMap((boundary) =>
  everyVictims.map(
    (victims): Case => ({
      name: `kill/cascade/${victims.replace(",", "+")}/${boundary}`,
      place: "alone",
      run: async (instance) => {
        const ones = await inOneSubscription(instance);
        const { subscriptionId } = ones[0].customer;
        await Promise.all(ones.map((one) => created(instance, one)));
        await withKill(instance, ones[0], { order: { match: { boundary } }, victims }, async () => {
          await tellDeleted(instance, subscriptionId);
          await untilGone(instance, subscriptionId);
        });
        for (const one of ones) await assertRemoved(instance, one);
      },
    }),
  ),
);
