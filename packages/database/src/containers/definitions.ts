import type { ContainerDefinition } from "../store.ts";
import { cascadeQueries, workQueries } from "../work/queries.ts";

/** Clusters, their operations and their work items, told apart by `kind`; partition = lower-case subscription id (architecture decision 3). */
export const openShiftClusters = {
  name: "OpenShiftClusters",
  uniqueKeys: ["/key", "/clusterResourceGroupIdKey", "/clientIdKey"],
  uniqueAmong: "cluster",
  defaultTtlSeconds: -1,
  queries: [
    {
      name: "cluster-by-key",
      scope: "partition",
      where: [
        { path: "/kind", equals: "cluster" },
        { path: "/key", equals: { parameter: "key" } },
      ],
    },
    {
      name: "cluster-by-client-id-key",
      scope: "partition",
      where: [
        { path: "/kind", equals: "cluster" },
        { path: "/clientIdKey", equals: { parameter: "clientIdKey" } },
      ],
    },
    {
      name: "cluster-by-cluster-resource-group-id-key",
      scope: "partition",
      where: [
        { path: "/kind", equals: "cluster" },
        { path: "/clusterResourceGroupIdKey", equals: { parameter: "clusterResourceGroupIdKey" } },
      ],
    },
    {
      name: "clusters-by-prefix",
      scope: "partition",
      where: [
        { path: "/kind", equals: "cluster" },
        { path: "/key", startsWith: { parameter: "prefix" } },
      ],
      orderBy: "/key",
    },
    {
      // The prefix leaves out what is only there for feed readers: a deleted cluster's key is `deleted:<id>`.
      name: "clusters",
      where: [
        { path: "/kind", equals: "cluster" },
        { path: "/key", startsWith: "/subscriptions/" },
      ],
      orderBy: "/key",
    },
    {
      // Where an operation is said to run (spec 02 §1.4 Q1): each is to have a work item, and there are few of them.
      name: "clusters-in-operation",
      where: [
        { path: "/kind", equals: "cluster" },
        {
          path: "/openShiftCluster/properties/provisioningState",
          in: ["Creating", "Updating", "AdminUpdating", "Deleting"],
        },
        { path: "/key", startsWith: "/subscriptions/" },
      ],
      orderBy: "/openShiftCluster/properties/provisioningState",
    },
    ...workQueries,
  ],
} as const satisfies ContainerDefinition;

/** What ARM told about subscriptions; id = partition = lower-case subscription id. Never removed. */
export const subscriptions = {
  name: "Subscriptions",
  uniqueKeys: [],
  queries: [...cascadeQueries],
} as const satisfies ContainerDefinition;

/** One record a cluster, for the billing service; id = partition = cluster document id. Never removed by us, TTL off (spec 02 §1.2). */
export const billing = {
  name: "Billing",
  uniqueKeys: [],
  queries: [],
} as const satisfies ContainerDefinition;

/** What the egress gateway knows of clusters; id = partition = identifier of a private link. TTL only where a record says so (spec 02 §1.2). */
export const gateway = {
  name: "Gateway",
  uniqueKeys: [],
  defaultTtlSeconds: -1,
  queries: [],
} as const satisfies ContainerDefinition;

/** Every container of the product, in the order in which they are opened. */
export const containers = [openShiftClusters, subscriptions, billing, gateway] as const;
