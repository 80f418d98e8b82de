import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { systemClock } from "@aro/runtime";
import type { ArmClient } from "../../harness/arm-client.ts";
import { censusOfCloud, keptKeys } from "../../harness/census/cloud.ts";
import { censusOfStore, clusterOf } from "../../harness/census/store.ts";
import { created, type Furnished, furnished, removed } from "../../harness/course.ts";
import { deleteCluster, getCluster } from "../../harness/customer.ts";
import type { Instance } from "../../harness/instance.ts";
import type { Case } from "../../harness/matrix.ts";
import { operationOf, watch } from "../../harness/watch.ts";
import { assertRemoved } from "../course.ts";

/*
 * DELETE of a cluster of which somebody removed parts by hand, and DELETE sent again: what is gone is fine (ARM-DEL-05, ARM-DEL-06).
 */

const versions: readonly (readonly [RegExp, string])[] = [
  [/microsoft\.network/i, "2024-05-01"],
  [/microsoft\.storage/i, "2023-05-01"],
  [/microsoft\.authorization/i, "2022-04-01"],
  [/./, "2021-04-01"],
];
const versionOf = (path: string): string => versions.find(([pattern]) => pattern.test(path))?.[1] ?? "";

/** Removes a resource as a person would, and waits until it is gone. @throws Error when Azure refuses. */
async function removeByHand(client: ArmClient, path: string): Promise<void> {
  const apiVersion = versionOf(path);
  const answer = await client.ok({ method: "DELETE", path, apiVersion });
  assert.ok([200, 202, 204].includes(answer.status), `${answer.status}`);
  for (;;) {
    const { status } = await client.call({ method: "GET", path, apiVersion });
    if (status === 404) return;
    await systemClock.sleep(30);
  }
}

const owner = "8e3af657-a8ff-443c-a75c-2fe8c4bcb635";

/**
 * Runs `work` with the one whom the managed group's deny assignment leaves out: the cluster's own principal, made Owner meanwhile. An Owner
 * of the subscription may remove nothing in that group.
 */
async function withFreeHand(
  instance: Instance,
  { customer }: Furnished,
  work: (hand: ArmClient) => Promise<void>,
): Promise<void> {
  const { subscriptionId, principal } = customer;
  const scope = `/subscriptions/${subscriptionId}/providers/Microsoft.Authorization`;
  const assignment = {
    path: `${scope}/roleAssignments/${randomUUID()}`,
    apiVersion: versionOf("microsoft.authorization"),
  };
  const properties = {
    roleDefinitionId: `${scope}/roleDefinitions/${owner}`,
    principalId: principal.objectId,
    principalType: "ServicePrincipal",
  };
  await instance.client.ok({ ...assignment, method: "PUT", body: { properties } });
  await work(instance.clientOf(principal));
  await instance.client.ok({ ...assignment, method: "DELETE" });
}

/** The cloud's keys in the customer's subscription and those of the service that bear the cluster's id. */
async function keysOf(instance: Instance, { customer }: Furnished): Promise<string[]> {
  const { id } = clusterOf(censusOfStore(instance, customer), customer);
  const cloud = await censusOfCloud(instance, customer.subscriptionId);
  const endpoints = keptKeys(instance, instance.serviceSubscriptionId).filter((key) => key.includes(id));
  return [...cloud.keys(), ...endpoints];
}

/** What is removed by hand, in this order; each text picks the keys that it ends or goes on with. */
const removals: readonly { name: string; parts: readonly RegExp[] }[] = [
  { name: "endpoint-of-the-service", parts: [/\/privateendpoints\/rp-pe-[^./]+$/] },
  { name: "endpoint-and-link-service", parts: [/\/privateendpoints\/rp-pe-[^./]+$/, /\/privatelinkservices\/[^/]+$/] },
  { name: "role-assignment", parts: [/\/resourcegroups\/managed-.*\/roleassignments\/[^/]+$/] },
  { name: "public-load-balancer", parts: [/\/loadbalancers\/(?!.*-internal$)[^/]+$/] },
  {
    name: "public-load-balancer-and-addresses",
    parts: [/\/loadbalancers\/(?!.*-internal$)[^/]+$/, /\/publicipaddresses\/[^/]+$/],
  },
  { name: "storage-accounts", parts: [/\/storageaccounts\/[^/]+$/] },
  { name: "managed-group", parts: [/\/privateendpoints\/rp-pe-[^./]+$/, /\/resourcegroups\/managed-[^/]+$/] },
];

const byHand = removals.map(
  ({ name, parts }): Case => ({
    name: `delete/removed-by-hand/${name}`,
    place: "shared",
    run: async (instance, note) => {
      const one = await furnished(instance);
      await created(instance, one);
      if (name === "managed-group") await detachSubnets(instance, one);
      const gone: string[] = [];
      await withFreeHand(instance, one, async (hand) => {
        for (const part of parts) {
          const picked = (await keysOf(instance, one)).filter((key) => part.test(key));
          assert.ok(picked.length > 0, `nothing is like ${part}`);
          const isManaged = (key: string) => key.includes(`/resourcegroups/${one.customer.managedGroup}`);
          for (const path of picked) await removeByHand(isManaged(path) ? hand : instance.client, path);
          gone.push(...picked);
        }
      });
      note(`${gone.length} removed by hand`);
      await removed(instance, one);
      await assertRemoved(instance, one);
    },
  }),
);

/** A group whose security group hangs on a subnet cannot be removed by anybody. */
async function detachSubnets({ client }: Instance, { customer }: Furnished): Promise<void> {
  const apiVersion = "2024-05-01";
  for (const path of [customer.masterSubnet, customer.workerSubnet]) {
    const { json } = await client.ok({ method: "GET", path, apiVersion });
    const subnet = json as { properties: { networkSecurityGroup?: unknown } };
    delete subnet.properties.networkSecurityGroup;
    await client.ok({ method: "PUT", path, apiVersion, body: subnet });
    for (;;) {
      const now = await client.ok({ method: "GET", path, apiVersion });
      if ((now.json as { properties: { provisioningState: string } }).properties.provisioningState === "Succeeded")
        break;
      await systemClock.sleep(30);
    }
  }
}

const detached: Case = {
  name: "delete/removed-by-hand/security-group-detached",
  place: "shared",
  run: async (instance) => {
    const one = await furnished(instance);
    await created(instance, one);
    await detachSubnets(instance, one);
    await removed(instance, one);
    await assertRemoved(instance, one);
  },
};

const twice: Case = {
  name: "delete/twice",
  place: "shared",
  run: async (instance) => {
    const one = await furnished(instance);
    await created(instance, one);
    const first = await deleteCluster(instance, one.customer);
    assert.equal(first.status, 202);
    const running = watch(instance, one.customer, operationOf(first));
    running.catch(() => undefined);
    for (let times = 0; times < 5; times++) {
      const again = await deleteCluster(instance, one.customer);
      assert.deepEqual([again.status, operationOf(again)], [202, operationOf(first)], "the running deletion");
      // All five together are shorter than any deletion.
      await systemClock.sleep(150);
    }
    assert.equal((await running).last.status, "Succeeded");
    assert.equal((await deleteCluster(instance, one.customer)).status, 204);
    assert.equal((await getCluster(instance, one.customer)).status, 404);
    assert.equal(censusOfStore(instance, one.customer).operations.length, 2, "operations in the store");
    await assertRemoved(instance, one);
  },
};

export const deleteCases: readonly Case[] = [...byHand, detached, twice];
