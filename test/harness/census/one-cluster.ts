import assert from "node:assert/strict";
import type { ClusterDocument, Json, JsonObject } from "@aro/api";
import type { Customer } from "../customer.ts";
import type { Instance } from "../instance.ts";
import { type CloudCensus, censusOfCloud, keptKeys, runningOperations } from "./cloud.ts";
import { difference, normaliser } from "./normal.ts";
import { censusOfStore, clusterOf, type StoreCensus } from "./store.ts";

/**
 * The resources that make one cluster, written down by hand after spec 03 §9.2: no more, no fewer, below its managed group. `INFRA`,
 * `SUFFIX`, `CLUSTER` and `GUID` stand for what is drawn.
 */
const managed = [
  "",
  "/providers/microsoft.resources/deployments/storage",
  "/providers/microsoft.storage/storageaccounts/clusterSUFFIX",
  "/providers/microsoft.storage/storageaccounts/clusterSUFFIX/blobservices/default",
  "/providers/microsoft.storage/storageaccounts/clusterSUFFIX/blobservices/default/containers/ignition",
  "/providers/microsoft.storage/storageaccounts/clusterSUFFIX/blobservices/default/containers/aro",
  "/providers/microsoft.storage/storageaccounts/imageregistrySUFFIX",
  "/providers/microsoft.storage/storageaccounts/imageregistrySUFFIX/blobservices/default",
  "/providers/microsoft.storage/storageaccounts/imageregistrySUFFIX/blobservices/default/containers/image-registry",
  "/providers/microsoft.network/networksecuritygroups/INFRA-nsg",
  "/providers/microsoft.network/privatelinkservices/INFRA-pls",
  "/providers/microsoft.network/networkinterfaces/INFRA-pls.nic.GUID",
  "/providers/microsoft.network/loadbalancers/INFRA-internal",
  "/providers/microsoft.network/loadbalancers/INFRA",
  "/providers/microsoft.network/publicipaddresses/INFRA-pip-v4",
  "/providers/microsoft.network/publicipaddresses/INFRA-default-v4",
  "/providers/microsoft.authorization/roleassignments/GUID",
  "/providers/microsoft.authorization/denyassignments/GUID",
];

const inManagedGroup = (path: string): string => `/subscriptions/SUBSCRIPTION/resourcegroups/MANAGED${path}`;

const ofService = ["rp-pe-CLUSTER", "rp-pe-CLUSTER.nic.GUID"];

/** What there was before the cluster: taken from the cloud when the customer was made. */
export type Before = CloudCensus;

/** A census in which all that was drawn is rewritten: equal for any two clusters made the same way. */
export interface Likeness {
  cloud: Record<string, Json | undefined>;
  cluster: Json | undefined;
}

/** What there is more than of a cluster that was created and left alone. */
export interface Extent {
  /** Resources below the managed group that an update made. */
  besides?: readonly string[];
  /** How many clusters of that name there were before. */
  former?: number;
}

/** What a customer's subscription and the store hold, counted while nothing runs. */
export interface Counted {
  cloud: CloudCensus;
  store: StoreCensus;
  likeness: Likeness;
}

/**
 * The state after a create that succeeded: what the customer had, exactly one set of a cluster's resources, and one document each of cluster, work
 * and billing. @throws AssertionError naming what is missing or too much.
 */
export async function assertOneCluster(
  instance: Instance,
  customer: Customer,
  before: Before,
  { besides = [], former = 0 }: Extent = {},
): Promise<Counted> {
  const store = censusOfStore(instance, customer);
  const cluster = clusterOf(store, customer);
  const cloud = partOf(await censusOfCloud(instance, customer.subscriptionId), customer);
  const normal = normaliser(instance, customer, cluster);
  const name = (key: string) => String(normal(key));
  assert.deepEqual(
    [...cloud.keys()].map(name).sort(),
    [...[...before.keys()].map(name), ...[...managed, ...besides].map(inManagedGroup)].sort(),
    "the resources of the customer's subscription",
  );
  assert.deepEqual(
    keysOfService(instance, cluster).map(name),
    ofService
      .map((one) => `/subscriptions/SERVICE/resourcegroups/aro-rp/providers/microsoft.network/${kind(one)}/${one}`)
      .sort(),
    "the cluster's resources in the service's subscription",
  );
  const tokens = (cluster.openShiftCluster.properties.registryProfiles ?? []).map(({ username }) => username);
  assert.deepEqual([tokens.length, tokensOf(instance).filter((one) => tokens.includes(one))], [1, tokens], "tokens");
  assert.deepEqual(runningOperations(instance, customer.subscriptionId), [], "operations that still run in the cloud");
  assertSubnets(cloud, customer, cluster);
  assertDocuments(store, customer, cluster, former);
  const likeness: Likeness = {
    cloud: Object.fromEntries([...cloud].map(([key, body]) => [name(key), normal(body)])),
    cluster: normal(cluster),
  };
  return { cloud, store, likeness };
}

