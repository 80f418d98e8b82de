import assert from "node:assert/strict";
import { X509Certificate } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { accessOf, conditionStatus, connect, createClient, type KubernetesClient, kinds } from "@aro/kubernetes";
import { systemClock } from "@aro/runtime";
import { keptKeys } from "../harness/census/cloud.ts";
import { assertNoCluster } from "../harness/census/no-cluster.ts";
import { censusOfStore, clusterOf } from "../harness/census/store.ts";
import type { Furnished } from "../harness/course.ts";
import { apiVersion, type Customer, clusterBody } from "../harness/customer.ts";
import type { Instance } from "../harness/instance.ts";
import { assertOperatorContent } from "./operator-conditions.ts";

interface Post {
  kubeconfig?: string;
  kubeadminUsername?: string;
  kubeadminPassword?: string;
}

async function post(instance: Instance, customer: Customer, action: string): Promise<Post> {
  const path = `${customer.cluster}/${action}`;
  return (await instance.client.ok({ method: "POST", path, apiVersion })).json as Post;
}

/** The kubeconfig that the customer is given, as it is. */
export async function kubeconfigOf(instance: Instance, customer: Customer): Promise<string> {
  const { kubeconfig = "" } = await post(instance, customer, "listAdminCredentials");
  return Buffer.from(kubeconfig, "base64").toString("utf8");
}

/** A client of the cluster's API server, made of nothing but the customer's kubeconfig. */
export const clientOf = async (instance: Instance, customer: Customer): Promise<KubernetesClient> =>
  createClient(connect(accessOf(await kubeconfigOf(instance, customer)), "suite"));

/** What makes up a cluster's machines, by their names without what is drawn. */
const machines = (infraId: string, keys: readonly string[]): string[] =>
  keys
    .filter((key) => /\/(virtualmachines|disks)\//.test(key) || /\/networkinterfaces\/[^/]+-nic$/.test(key))
    .map((key) =>
      key
        .slice(key.lastIndexOf("/") + 1)
        .replace(infraId, "INFRA")
        .replace(/(worker-[a-z]+\d)-[a-z0-9]{5}/, "$1-X"),
    )
    .sort();

const zones = ["eastus1", "eastus2", "eastus3"];
const wantedMachines = [
  ...["0", "1", "2"].flatMap((index) => [
    `INFRA-master-${index}`,
    `INFRA-master-${index}_osdisk`,
    `INFRA-master${index}-nic`,
  ]),
  ...zones.flatMap((zone) => [`INFRA-worker-${zone}-X`, `INFRA-worker-${zone}-X_osdisk`, `INFRA-worker-${zone}-X-nic`]),
].sort();

/** The state after a create that succeeded: one set of machines, one document each, and a cluster that is well and can be used. */
export async function assertCreated(instance: Instance, { customer }: Furnished): Promise<void> {
  const store = censusOfStore(instance, customer);
  const cluster = clusterOf(store, customer);
  const { infraId = "", install } = cluster.openShiftCluster.properties;
  assert.equal(install, undefined, "the install is over");
  const keys = keptKeys(instance, customer.subscriptionId).filter((key) => key.includes(customer.managedGroup));
  assert.deepEqual(machines(infraId, keys), wantedMachines, "machines, disks and interfaces");
  assert.equal(store.billing.length, 1, "billing records");
  await using client = await clientOf(instance, customer);
  await assertWell(client);
  const { kubeadminUsername, kubeadminPassword } = await post(instance, customer, "listCredentials");
  assert.equal(kubeadminUsername, "kubeadmin");
  assert.match(kubeadminPassword ?? "", /^\w{5}(-\w{5}){3}$/);
}

/** Six ready nodes, a version that is available, operators that are, and an operator of ours that has nothing to complain of. */
export async function assertWell(client: KubernetesClient): Promise<void> {
  const signal = AbortSignal.timeout(60_000);
  const nodes = await client.list(kinds.Node, {}, signal);
  assert.deepEqual(
    nodes.map((node) => conditionStatus(node, "Ready")),
    Array.from({ length: 6 }, () => "True"),
    "nodes that are ready",
  );
  const version = await client.get(kinds.ClusterVersion, { name: "version" }, signal);
  assert.equal(version && conditionStatus(version, "Available"), "True");
  const operators = await client.list(kinds.ClusterOperator, {}, signal);
  assert.ok(operators.length > 20, `${operators.length} cluster operators`);
  const unwell = operators.filter((one) => conditionStatus(one, "Available") !== "True");
  assert.deepEqual(
    unwell.map(({ metadata }) => metadata.name),
    [],
    "operators that are not available",
  );
  await assertOperatorContent(client);
}

/** After a delete nothing of the cluster is left: with the customer, with the service, in the hub. */
export async function assertRemoved(
  instance: Instance,
  one: Furnished,
  billing: "closed" | "either" = "closed",
): Promise<void> {
  const { customer, before } = one;
  await assertNoCluster(instance, customer, before, billing);
  const prefix = clusterBody(customer).properties["clusterProfile"] as { domain: string };
  const names = keptKeys(instance, instance.serviceSubscriptionId).filter((key) =>
    key.includes(prefix.domain.toLowerCase()),
  );
  assert.deepEqual(names, [], "names that are left in the region's zone");
  assert.deepEqual(await clustersLeft(instance, customer), [], "API servers that are left");
}

/** Folders of emulated clusters of the customer; they go a moment after their machines. */
async function clustersLeft(instance: Instance, customer: Customer): Promise<string[]> {
  const { readdirSync } = await import("node:fs");
  const folder = join(instance.folder, "clusters");
  for (let look = 0; ; look++) {
    const left = readdirSync(folder).filter((name) => {
      try {
        return readFileSync(join(folder, name, "record.json"), "utf8").includes(customer.subscriptionId);
      } catch {
        return false;
      }
    });
    if (left.length === 0 || look === 50) return left;
    await systemClock.sleep(100);
  }
}

/** The certificate that a server shows at a name of the cluster is of an authority that the kubeconfig trusts. */
export const authoritiesOf = (kubeconfig: string): string[] =>
  (accessOf(kubeconfig).ca ?? "")
    .split(/(?<=-----END CERTIFICATE-----\n)/)
    .filter((pem) => pem.trim() !== "")
    .map((pem) => new X509Certificate(pem).subject);
