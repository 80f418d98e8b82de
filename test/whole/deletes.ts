import assert from "node:assert/strict";
import { furnished } from "../harness/course.ts";
import { deleteCluster, putCluster } from "../harness/customer.ts";
import type { Case } from "../harness/matrix.ts";
import { wholeSteps } from "../harness/steps.ts";
import { operationOf, watch } from "../harness/watch.ts";
import { assertRemoved } from "./course.ts";

/*
 * A DELETE while the create is in a step is honoured, and leaves nothing.
 */

/** Long enough for a DELETE to be sent and answered while the worker stands at the boundary. */
const holdMilliseconds = 1_500;

export const deleteCases: readonly Case[] = [...new Set(wholeSteps("Creating").map(({ name }) => name))].map(
  (step) => ({
    name: `whole/delete-while-creating/${step}`,
    place: "alone",
    run: async (instance, note) => {
      const one = await furnished(instance);
      const held = await instance.control.arm({
        match: { boundary: `${step}:started` },
        do: { kind: "delay", milliseconds: holdMilliseconds },
      });
      await putCluster(instance, one.customer);
      await instance.control.untilStruck(held.id, 1, 120_000);
      const deletion = operationOf(await deleteCluster(instance, one.customer));
      await instance.control.clear(held.id);
      const { last, milliseconds } = await watch(instance, one.customer, deletion);
      assert.equal(last.status, "Succeeded", JSON.stringify(last.error ?? last));
      note(`deleted in ${milliseconds} ms`);
      // Charged for is what got as far as the record of it.
      await assertRemoved(instance, one, "either");
    },
  }),
);
