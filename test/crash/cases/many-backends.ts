import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { type Backends, linesOf, operationIdIn, withBackends } from "../../harness/backends.ts";
import { type CloudCensus, censusOfCloud, keptKeys } from "../../harness/census/cloud.ts";
import { partOf } from "../../harness/census/one-cluster.ts";
import { censusOfStore } from "../../harness/census/store.ts";
import { type Furnished, removed } from "../../harness/course.ts";
import { type Customer, furnish, putCluster } from "../../harness/customer.ts";
import type { Instance } from "../../harness/instance.ts";
import type { Case } from "../../harness/matrix.ts";
import { killNow } from "../../harness/processes.ts";
import { azureSteps } from "../../harness/steps.ts";
import { operationOf, watch } from "../../harness/watch.ts";
import { busy, moreWrites, writesToArm } from "../arm-calls.ts";
import { assertCreated, undisturbedLikeness } from "../course.ts";

/*
 * Three backends on one store, ten creates at once in one subscription, each with a principal, a network and a managed group of its own: each
 * step of each is run once, by one of them, and ARM is asked ten times for what one create asks once.
 */

const clusters = 10;
/** Waits a quarter as long as in Azure: leases of 15 s, which nobody loses only because the machine is busy. */
const unhurried = 4;
/** Address ranges of the ten; those of the service and of pods lie elsewhere. */
const firstRange = 20;

/** Writes that one create makes, as the emulator counts them (spec 03 §3). Reads depend on how often was polled. */
const writesOfOne: Readonly<Record<string, number>> = {
  "put microsoft.containerregistry/registries/tokens": 1,
  "post microsoft.containerregistry/registries": 1,
  "put microsoft.resources/resourcegroups": 1,
  "put microsoft.network/virtualnetworks/subnets": 5,
  "put microsoft.network/dnszones/a": 3,
  "put microsoft.resources/deployments": 1,
  "put microsoft.network/privateendpoints": 1,
};
/** The customers of one subscription, and all that it holds before there is a cluster. */
async function customersOf(instance: Instance): Promise<{ ones: Furnished[]; held: CloudCensus }> {
  const subscriptionId = randomUUID();
  await instance.control.makeSubscription(subscriptionId);
  const customers: Customer[] = [];
  for (let index = 0; index < clusters; index++)
    customers.push(await furnish(instance, subscriptionId, `c${index}`, firstRange + index));
  const held = await censusOfCloud(instance, subscriptionId);
  return { ones: customers.map((customer) => ({ customer, before: partOf(held, customer) })), held };
}

/** How often each step of an operation was begun, over all backends. */
function begunSteps(instance: Instance, backends: Backends, operationId: string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { name } of backends.all)
    for (const { event, step = "" } of linesOf(instance, name, operationId))
      if (event === "running step") counts.set(step, (counts.get(step) ?? 0) + 1);
  return counts;
}

const expectedSteps = azureSteps("Creating")
  .map(({ name }) => name)
  .filter((name) => name !== "waitOutFormerOperations");

/** Nothing has come into the subscription that belongs to none of the customers. */
async function assertNothingElse(instance: Instance, ones: readonly Furnished[], held: CloudCensus): Promise<void> {
  const [first] = ones;
  if (first === undefined) return;
  const { subscriptionId } = first.customer;
  const cloud = await censusOfCloud(instance, subscriptionId);
  const accounted = new Set([...held.keys(), ...ones.flatMap(({ customer }) => [...partOf(cloud, customer).keys()])]);
  assert.deepEqual(
    [...cloud.keys()].filter((key) => !accounted.has(key)),
    [],
  );
  const store = censusOfStore(instance, { subscriptionId });
  assert.deepEqual(
    [store.clusters.length, store.operations.length, store.works.length, store.billing.length, store.strange.length],
    [clusters, clusters, clusters, clusters, 0],
  );
  const ids = store.clusters.map(({ id }) => id);
  const endpoints = keptKeys(instance, instance.serviceSubscriptionId).filter((key) => key.includes("rp-pe-"));
  for (const id of ids)
    assert.equal(endpoints.filter((key) => key.includes(id)).length, 2, `endpoint and interface of ${id}`);
}

