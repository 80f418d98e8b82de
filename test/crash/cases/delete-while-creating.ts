import assert from "node:assert/strict";
import { systemClock } from "@aro/runtime";
import { linesOf, operationIdIn } from "../../harness/backends.ts";
import { assertNoCluster } from "../../harness/census/no-cluster.ts";
import { censusOfStore } from "../../harness/census/store.ts";
import { type Furnished, furnished } from "../../harness/course.ts";
import { apiVersion, deleteCluster, getCluster, putCluster } from "../../harness/customer.ts";
import type { Instance } from "../../harness/instance.ts";
import type { Case } from "../../harness/matrix.ts";
import { azureSteps } from "../../harness/steps.ts";
import { operationOf, type SeenStatus, watch } from "../../harness/watch.ts";

/*
 * DELETE while a create runs, at every boundary of it: honoured at once, whatever the worker does, and nothing but the customer's own things
 * is left (ARM-DEL-04).
 */

const steps = azureSteps("Creating")
  .map(({ name }) => name)
  .filter((name) => name !== "waitOutFormerOperations");
const billed = steps.indexOf("ensureBillingRecord");

/** Long enough for a DELETE to be sent and answered while the worker stands at the boundary. */
const holdMilliseconds = 1_500;
/** The worker that is told to stop may have the whole of one call under way; after its word that it is quiet there is no more to wait for. */
const beginMilliseconds = 1_000;

export const deleteWhileCreatingCases: readonly Case[] = steps.flatMap((step, index) =>
  (["started", "finished"] as const).map(
    (edge): Case => ({
      name: `delete/while-creating/${step}:${edge}`,
      place: "alone",
      run: async (instance, note) => {
        const one = await furnished(instance);
        const held = await instance.control.arm({
          match: { boundary: `${step}:${edge}` },
          do: { kind: "delay", milliseconds: holdMilliseconds },
        });
        const create = operationOf(await putCluster(instance, one.customer));
        await instance.control.untilStruck(held.id);
        const { deletion, answeredAfter } = await deletedAtOnce(instance, one, create, step);
        const { last } = await watch(instance, one.customer, deletion);
        assert.equal(last.status, "Succeeded", JSON.stringify(last.error));
        note(`answered after ${answeredAfter} ms, ${beganAfterQuiet(instance, create, deletion)}`);
        await instance.control.clear(held.id);
        await assertCanceled(instance, create);
        const isBilled = index > billed || (index === billed && edge === "finished");
        await assertNoCluster(instance, one.customer, one.before, isBilled ? "closed" : "none");
        assert.equal((await getCluster(instance, one.customer)).status, 404);
      },
    }),
  ),
);

/** DELETE, and a look at the operation that it ended: Canceled by the time the DELETE is answered, in the step where it stood. */
export async function deletedAtOnce(
  instance: Instance,
  one: Furnished,
  create: string,
  step: string,
): Promise<{ deletion: string; answeredAfter: number }> {
  const asked = systemClock.monotonic();
  const answer = await deleteCluster(instance, one.customer);
  const answeredAfter = Math.round(systemClock.monotonic() - asked);
  assert.equal(answer.status, 202, answer.text);
  await assertCanceled(instance, create);
  const { operations, clusters } = censusOfStore(instance, one.customer);
  const canceled = operations.find(({ id }) => id === operationIdIn(create));
  assert.equal(canceled?.asyncOperation.progress?.current?.name, step, "the step in which the create was ended");
  assert.equal(clusters[0]?.openShiftCluster.properties.provisioningState, "Deleting");
  return { deletion: operationOf(answer), answeredAfter };
}

async function assertCanceled(instance: Instance, create: string): Promise<void> {
  const { json } = await instance.client.ok({ method: "GET", path: create, apiVersion });
  const { status, error, endTime } = json as unknown as SeenStatus;
  assert.deepEqual([status, error?.code, typeof endTime], ["Canceled", "OperationCanceled", "string"]);
}

/** How long after the old worker's word the deletion was taken, by the service's own log. @throws AssertionError when it took too long. */
function beganAfterQuiet(instance: Instance, create: string, deletion: string): string {
  const quiet = linesOf(instance, "rp", operationIdIn(create)).findLast(({ event }) => event === "quiet");
  const taken = linesOf(instance, "rp", operationIdIn(deletion)).find(({ event }) => event === "operation taken");
  assert.ok(quiet !== undefined, "the worker of the create never said that it is quiet");
  assert.ok(taken !== undefined, "nobody took the deletion");
  const milliseconds = Date.parse(taken.time) - Date.parse(quiet.time);
  assert.ok(milliseconds <= beginMilliseconds, `deleting began ${milliseconds} ms after the worker was quiet`);
  return `deleting began ${milliseconds} ms after the worker was quiet`;
}
