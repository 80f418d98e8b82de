import assert from "node:assert/strict";
import { systemClock } from "@aro/runtime";
import { created, type Furnished, furnished } from "../../harness/course.ts";
import { apiVersion, deleteCluster, putCluster } from "../../harness/customer.ts";
import type { Instance } from "../../harness/instance.ts";
import type { Case } from "../../harness/matrix.ts";
import { azureSteps } from "../../harness/steps.ts";
import { loseDocuments } from "../../harness/store-write.ts";
import { operationOf, watch } from "../../harness/watch.ts";
import { assertCreated, assertRemoved, undisturbedLikeness } from "../course.ts";

/*
 * The work item, the operation or both vanish from the store while a step runs, as if somebody had deleted rows or an old backup were restored:
 * the operation comes to its end all the same, under the address that its client has, and everything is made or removed once.
 */

/** Long enough for rows to be deleted while the worker stands at the boundary. */
const holdMilliseconds = 500;
const patienceMilliseconds = 60_000;

const losses = { work: ["work"], operation: ["operation"], both: ["work", "operation"] } as const;

const stepsOf = (kind: "Creating" | "Deleting") =>
  azureSteps(kind)
    .map(({ name }) => name)
    .filter((name) => name !== "waitOutFormerOperations");

async function lostDuring(
  instance: Instance,
  { customer }: Furnished,
  step: string,
  kinds: readonly string[],
  begin: () => Promise<string>,
): Promise<void> {
  const held = await instance.control.arm({
    match: { boundary: `${step}:started` },
    do: { kind: "delay", milliseconds: holdMilliseconds },
  });
  const operation = await begin();
  await instance.control.untilStruck(held.id);
  assert.equal(loseDocuments(instance, customer.subscriptionId, kinds), kinds.length, "documents lost");
  await instance.control.clear(held.id);
  const until = systemClock.monotonic() + patienceMilliseconds;
  while ((await instance.client.send({ method: "GET", path: operation, apiVersion })).status === 404) {
    assert.ok(systemClock.monotonic() < until, "the operation stays lost");
    await systemClock.sleep(100);
  }
  const { last } = await watch(instance, customer, operation);
  assert.equal(last.status, "Succeeded", JSON.stringify(last.error));
}

const eachLoss = (kind: "Creating" | "Deleting", run: (step: string, kinds: readonly string[]) => Case["run"]) =>
  Object.entries(losses).flatMap(([what, kinds]) =>
    stepsOf(kind).map(
      (step): Case => ({
        name: `lost/${kind === "Creating" ? "create" : "delete"}/${what}/${step}`,
        place: "alone",
        run: run(step, kinds),
      }),
    ),
  );

export const lostDocumentCases: readonly Case[] = [
  ...eachLoss("Creating", (step, kinds) => async (instance) => {
    await undisturbedLikeness(instance);
    const one = await furnished(instance);
    await lostDuring(instance, one, step, kinds, async () => operationOf(await putCluster(instance, one.customer)));
    await assertCreated(instance, one);
  }),
  ...eachLoss("Deleting", (step, kinds) => async (instance) => {
    const one = await furnished(instance);
    await created(instance, one);
    await lostDuring(instance, one, step, kinds, async () => operationOf(await deleteCluster(instance, one.customer)));
    await assertRemoved(instance, one);
  }),
];
