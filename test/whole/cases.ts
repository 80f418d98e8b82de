import assert from "node:assert/strict";
import { created, creating, furnished, removed } from "../harness/course.ts";
import { assignmentOf, letUse } from "../harness/customer.ts";
import type { Case } from "../harness/matrix.ts";
import { wholeSteps } from "../harness/steps.ts";
import { assertCreated, assertRemoved } from "./course.ts";
import { deleteCases } from "./deletes.ts";
import { failures } from "./failures.ts";
import { faultChains } from "./fault-chains.ts";
import { killChains } from "./kill-chains.ts";
import { killCases } from "./kills.ts";
import { isUndisturbed } from "./likeness.ts";
import { requests } from "./requests.ts";
import { rotations } from "./rotation.ts";

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
      wholeSteps("Creating").map(({ name }) => name),
      "every step, by its name and in its order",
    );
    await assertCreated(instance, one);
    isUndisturbed(instance, one);
    note(`deleted in ${(await removed(instance, one)).milliseconds} ms`);
    await assertRemoved(instance, one);
  },
};

/** Rights that are missing: the create fails and says so, and succeeds when they are there. */
const resume: Case = {
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
};

/** What a full run has: the longest first. */
export const wholeCases: readonly Case[] = [
  ...killChains,
  ...faultChains,
  ...failures,
  ...rotations,
  resume,
  use,
  requests,
  ...deleteCases,
];

/** What the chains have in few lives, each by itself: `--each`. */
export const singleCases: readonly Case[] = killCases;
