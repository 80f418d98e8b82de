import assert from "node:assert/strict";
import { undisturbedLikeness } from "../../crash/course.ts";
import { assertFailedCreate } from "../../harness/census/failed-create.ts";
import { assertNoCluster } from "../../harness/census/no-cluster.ts";
import { differences } from "../../harness/census/normal.ts";
import { assertOneCluster } from "../../harness/census/one-cluster.ts";
import { censusOfStore } from "../../harness/census/store.ts";
import type { Billing, End } from "../scenario.ts";
import { filled } from "./fill.ts";
import { assertForgotten } from "./forgotten.ts";
import type { Scene } from "./scene.ts";

/** Holds the whole of store and cloud against what a scenario says is left. @throws AssertionError naming what is missing or too much. */
export async function assertEnd(scene: Scene, end: End): Promise<void> {
  for (const one of scene.all) {
    const { instance, customer, before } = one;
    switch (end.left) {
      case "nothing":
        await assertNoCluster(instance, customer, before, billingOf(end.billing, one));
        break;
      case "nothing in a subscription that is gone":
        assertForgotten(one);
        break;
      case "failed":
        await assertFailedCreate(instance, customer, before);
        assertOperations(one, end.operations);
        break;
      case "cluster":
        await assertCluster(one, end);
        assertOperations(one, end.operations);
        break;
    }
  }
}

const billingOf = (billing: Billing | readonly Billing[], { number }: Scene): Billing =>
  typeof billing === "string" ? billing : (billing[number] ?? "none");

async function assertCluster(scene: Scene, end: Extract<End, { left: "cluster" }>): Promise<void> {
  const { instance, customer, before } = scene;
  const { likeness } = await assertOneCluster(instance, customer, before, end);
  const found = differences(await undisturbedLikeness(instance), likeness).map(({ path, found: value }) => [
    path,
    value ?? "nothing",
  ]);
  assert.deepEqual(Object.fromEntries(found), filled(end.differs ?? {}, scene), "unlike a cluster nothing disturbed");
}

function assertOperations({ instance, customer }: Scene, wanted: number): void {
  assert.equal(censusOfStore(instance, customer).operations.length, wanted, "operations in the store");
}
