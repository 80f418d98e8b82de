import type { Customer } from "../harness/customer.ts";
import type { Instance } from "../harness/instance.ts";

/** What of the cloud's traffic a fault waits for. */
export type Match = Readonly<Record<string, string>>;

/** One write that the service makes to ARM in the course of an operation, and the polls by which it waits for its end. */
export interface ArmWrite {
  /** For names of cases. */
  name: string;
  /** The step that makes it. */
  step: string;
  method: "PUT" | "POST" | "DELETE";
  /** Path with `SUBSCRIPTION` (the customer's), `SERVICE` (the service's subscription) and the globs of the fault language. */
  path: string;
  /** Calls that match and come before it. */
  skip?: number;
  /** Polls of its long-running operation, and how many polls of earlier operations match too. Absent: it ends at once. */
  polls?: { path: string; skip: number };
}

const group = "/subscriptions/SUBSCRIPTION/resourcegroups/managed-c1";
const network =
  "/subscriptions/SUBSCRIPTION/resourcegroups/customer-0/providers/microsoft.network/virtualnetworks/network";
const operations = (of: "SUBSCRIPTION" | "SERVICE") =>
  `/subscriptions/${of}/providers/microsoft.network/locations/*/operations/*`;
const endpoint = "/subscriptions/SERVICE/resourcegroups/aro-rp/providers/microsoft.network/privateendpoints/*";

/** A name of the cluster in the zone of the region. */
const record = (of: "api" | "apps"): string =>
  `/subscriptions/SERVICE/resourcegroups/aro-rp/providers/microsoft.network/dnszones/*/a/${of === "api" ? "api.*" : "*.apps.*"}`;

const registry = "/subscriptions/SERVICE/resourcegroups/aro-rp/providers/microsoft.containerregistry/registries/*";
const registryOperations =
  "/subscriptions/SERVICE/providers/microsoft.containerregistry/locations/*/operationstatuses/*";

/** The writes of a create, in order (spec 03 §3). */
export const writesOfCreate: readonly ArmWrite[] = [
  { name: "token", step: "ensureACRToken", method: "PUT", path: `${registry}/tokens/*` },
  {
    name: "token-password",
    step: "ensureACRToken",
    method: "POST",
    path: `${registry}/generatecredentials`,
    polls: { path: registryOperations, skip: 0 },
  },
  { name: "name-taken", step: "createDNS", method: "PUT", path: record("api") },
  { name: "group", step: "ensureResourceGroup", method: "PUT", path: group },
  {
    name: "master-endpoints",
    step: "ensureServiceEndpoints",
    method: "PUT",
    path: `${network}/subnets/master`,
    polls: { path: operations("SUBSCRIPTION"), skip: 0 },
  },
  {
    name: "worker-endpoints",
    step: "ensureServiceEndpoints",
    method: "PUT",
    path: `${network}/subnets/worker`,
    polls: { path: operations("SUBSCRIPTION"), skip: 1 },
  },
  {
    name: "master-policies",
    step: "setMasterSubnetPolicies",
    method: "PUT",
    path: `${network}/subnets/master`,
    skip: 1,
    polls: { path: operations("SUBSCRIPTION"), skip: 2 },
  },
  {
    name: "deployment",
    step: "deployBaseResourceTemplate",
    method: "PUT",
    path: `${group}/providers/microsoft.resources/deployments/storage`,
    polls: { path: `${group}/providers/microsoft.resources/deployments/storage/operationstatuses/*`, skip: 0 },
  },
  {
    name: "master-nsg",
    step: "attachNSGs",
    method: "PUT",
    path: `${network}/subnets/master`,
    skip: 2,
    polls: { path: operations("SUBSCRIPTION"), skip: 3 },
  },
  {
    name: "worker-nsg",
    step: "attachNSGs",
    method: "PUT",
    path: `${network}/subnets/worker`,
    skip: 1,
    polls: { path: operations("SUBSCRIPTION"), skip: 4 },
  },
  { name: "api-name", step: "updateAPIIPEarly", method: "PUT", path: record("api"), skip: 1 },
  { name: "apps-name", step: "createOrUpdateRouterIPEarly", method: "PUT", path: record("apps") },
  {
    name: "endpoint",
    step: "createAPIServerPrivateEndpoint",
    method: "PUT",
    path: endpoint,
    polls: { path: operations("SERVICE"), skip: 0 },
  },
];