const all: Case = {
  name: "backends/ten-creates-by-three",
  place: { apart: unhurried },
  run: async (instance, note) => {
    await undisturbedLikeness(instance);
    const { ones, held } = await customersOf(instance);
    await using backends = await withBackends(instance, 2);
    // A registry makes one token's credentials after the other.
    const before = await writesToArm(instance, busy);
    const addresses = await Promise.all(
      ones.map(async ({ customer }) => operationOf(await putCluster(instance, customer))),
    );
    const ends = await Promise.all(
      ones.map(({ customer }, index) => watch(instance, customer, addresses[index] ?? "")),
    );
    for (const { last } of ends) assert.equal(last.status, "Succeeded", JSON.stringify(last.error));
    const wanted = Object.fromEntries(Object.entries(writesOfOne).map(([what, calls]) => [what, calls * clusters]));
    assert.deepEqual(moreWrites(before, await writesToArm(instance, busy)), wanted, "writes that ARM was asked for");
    const takers = new Map<string, number>();
    for (const address of addresses) {
      const id = operationIdIn(address);
      const steps = begunSteps(instance, backends, id);
      assert.deepEqual(
        Object.fromEntries(steps),
        Object.fromEntries(expectedSteps.map((step) => [step, 1])),
        "steps begun",
      );
      const takings = backends.all.flatMap(({ name }) =>
        linesOf(instance, name, id).filter(({ event }) => event === "operation taken"),
      );
      assert.deepEqual(
        takings.map(({ token }) => token),
        [1],
        "takings",
      );
      const { name } = backends.holder(id);
      takers.set(name, (takers.get(name) ?? 0) + 1);
    }
    note(`taken by ${[...takers.values()].join(", ")}`);
    for (const one of ones) await assertCreated(instance, one);
    await assertNothingElse(instance, ones, held);
    await Promise.all(ones.map((one) => removed(instance, one)));
  },
};

const oneDies: Case = {
  name: "backends/ten-creates-one-of-three-dies",
  place: { apart: unhurried },
  run: async (instance, note) => {
    await undisturbedLikeness(instance);
    const { ones, held } = await customersOf(instance);
    await using backends = await withBackends(instance, 2);
    const slow = await instance.control.arm({
      match: { boundary: "deployBaseResourceTemplate:finished" },
      do: { kind: "delay", milliseconds: 1_500 },
      count: clusters,
    });
    const addresses = await Promise.all(
      ones.map(async ({ customer }) => operationOf(await putCluster(instance, customer))),
    );
    const watching = Promise.all(ones.map(({ customer }, index) => watch(instance, customer, addresses[index] ?? "")));
    // What goes wrong meanwhile is told where it is waited for.
    watching.catch(() => undefined);
    await instance.control.untilStruck(slow.id, clusters / 2);
    const holders = addresses.map((address) => backends.holder(operationIdIn(address)));
    const counts = Map.groupBy(holders, ({ name }) => name);
    const [dying] = [...counts].sort(([, a], [, b]) => b.length - a.length)[0]?.[1] ?? [];
    assert.ok(dying !== undefined);
    const orphans = addresses.filter((_, index) => holders[index]?.name === dying.name);
    killNow(dying.pid());
    for (const { last } of await watching) assert.equal(last.status, "Succeeded", JSON.stringify(last.error));
    note(`${orphans.length} of ${clusters} lost their worker`);
    for (const address of addresses) {
      const id = operationIdIn(address);
      const takings = backends.all.flatMap(({ name }) =>
        linesOf(instance, name, id).filter(({ event }) => event === "operation taken"),
      );
      assert.equal(takings.length, orphans.includes(address) ? 2 : 1, "takings");
    }
    await instance.control.clear(slow.id);
    for (const one of ones) await assertCreated(instance, one);
    await assertNothingElse(instance, ones, held);
  },
};

export const manyBackendsCases: readonly Case[] = [all, oneDies];
