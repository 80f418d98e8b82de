import { registryPath, serviceNames } from "../rp-environment.ts";

/** One resource that a fresh instance has. It is made when it is not there, and never changed: a cluster may have left its marks on it. */
export interface SeedRow {
  what: string;
  /** Below the subscription. */
  path: string;
  apiVersion: string;
  body: object;
}

/** A role that the service has on one of the seed's groups. */
export interface RoleRow {
  what: string;
  /** Below the subscription. */
  scope: string;
  /** Name of the assignment. */
  name: string;
  /** Id of the built-in role. */
  role: string;
}

/** What the customer's side of a fresh instance is called; the help's examples use these names. */
export const customerNames = {
  resourceGroup: "demo",
  vnet: "vnet",
  masterSubnet: "master",
  workerSubnet: "worker",
  /** A second network with the same subnets: a subnet serves one cluster only. */
  secondVnet: "vnet-2",
  /** The cluster that `aro local start` creates, and its service principal. */
  cluster: "demo",
} as const;

const { location, resourceGroup: service } = serviceNames;
const customer = customerNames.resourceGroup;

const groupVersion = "2021-04-01";
const networkVersion = "2022-01-01";

/** Clusters' storage accounts admit the service's subnets, which needs this on them (spec 03 §9). */
const serviceEndpoints = [{ service: "Microsoft.Storage", locations: ["*"] }];

const group = (what: string, name: string): SeedRow => ({
  what,
  path: `/resourcegroups/${name}`,
  apiVersion: groupVersion,
  body: { location },
});

const network = (
  what: string,
  of: { group: string; name: string; prefix: string; subnets: Readonly<Record<string, object>> },
): SeedRow => ({
  what,
  path: `/resourceGroups/${of.group}/providers/Microsoft.Network/virtualNetworks/${of.name}`,
  apiVersion: networkVersion,
  body: {
    location,
    properties: {
      addressSpace: { addressPrefixes: [of.prefix] },
      subnets: Object.entries(of.subnets).map(([name, properties]) => ({ name, properties })),
    },
  },
});

const customerNetwork = (name: string, prefix: string, [masters, workers]: readonly [string, string]): SeedRow =>
  network("a network for one cluster, with a subnet for masters and one for workers", {
    group: customer,
    name,
    prefix,
    subnets: {
      [customerNames.masterSubnet]: { addressPrefix: masters },
      [customerNames.workerSubnet]: { addressPrefix: workers },
    },
  });

const networkContributor = "4d97b98b-1d4f-4787-a291-c67834d212e7";
const dnsZoneContributor = "befefa01-2a29-4197-83a8-272ff33ce314";
const contributor = "b24988ac-6180-42a0-ab88-20f7382dd24c";
const aksClusterAdmin = "0ab0b1a8-8aac-4efd-b8c2-3ee1fb270be8";
export const roleVersion = "2022-04-01";

/** The hub, in which Hive installs clusters. */
const hub = { name: "aro-aks-cluster-001", version: "2025-05-01" } as const;

/** What the service may do beyond what its registration gives it: use its own networks, and those of the customer (spec 03 §11.2). */
export const roleList: readonly RoleRow[] = [
  {
    what: "the service's right to its own networks",
    scope: `/resourceGroups/${service}`,
    name: "5e71c3a0-0f5d-4d0e-9a51-6a3f0d6f1a01",
    role: networkContributor,
  },
  {
    what: "the service's right to the networks for clusters, which `az aro create` gives it in Azure",
    scope: `/resourceGroups/${customer}`,
    name: "5e71c3a0-0f5d-4d0e-9a51-6a3f0d6f1a02",
    role: networkContributor,
  },
  {
    what: "the service's right to the names of clusters",
    scope: `/resourceGroups/${service}`,
    name: "5e71c3a0-0f5d-4d0e-9a51-6a3f0d6f1a03",
    role: dnsZoneContributor,
  },
  {
    what: "the service's right to the hub's credentials",
    scope: `/resourceGroups/${service}`,
    name: "5e71c3a0-0f5d-4d0e-9a51-6a3f0d6f1a04",
    role: aksClusterAdmin,
  },
  {
    // Spec 03 §8.1.
    what: "the service's right to make tokens of its registry",
    scope: registryPath,
    name: "5e71c3a0-0f5d-4d0e-9a51-6a3f0d6f1a05",
    role: contributor,
  },
];

/** What the first cluster's service principal may do, which `az aro create` gives it in Azure (spec 03 §11.2). */
export const firstClusterRole: RoleRow = {
  what: "the first cluster's right to its network",
  scope: `/resourceGroups/${customer}`,
  name: "5e71c3a0-0f5d-4d0e-9a51-6a3f0d6f1b01",
  role: networkContributor,
};

/** Everything that a cluster needs to be created in a minute, in the order it is made. `suffix`: below which things are named in this cloud. */
export const seedList = (suffix: string): readonly SeedRow[] => [
  group("the service's resource group", service),
  network("the service's own network", {
    group: service,
    name: "rp-vnet",
    prefix: "10.1.0.0/24",
    subnets: { "rp-subnet": { addressPrefix: "10.1.0.0/24", serviceEndpoints } },
  }),
  network("the network of the service's private endpoints", {
    group: service,
    name: "rp-pe-vnet-001",
    prefix: "10.2.0.0/22",
    subnets: {
      "rp-pe-subnet": { addressPrefix: "10.2.0.0/22", privateEndpointNetworkPolicies: "Disabled", serviceEndpoints },
    },
  }),
  network("the network of the hub, whose pods install clusters", {
    group: service,
    name: "aks-net",
    prefix: "10.3.0.0/16",
    subnets: { "PodSubnet-001": { addressPrefix: "10.3.0.0/20", serviceEndpoints } },
  }),
  {
    what: "the zone in which clusters are named",
    path: `/resourceGroups/${service}/providers/Microsoft.Network/dnsZones/${location}.${suffix}`,
    apiVersion: "2018-05-01",
    body: { location: "global" },
  },
  {
    what: "the hub, in which Hive installs clusters",
    path: `/resourceGroups/${service}/providers/Microsoft.ContainerService/managedClusters/${hub.name}`,
    apiVersion: hub.version,
    body: {
      location,
      identity: { type: "SystemAssigned" },
      properties: {
        dnsPrefix: hub.name,
        agentPoolProfiles: [{ name: "agentpool", mode: "System", count: 1, vmSize: "Standard_D4s_v5" }],
      },
    },
  },
  {
    what: "the registry of the service's images",
    path: registryPath,
    apiVersion: "2023-07-01",
    body: { location, sku: { name: "Premium" } },
  },
  group("a resource group for clusters", customer),
  customerNetwork(customerNames.vnet, "10.0.0.0/22", ["10.0.0.0/23", "10.0.2.0/23"]),
  customerNetwork(customerNames.secondVnet, "10.0.4.0/22", ["10.0.4.0/23", "10.0.6.0/23"]),
];
