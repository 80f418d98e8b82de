import assert from "node:assert/strict";
import { type KubernetesClient, type KubernetesObject, kinds, type Secret } from "@aro/kubernetes";
import { systemClock } from "@aro/runtime";
import { censusOfStore, clusterOf } from "../harness/census/store.ts";
import type { Principal } from "../harness/control.ts";
import { created, type Furnished, furnished, removed } from "../harness/course.ts";
import { apiVersion, assignmentOf, letUse } from "../harness/customer.ts";
import type { Instance } from "../harness/instance.ts";
import type { Case } from "../harness/matrix.ts";
import { wholeSteps } from "../harness/steps.ts";
import { operationOf, watch } from "../harness/watch.ts";
import { assertRemoved, clientOf } from "./course.ts";

const patienceMilliseconds = 120_000;
const machineApi = "openshift-machine-api";

/** Gives the cluster another principal and sees it through. */
async function rotated(instance: Instance, { customer }: Furnished, principal: Principal): Promise<readonly string[]> {
  const { appId: clientId, clientSecret } = principal;
  const answer = await instance.client.call({
    method: "PATCH",
    path: customer.cluster,
    apiVersion,
    body: { properties: { servicePrincipalProfile: { clientId, clientSecret } } },
  });
  const { statuses, last } = await watch(instance, customer, operationOf(answer));
  assert.equal(last.status, "Succeeded", JSON.stringify(last.error ?? last));
  return statuses.at(-1)?.operations?.map(({ name }) => name) ?? [];
}

const takeAway = async (instance: Instance, network: string, objectId: string): Promise<unknown> =>
  instance.client.ok({ method: "DELETE", path: assignmentOf(network, objectId), apiVersion: "2022-04-01" });

/** One worker more, made by the cluster itself. */
async function oneMoreWorker(client: KubernetesClient): Promise<void> {
  const signal = AbortSignal.timeout(patienceMilliseconds);
  const workers = () =>
    client.list(
      kinds.Machine,
      { namespace: machineApi, labelSelector: "machine.openshift.io/cluster-api-machine-role=worker" },
      signal,
    );
  const before = new Set((await workers()).map(({ metadata }) => metadata.name));
  const [set] = await client.list(kinds.MachineSet, { namespace: machineApi }, signal);
  assert.ok(set);
  const name = { name: set.metadata.name, namespace: machineApi };
  await client.patch(kinds.MachineSet, name, { spec: { replicas: 2 } }, { as: "merge" }, signal);
  for (;;) {
    const more = (await workers()).find(({ metadata }) => !before.has(metadata.name));
    const { phase, errorMessage } = (more?.["status"] ?? {}) as { phase?: string; errorMessage?: string };
    if (phase === "Running") return;
    assert.notEqual(phase, "Failed", errorMessage ?? "the machine failed");
    await systemClock.sleep(200, signal);
  }
}

const textOf = (secret: KubernetesObject | undefined, key: string): string =>
  Buffer.from((secret as Secret | undefined)?.data?.[key] ?? "", "base64").toString("utf8");

/** The service principal of a cluster is replaced: all the way to the machines that it makes afterwards (spec 03 §4). */
export const rotations: readonly Case[] = [
  {
    name: "whole/rotate/another-principal",
    place: "alone",
    run: async (instance) => {
      const one = await furnished(instance);
      const { customer } = one;
      await created(instance, one);
      const principal = await instance.control.makePrincipal("another");
      await letUse(instance, customer.network, principal.objectId);
      assert.deepEqual(
        await rotated(instance, one, principal),
        wholeSteps("Updating").map(({ name }) => name),
        "every step, by its name and in its order",
      );
      const { clientIdKey, openShiftCluster } = clusterOf(censusOfStore(instance, customer), customer);
      assert.equal(clientIdKey, principal.appId.toLowerCase());
      assert.equal(openShiftCluster.properties.servicePrincipalProfile?.spObjectId, principal.objectId);
      // The former one is of no use to the cluster any more.
      await takeAway(instance, customer.network, customer.principal.objectId);
      {
        await using client = await clientOf(instance, customer);
        const signal = AbortSignal.timeout(patienceMilliseconds);
        const name = { name: "azure-cloud-credentials", namespace: machineApi };
        const secret = await client.get(kinds.Secret, name, signal);
        assert.equal(textOf(secret, "azure_client_id"), principal.appId);
        assert.equal(textOf(secret, "azure_client_secret"), principal.clientSecret);
        await oneMoreWorker(client);
      }
      await removed(instance, one);
      // The network's roles as they were: what is left is held against that.
      await takeAway(instance, customer.network, principal.objectId);
      await letUse(instance, customer.network, customer.principal.objectId);
      await assertRemoved(instance, one);
    },
  },
];
