import assert from "node:assert/strict";
import { faultText } from "../harness/control.ts";
import { apiVersion, assignmentOf, deleteCluster, letUse, putCluster } from "../harness/customer.ts";
import type { Instance } from "../harness/instance.ts";
import type { Case } from "../harness/matrix.ts";
import { processNamed, restarted } from "../harness/processes.ts";
import { operationOf, watch } from "../harness/watch.ts";
import { assertCreated, assertRemoved, created, creating, type Furnished, furnished, removed } from "./course.ts";
import { rotations } from "./rotation.ts";
import { boundariesOf, stepsOf } from "./steps.ts";

/*
 * Whole clusters: installed to the last step, used, and deleted without residue; with processes killed at every boundary, with a fault at every
 * step, and with a delete in the middle.
 */

const use: Case = {
  name: "whole/create-use-delete",
  place: "shared",
  run: async (instance, note) => {
    const one = await furnished(instance);
    const { milliseconds, statuses } = await created(instance, one);
    note(`created in ${milliseconds} ms`);
    const names = statuses.at(-1)?.operations?.map(({ name }) => name);
    assert.deepEqual(
      names,
      stepsOf("Creating").map(({ name }) => name),
      "every step, by its name and in its order",
    );
    await assertCreated(instance, one);
    note(`deleted in ${(await removed(instance, one)).milliseconds} ms`);
    await assertRemoved(instance, one);
  },
};

type Victims = "rp" | "emulator" | "rp,emulator";
const everyVictims: readonly Victims[] = ["rp", "emulator", "rp,emulator"];

/** Runs `act` with processes killed at a boundary; they die there, and once. */
async function withKill<Result>(
  instance: Instance,
  boundary: string,
  victims: Victims,
  act: () => Promise<Result>,
): Promise<Result> {
  const lives = victims.split(",").map((name) => {
    const found = processNamed(instance.folder, name);
    if (found === undefined) throw new Error(`${name} does not run`);
    return found;
  });
  const armed = await instance.control.arm({ match: { boundary }, do: { kind: "kill", process: victims } });
  try {
    const result = await act();
    const fault = await instance.control.fault(armed.id);
    assert.equal(fault.struck, 1, `the kill did not strike: ${faultText(fault)}`);
    for (const life of lives) {
      const next = await restarted(instance.folder, life.name, life.restarts);
      assert.equal(next.restarts, life.restarts + 1, `${life.name} died more than once`);
    }
    return result;
  } finally {
    await instance.control.clear(armed.id);
  }
}

const kills: readonly Case[] = everyVictims.flatMap((victims) => [
  ...boundariesOf("Creating").map(
    (boundary): Case => ({
      name: `whole/kill/create/${victims.replace(",", "+")}/${boundary}`,
      place: "alone",
      run: async (instance) => {
        const one = await furnished(instance);
        await withKill(instance, boundary, victims, () => created(instance, one));
        await assertCreated(instance, one);
        await removed(instance, one);
        await assertRemoved(instance, one);
      },
    }),
  ),
  ...boundariesOf("Deleting").map(
    (boundary): Case => ({
      name: `whole/kill/delete/${victims.replace(",", "+")}/${boundary}`,
      place: "alone",
      run: async (instance) => {
        const one = await furnished(instance);
        await created(instance, one);
        await withKill(instance, boundary, victims, () => removed(instance, one));
        await assertRemoved(instance, one);
      },
    }),
  ),
]);

/** A DELETE while the create is in a step is honoured, and leaves nothing. */
const deletes: readonly Case[] = [...new Set(stepsOf("Creating").map(({ name }) => name))].map(
  (step): Case => ({
    name: `whole/delete-while-creating/${step}`,
    place: "alone",
    run: async (instance) => {
      const one = await furnished(instance);
      await putCluster(instance, one.customer);
      await untilStep(instance, one, step);
      const { last } = await watch(instance, one.customer, operationOf(await deleteCluster(instance, one.customer)));
      assert.equal(last.status, "Succeeded", JSON.stringify(last.error ?? last));
      // Charged for is what got as far as the record of it.
      await assertRemoved(instance, one, "either");
    },
  }),
);

/** Waits until the service reports that the step begins. */
async function untilStep(instance: Instance, { customer }: Furnished, step: string): Promise<void> {
  const armed = await instance.control.arm({
    match: { boundary: `${step}:started` },
    do: { kind: "delay", milliseconds: 500 },
  });
  try {
    for (;;) {
      if ((await instance.control.fault(armed.id)).struck > 0) return;
      const { json } = await instance.client.ok({ method: "GET", path: customer.cluster, apiVersion });
      const { provisioningState } = (json as { properties: { provisioningState: string } }).properties;
      assert.equal(provisioningState, "Creating", `the create ended before ${step}`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  } finally {
    await instance.control.clear(armed.id);
  }
}

/** Machines that cannot be had: the create fails and says so, and succeeds when they can be. */
const resumes: readonly Case[] = [
  {
    name: "whole/resume/network-without-role",
    place: "alone",
    run: async (instance) => {
      const one = await furnished(instance);
      const { network, principal } = one.customer;
      const role = assignmentOf(network, principal.objectId);
      await instance.client.ok({ method: "DELETE", path: role, apiVersion: "2022-04-01" });
      const failed = await creating(instance, one);
      assert.equal(failed.last.status, "Failed");
      assert.match(JSON.stringify(failed.last.error), /subnets\/join\/action|InvalidServicePrincipalPermissions/);
      await letUse(instance, network, principal.objectId);
      await created(instance, one);
      await assertCreated(instance, one);
      await removed(instance, one);
      await assertRemoved(instance, one);
    },
  },
];

export const wholeCases: readonly Case[] = [use, ...kills, ...deletes, ...resumes, ...rotations];