/** What lies in the groups of one customer: a subscription may have several. */
export const partOf = (cloud: CloudCensus, { subscriptionId, group, managedGroup }: Customer): CloudCensus => {
  const groups = [group, managedGroup].map((name) => `/subscriptions/${subscriptionId}/resourcegroups/${name}`);
  return new Map([...cloud].filter(([key]) => groups.some((one) => key === one || key.startsWith(`${one}/`))));
};

/** Whole bodies equal those of a cluster that nothing disturbed. */
export function assertAlike(undisturbed: Likeness, found: Likeness): void {
  const differs = difference(undisturbed, found);
  assert.ok(differs === undefined, `not as a cluster that nothing disturbed:\n${differs}`);
}

const kind = (name: string): string => (name.includes(".nic.") ? "networkinterfaces" : "privateendpoints");

/** What bears the cluster's id in the service's own subscription. */
export const keysOfService = (instance: Instance, { id }: Pick<ClusterDocument, "id">): string[] =>
  keptKeys(instance, instance.serviceSubscriptionId).filter((key) => key.includes(id));

/** Tokens of the service's registry, by name. */
export const tokensOf = (instance: Instance): string[] =>
  keptKeys(instance, instance.serviceSubscriptionId).flatMap(
    (key) => key.split("/registries/arointsvc/tokens/")[1] ?? [],
  );

interface SubnetBody extends JsonObject {
  name: string;
  properties: JsonObject & {
    networkSecurityGroup?: { id: string };
    serviceEndpoints?: { service: string; provisioningState: string }[];
  };
}

/** The two subnets of the customer's network, as they are. */
export function subnetsOf(cloud: CloudCensus, customer: Customer): Map<string, SubnetBody> {
  const network = cloud.get(customer.network.toLowerCase()) as { properties: { subnets: SubnetBody[] } } | undefined;
  return new Map((network?.properties.subnets ?? []).map((subnet) => [subnet.name, subnet]));
}

function assertSubnets(cloud: CloudCensus, customer: Customer, cluster: ClusterDocument): void {
  const group = `/providers/Microsoft.Network/networkSecurityGroups/${cluster.openShiftCluster.properties.infraId}-nsg`;
  for (const [name, { properties }] of subnetsOf(cloud, customer)) {
    assert.ok(
      properties.networkSecurityGroup?.id.toLowerCase().endsWith(group.toLowerCase()),
      `${name} has the group ${properties.networkSecurityGroup?.id}`,
    );
    assert.deepEqual(
      (properties.serviceEndpoints ?? []).map(({ service, provisioningState }) => [service, provisioningState]),
      [
        ["Microsoft.ContainerRegistry", "Succeeded"],
        ["Microsoft.Storage", "Succeeded"],
      ],
      `service endpoints of ${name}`,
    );
    const policies = name === "master" ? "Disabled" : "Enabled";
    assert.equal(properties["privateLinkServiceNetworkPolicies"], policies, `policies of ${name}`);
  }
}

function assertDocuments(store: StoreCensus, customer: Customer, cluster: ClusterDocument, former: number): void {
  const { provisioningState } = cluster.openShiftCluster.properties;
  assert.equal(provisioningState, "Succeeded");
  assert.equal(cluster.asyncOperationId, undefined, "the cluster names a running operation");
  assert.equal(cluster.key, customer.cluster.toLowerCase());
  const [work] = store.works;
  assert.deepEqual(
    store.works.map(({ id, state, owner, predecessor, leftBehind }) => ({ id, state, owner, predecessor, leftBehind })),
    [{ id: `work-${cluster.id}`, state: "idle", owner: undefined, predecessor: undefined, leftBehind: undefined }],
    "work items",
  );
  assert.ok(
    store.operations.some(({ id }) => id === work?.operationId),
    "the last operation is kept",
  );
  for (const { asyncOperation } of store.operations)
    assert.match(asyncOperation.status, /^(Succeeded|Failed|Canceled)$/, "an operation that has not ended");
  const open = store.billing.filter(({ billing }) => billing.deletionTime === undefined);
  assert.deepEqual(
    open.map(({ id, infraId }) => [id, infraId]),
    [[cluster.id, cluster.openShiftCluster.properties.infraId]],
    "billing records",
  );
  assert.equal(store.billing.length - open.length, former, "billing records of former clusters");
  assert.deepEqual([store.strange, store.subscriptions.length], [[], 1]);
}