const inGroup = (type: string): string => `${group}/providers/${type}/*`;
const deleted = (name: string, type: string, polls: number | undefined, skip?: number): ArmWrite => ({
  name,
  step: "deleteResources",
  method: "DELETE",
  path: inGroup(type),
  ...(skip === undefined ? {} : { skip }),
  ...(polls === undefined ? {} : { polls: { path: operations("SUBSCRIPTION"), skip: polls } }),
});

/** The writes of a delete of a whole cluster (spec 03 §6). Those of one level go out side by side: their order, and whose poll is whose, is chance. */
export const writesOfDelete: readonly ArmWrite[] = [
  { name: "group-again", step: "regainAccess", method: "PUT", path: group },
  { name: "apps-name", step: "deleteDNS", method: "DELETE", path: record("apps") },
  { name: "api-name", step: "deleteDNS", method: "DELETE", path: record("api") },
  {
    name: "endpoint",
    step: "deletePrivateEndpoint",
    method: "DELETE",
    path: endpoint,
    polls: { path: operations("SERVICE"), skip: 0 },
  },
  {
    name: "role-assignment",
    step: "deleteRoleAssignments",
    method: "DELETE",
    path: inGroup("microsoft.authorization/roleassignments"),
  },
  deleted("link-service", "microsoft.network/privatelinkservices", 0),
  deleted("interface", "microsoft.network/networkinterfaces", undefined),
  deleted("load-balancer-1", "microsoft.network/loadbalancers", 1),
  deleted("load-balancer-2", "microsoft.network/loadbalancers", 2, 1),
  deleted("address-1", "microsoft.network/publicipaddresses", 3),
  deleted("address-2", "microsoft.network/publicipaddresses", 4, 1),
  deleted("account-1", "microsoft.storage/storageaccounts", undefined),
  deleted("account-2", "microsoft.storage/storageaccounts", undefined, 1),
  { name: "master-detach", step: "deleteResources", method: "PUT", path: `${network}/subnets/master` },
  { name: "worker-detach", step: "deleteResources", method: "PUT", path: `${network}/subnets/worker` },
  deleted("security-group", "microsoft.network/networksecuritygroups", undefined),
  {
    name: "group",
    step: "deleteResourceGroup",
    method: "DELETE",
    path: group,
    polls: { path: "/subscriptions/SUBSCRIPTION/operationresults/*", skip: 0 },
  },
  { name: "token", step: "deleteACRToken", method: "DELETE", path: `${registry}/tokens/*` },
];

const outbound = (name: string, method: "PUT" | "DELETE", type: string, polls: number): ArmWrite => ({
  name,
  step: "reconcileLoadBalancerProfile",
  method,
  path: inGroup(type),
  polls: { path: operations("SUBSCRIPTION"), skip: polls },
});

/** The writes of an update to one outbound address more, and back (spec 03 §9.5). */
export const writesOfUpdate = {
  more: [
    outbound("address", "PUT", "microsoft.network/publicipaddresses", 0),
    outbound("balancer", "PUT", "microsoft.network/loadbalancers", 1),
  ],
  fewer: [
    outbound("balancer", "PUT", "microsoft.network/loadbalancers", 0),
    outbound("address", "DELETE", "microsoft.network/publicipaddresses", 1),
  ],
} as const satisfies Record<string, readonly ArmWrite[]>;

const filled = (path: string, instance: Instance, customer: Customer): string =>
  path.replace("SUBSCRIPTION", customer.subscriptionId).replace("SERVICE", instance.serviceSubscriptionId);

/** The fault's match for a write itself, as the service makes it. */
export const matchOf = (write: ArmWrite, instance: Instance, customer: Customer): Match => ({
  method: write.method,
  path: filled(write.path, instance, customer),
  actor: "rp",
});

/** The fault's match for the polls of a write. */
export const pollMatchOf = (polls: { path: string }, instance: Instance, customer: Customer): Match => ({
  method: "GET",
  path: filled(polls.path, instance, customer),
  actor: "rp",
});
