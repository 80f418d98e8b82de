import type { v20250725 } from "@aro/api";

/** The version of the contract this client speaks. */
export const apiVersion = "2025-07-25";

/** A cluster as api-version 2025-07-25 shows and takes it. An answer may carry members that this client does not know: nothing here drops them. */
export type Cluster = v20250725.OpenShiftCluster & { properties: v20250725.OpenShiftClusterProperties };

/** The name and password of the cluster's first user. */
export type Credentials = v20250725.OpenShiftClusterCredentials;

/** Whose cluster, where, and what it is called. */
export interface ClusterAddress {
  subscriptionId: string;
  resourceGroup: string;
  name: string;
}

/** The path of a cluster. */
export const clusterPath = ({ subscriptionId, resourceGroup, name }: ClusterAddress): string =>
  `/subscriptions/${segment(subscriptionId)}/resourceGroups/${segment(resourceGroup)}/providers/Microsoft.RedHatOpenShift/openShiftClusters/${segment(name)}`;

const segment = (text: string): string => encodeURIComponent(text);
