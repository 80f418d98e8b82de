import assert from "node:assert/strict";
import { created, type Furnished, furnished, removed } from "../harness/course.ts";
import { patchOutbound, putCluster } from "../harness/customer.ts";
import type { Instance } from "../harness/instance.ts";
import type { Case } from "../harness/matrix.ts";
import { operationOf, watch } from "../harness/watch.ts";
import { askedOfAzure } from "./calls.ts";

/*
 * How much of Azure's budget of calls a cluster uses up: what the service asks of ARM in each operation, without polls of what runs long. A step that
 * begins to ask more has to say so here.
 */

/** Of a public address more than one removal may be asked for: Azure refuses it while its balancer goes. */
const most = { create: 57, same: 0, update: 23, delete: 76 } as const;

const acts: Readonly<Record<keyof typeof most, (instance: Instance, one: Furnished) => Promise<unknown>>> = {
  create: created,
  same: async (instance, { customer }) => assert.equal((await putCluster(instance, customer)).status, 200),
  update: async (instance, { customer }) => {
    const { last } = await watch(instance, customer, operationOf(await patchOutbound(instance, customer, 2)));
    assert.equal(last.status, "Succeeded", JSON.stringify(last.error));
  },
  delete: removed,
};

export const requests: Case = {
  name: "whole/requests",
  place: "alone",
  run: async (instance, note) => {
    const one = await furnished(instance);
    const counted: Record<string, number> = {};
    for (const [name, act] of Object.entries(acts))
      counted[name] = await askedOfAzure(instance, () => act(instance, one));
    note(
      Object.entries(counted)
        .map(([name, count]) => `${name}: ${count}`)
        .join(", "),
    );
    for (const [name, count] of Object.entries(most)) {
      const found = counted[name] ?? Number.NaN;
      assert.ok(found <= count, `${name}: ${found} requests, and ${count} are known of`);
      assert.ok(
        found >= 0.8 * count,
        `${name}: ${found} requests are fewer than the ${count} known of: write them down`,
      );
    }
  },
};
