import { randomUUID } from "node:crypto";
import type { JsonObject } from "@aro/api";
import { systemClock } from "@aro/runtime";
import type { Principal } from "./control.ts";
import type { WireAnswer } from "./https.ts";
import type { Instance } from "./instance.ts";

export const apiVersion = "2025-07-25";
const groupVersion = "2021-04-01";
const networkVersion = "2022-01-01";
const roleVersion = "2022-04-01";
const networkContributor = "4d97b98b-1d4f-4787-a291-c67834d212e7";
const pollMilliseconds = 20;

/** What a customer has before there is a cluster: a subscription of their own, a group, a network with two subnets, a principal. */
export interface Customer {
  subscriptionId: string;
  group: string;
  /** How all addresses of the network begin: `10.0.` */
  range: string;
  /** Ids, as the customer writes them. */
  network: string;
  masterSubnet: string;
  workerSubnet: string;
  principal: Principal;
  /** Name of the cluster, of its managed group, and the path by which it is spoken to. */
  name: string;
  managedGroup: string;
  cluster: string;
}

/** A customer's cluster as it is asked for. */
export type ClusterBody = JsonObject & { properties: JsonObject };

/** Makes a customer in a subscription of their own, so that a census of the subscription is a census of the case. */
export async function makeCustomer(instance: Instance, name = "c1"): Promise<Customer> {
  const subscriptionId = randomUUID();
  await instance.control.makeSubscription(subscriptionId);
  return furnish(instance, subscriptionId, name, 0);
}

/**
 * Another network, group and principal in a subscription that exists; `index` keeps address ranges apart. The cluster's own group is the
 * network's, or `clusterGroup`, which there must be.
 */
export async function furnish(
  instance: Instance,
  subscriptionId: string,
  name: string,
  index: number,
  clusterGroup?: string,
): Promise<Customer> {
  const { client, control, location } = instance;
  const group = `customer-${index}`;
  const scope = `/subscriptions/${subscriptionId}/resourceGroups/${group}`;
  const network = `${scope}/providers/Microsoft.Network/virtualNetworks/network`;
  await client.ok({ method: "PUT", path: scope, apiVersion: groupVersion, body: { location } });
  const range = (third: number) => `10.${index}.${third}.0/23`;
  await client.ok({
    method: "PUT",
    path: network,
    apiVersion: networkVersion,
    body: {
      location,
      properties: {
        addressSpace: { addressPrefixes: [`10.${index}.0.0/22`] },
        subnets: [
          { name: "master", properties: { addressPrefix: range(0) } },
          { name: "worker", properties: { addressPrefix: range(2) } },
        ],
      },
    },
  });
  await untilSucceeded(instance, network);
  const principal = await control.makePrincipal(`${name} of ${subscriptionId}`);
  const service = await control.objectIdOf(instance.firstPartyClientId);
  for (const objectId of [service, principal.objectId]) await letUse(instance, network, objectId);
  return {
    subscriptionId,
    group,
    range: `10.${index}.`,
    network,
    masterSubnet: `${network}/subnets/master`,
    workerSubnet: `${network}/subnets/worker`,
    principal,
    name,
    managedGroup: `managed-${name}`,
    cluster: `/subscriptions/${subscriptionId}/resourceGroups/${clusterGroup ?? group}/providers/Microsoft.RedHatOpenShift/openShiftClusters/${name}`,
  };
}

/** The assignment by which a principal may use a network. */
export const assignmentOf = (network: string, objectId: string): string =>
  `${network}/providers/Microsoft.Authorization/roleAssignments/${objectId}`;

/** Gives a principal the right to the network, as `az aro create` gives it to the service and to the cluster's own. */
export async function letUse({ client }: Instance, network: string, objectId: string): Promise<void> {
  const subscriptionId = network.split("/")[2];
  await client.ok({
    method: "PUT",
    path: assignmentOf(network, objectId),
    apiVersion: roleVersion,
    body: {
      properties: {
        roleDefinitionId: `/subscriptions/${subscriptionId}/providers/Microsoft.Authorization/roleDefinitions/${networkContributor}`,
        principalId: objectId,
        principalType: "ServicePrincipal",
      },
    },
  });
}

async function untilSucceeded({ client }: Instance, path: string): Promise<void> {
  for (;;) {
    const { json } = await client.ok({ method: "GET", path, apiVersion: networkVersion });
    if ((json as { properties: { provisioningState: string } }).properties.provisioningState === "Succeeded") return;
    await systemClock.sleep(pollMilliseconds);
  }
}

/** The body of the customer's PUT. */
export const clusterBody = (customer: Customer, location = "eastus"): ClusterBody => ({
  location,
  tags: { team: "payments" },
  properties: {
    clusterProfile: {
      domain: `${customer.name}-${customer.subscriptionId.slice(0, 8)}`,
      version: "4.19.12",
      resourceGroupId: `/subscriptions/${customer.subscriptionId}/resourceGroups/${customer.managedGroup}`,
      fipsValidatedModules: "Disabled",
    },
    servicePrincipalProfile: {
      clientId: customer.principal.appId,
      clientSecret: customer.principal.clientSecret,
    },
    networkProfile: { podCidr: "10.128.0.0/14", serviceCidr: "172.30.0.0/16" },
    masterProfile: { vmSize: "Standard_D8s_v5", subnetId: customer.masterSubnet, encryptionAtHost: "Disabled" },
    workerProfiles: [
      {
        name: "worker",
        vmSize: "Standard_D4s_v5",
        diskSizeGB: 128,
        subnetId: customer.workerSubnet,
        count: 3,
        encryptionAtHost: "Disabled",
      },
    ],
    apiserverProfile: { visibility: "Public" },
    ingressProfiles: [{ name: "default", visibility: "Public" }],
  },
});

/** PUT of the cluster; repeated while the service is away. */
export const putCluster = (
  instance: Instance,
  customer: Customer,
  body: object = clusterBody(customer, instance.location),
): Promise<WireAnswer> => instance.client.call({ method: "PUT", path: customer.cluster, apiVersion, body });

/** PATCH of how many outbound addresses there are: what an update changes in the cloud. */
export const patchOutbound = (instance: Instance, customer: Customer, count: number): Promise<WireAnswer> =>
  instance.client.call({
    method: "PATCH",
    path: customer.cluster,
    apiVersion,
    body: { properties: { networkProfile: { loadBalancerProfile: { managedOutboundIps: { count } } } } },
  });

/** DELETE of the cluster; repeated while the service is away. */
export const deleteCluster = (instance: Instance, customer: Customer): Promise<WireAnswer> =>
  instance.client.call({ method: "DELETE", path: customer.cluster, apiVersion });

/** GET of the cluster. */
export const getCluster = (instance: Instance, customer: Customer): Promise<WireAnswer> =>
  instance.client.call({ method: "GET", path: customer.cluster, apiVersion });
