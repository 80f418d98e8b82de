import assert from "node:assert/strict";
import { censusOfStore, rowsOfStore } from "../../harness/census/store.ts";
import { type Furnished, furnished } from "../../harness/course.ts";
import { apiVersion, getCluster, patchOutbound, putCluster } from "../../harness/customer.ts";
import type { Instance } from "../../harness/instance.ts";
import type { Case } from "../../harness/matrix.ts";
import { azureSteps } from "../../harness/steps.ts";
import { rewriteDocuments } from "../../harness/store-write.ts";
import { operationOf, watch } from "../../harness/watch.ts";
import { planted, unkept } from "../plant.ts";
import { matchOf, writesOfCreate } from "../writes.ts";

/*
 * Members that this build does not know, written into every document of a customer at every level by another build (spec 02 §2.6, ARM-PUT-07):
 * all of them are there after a whole create and an update, and no client sees any.
 */

const steps = azureSteps("Creating")
  .map(({ name }) => name)
  .filter((name) => name !== "waitOutFormerOperations");
const holdMilliseconds = 4_000;
const kinds = ["cluster", "operation", "work", "subscription"];

/** Plants unknown members in all documents of the customer. */
function plant(instance: Instance, { customer }: Furnished): void {
  const kindsPlanted = new Set<string>();
  rewriteDocuments(instance, customer.subscriptionId, (body, container) => {
    const { kind = "subscription" } = JSON.parse(body) as { kind?: string };
    if (container === "Billing") return undefined;
    kindsPlanted.add(kind);
    return planted(body);
  });
  assert.deepEqual([...kindsPlanted].sort(), [...kinds].sort(), "kinds of documents");
}

/** Every member that was planted lies where it lay, whole integers and all. */
function assertKept(instance: Instance, { customer }: Furnished, former: ReadonlyMap<string, string>): void {
  const now = new Map(documents(instance, customer.subscriptionId));
  for (const [id, body] of former) assert.deepEqual(unkept(body, now.get(id) ?? "{}"), [], `of document ${id}`);
}

const documents = (instance: Instance, subscriptionId: string): [string, string][] =>
  rowsOfStore(instance)
    .filter(({ partition }) => partition === subscriptionId)
    .map(({ container, id, body }) => [`${container}/${id}`, body]);

async function assertHidden(instance: Instance, { customer }: Furnished, operation: string): Promise<void> {
  for (const answer of [
    await getCluster(instance, customer),
    await instance.client.ok({ method: "GET", path: operation, apiVersion }),
  ])
    assert.ok(!answer.text.includes("unknown-"), `a client sees what was planted: ${answer.text.slice(0, 300)}`);
}

async function succeeded(instance: Instance, { customer }: Furnished, operation: string): Promise<void> {
  const { last } = await watch(instance, customer, operation);
  assert.equal(last.status, "Succeeded", JSON.stringify(last.error));
}

const duringCreate = steps.map(
  (step): Case => ({
    name: `unknown/during-create/${step}`,
    place: "alone",
    run: async (instance) => {
      const one = await furnished(instance);
      const held = await instance.control.arm({
        match: { boundary: `${step}:started` },
        do: { kind: "delay", milliseconds: holdMilliseconds },
      });
      const create = operationOf(await putCluster(instance, one.customer));
      await instance.control.untilStruck(held.id);
      plant(instance, one);
      const former = new Map(documents(instance, one.customer.subscriptionId));
      await succeeded(instance, one, create);
      await instance.control.clear(held.id);
      assertKept(instance, one, former);
      await assertHidden(instance, one, create);
    },
  }),
);

const beforeResume: Case = {
  name: "unknown/before-a-resumed-create-and-an-update",
  place: "alone",
  run: async (instance) => {
    const one = await furnished(instance);
    const write = writesOfCreate.find(({ name }) => name === "group");
    assert.ok(write !== undefined);
    const refused = await instance.control.arm({
      match: matchOf(write, instance, one.customer),
      do: { kind: "status", status: 400, code: "InvalidResourceInjected", message: "Refused for a test." },
      count: "always",
    });
    const failing = operationOf(await putCluster(instance, one.customer));
    assert.equal((await watch(instance, one.customer, failing)).last.status, "Failed");
    await instance.control.clear(refused.id);
    plant(instance, one);
    const former = new Map(documents(instance, one.customer.subscriptionId));
    const create = operationOf(await putCluster(instance, one.customer));
    await succeeded(instance, one, create);
    assertKept(instance, one, former);
    await succeeded(instance, one, operationOf(await patchOutbound(instance, one.customer, 2)));
    assertKept(instance, one, former);
    await assertHidden(instance, one, create);
    assert.equal(censusOfStore(instance, one.customer).operations.length, 3);
  },
};

export const unknownMemberCases: readonly Case[] = [beforeResume, ...duringCreate];
