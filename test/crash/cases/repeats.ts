import assert from "node:assert/strict";
import type { CloudErrorBody, JsonObject } from "@aro/api";
import { linesOf, operationIdIn } from "../../harness/backends.ts";
import { bytesOf, written } from "../../harness/census/bytes.ts";
import { censusOfStore } from "../../harness/census/store.ts";
import { created, type Furnished, furnished } from "../../harness/course.ts";
import { clusterBody, getCluster, putCluster } from "../../harness/customer.ts";
import type { Instance } from "../../harness/instance.ts";
import type { Case } from "../../harness/matrix.ts";
import { azureSteps } from "../../harness/steps.ts";
import { operationOf, watch } from "../../harness/watch.ts";
import { moreWrites, writesToArm } from "../arm-calls.ts";
import { assertCreated } from "../course.ts";

/*
 * The same PUT again: on a cluster that is as it asks, nothing happens (ARM-PUT-04); while the create runs, it is answered with the operation
 * that runs, and another PUT is refused (ARM-PUT-12).
 */

const steps = azureSteps("Creating")
  .map(({ name }) => name)
  .filter((name) => name !== "waitOutFormerOperations");

/** Long enough for some requests to be sent and answered while the worker stands at the boundary. */
const holdMilliseconds = 4_000;

/** Bodies that ask for what there is. */
const repeats: readonly { name: string; body: (instance: Instance, one: Furnished) => Promise<object> }[] = [
  { name: "same-body", body: async (instance, { customer }) => clusterBody(customer, instance.location) },
  {
    name: "what-get-returned",
    body: async (instance, { customer }) => (await getCluster(instance, customer)).json as JsonObject,
  },
  {
    name: "empty-version",
    body: async (instance, { customer }) => {
      const { properties, ...envelope } = clusterBody(customer, instance.location);
      const clusterProfile = { ...(properties["clusterProfile"] as JsonObject), version: "" };
      return { ...envelope, properties: { ...properties, clusterProfile } };
    },
  },
];

const afterwards = repeats.map(
  ({ name, body }): Case => ({
    name: `repeat/afterwards/${name}`,
    place: "alone",
    run: async (instance) => {
      const one = await furnished(instance);
      const { last } = await created(instance, one);
      const again = await body(instance, one);
      const [bytes, asked] = [bytesOf(instance), await writesToArm(instance)];
      for (let times = 0; times < 3; times++) {
        const answer = await putCluster(instance, one.customer, again);
        assert.equal(answer.status, 200, answer.text);
        assert.equal(answer.headers["azure-asyncoperation"], undefined, "an operation was begun");
        assert.deepEqual(answer.json, (await getCluster(instance, one.customer)).json, "the answer is what GET gives");
      }
      assert.deepEqual(written(bytes, bytesOf(instance)), [], "written for a PUT that asks for nothing");
      assert.deepEqual(moreWrites(asked, await writesToArm(instance)), {}, "asked of ARM");
      assert.equal(censusOfStore(instance, one.customer).operations[0]?.id, operationIdIn(last.id));
      await assertCreated(instance, one);
    },
  }),
);

const during = steps.map(
  (step): Case => ({
    name: `repeat/during/${step}`,
    place: "alone",
    run: async (instance) => {
      const one = await furnished(instance);
      const held = await instance.control.arm({
        match: { boundary: `${step}:started` },
        do: { kind: "delay", milliseconds: holdMilliseconds },
      });
      const first = await putCluster(instance, one.customer);
      assert.equal(first.status, 201);
      await instance.control.untilStruck(held.id);
      const bytes = bytesOf(instance);
      for (let times = 0; times < 2; times++) {
        const again = await putCluster(instance, one.customer);
        assert.deepEqual([again.status, operationOf(again)], [200, operationOf(first)], "the operation that runs");
      }
      const body = clusterBody(one.customer, instance.location);
      const other = await putCluster(instance, one.customer, { ...body, tags: { team: "billing" } });
      const { error } = other.json as { error: CloudErrorBody };
      assert.deepEqual([other.status, error.code], [400, "RequestNotAllowed"], other.text);
      // The lease is renewed all the while, which counts a write; documents of customers stay as they are.
      const renewal = /\\"kind\\":\\"work\\"|: store commit_sequence /;
      const touched = written(bytes, bytesOf(instance)).filter((row) => !renewal.test(row));
      assert.deepEqual(touched, [], "written for a PUT during the run");
      const { last } = await watch(instance, one.customer, operationOf(first));
      assert.equal(last.status, "Succeeded", JSON.stringify(last.error));
      await instance.control.clear(held.id);
      const begun = linesOf(instance, "rp", last.name).filter(({ event }) => event === "running step");
      assert.equal(new Set(begun.map((line) => line.step)).size, begun.length, "a step ran twice");
      await assertCreated(instance, one);
    },
  }),
);

export const repeatCases: readonly Case[] = [...afterwards, ...during];
