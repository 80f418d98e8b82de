import { type ClusterDocument, type ClusterProperties, lastSegment, type WorkerProfile } from "@aro/api";

/** A cluster as far as its customer and the service know it, stored already or not. */
export type KnownCluster = Pick<ClusterDocument, "openShiftCluster">;

/*
 * What the steps read off a cluster document again and again (spec 03 §0).
 */

export const propertiesOf = (cluster: KnownCluster): ClusterProperties => cluster.openShiftCluster.properties;

/** Name of the managed resource group. */
export const managedGroup = (cluster: KnownCluster): string =>
  lastSegment(propertiesOf(cluster).clusterProfile.resourceGroupId);

/** The infrastructure id; very old clusters have none and mean `aro` (spec 03 §9.4). */
export const infraIdOf = (cluster: KnownCluster): string => propertiesOf(cluster).infraId || "aro";

/** The region as it stands in names and templates: lower case, since Kubernetes object names are made from it (spec 03 §9.2). */
export const regionOf = (cluster: KnownCluster): string => cluster.openShiftCluster.location.toLowerCase();

/** Workload identities and no service principal: the only test (spec 03 §0). */
export const usesWorkloadIdentity = (cluster: KnownCluster): boolean => {
  const { platformWorkloadIdentityProfile, servicePrincipalProfile } = propertiesOf(cluster);
  return platformWorkloadIdentityProfile != null && servicePrincipalProfile == null;
};

/** The effective worker profiles, and the name under which the customer finds them (spec 03 §0). */
export function workerProfiles(cluster: KnownCluster): {
  property: "workerProfiles" | "workerProfilesStatus";
  profiles: readonly WorkerProfile[];
} {
  const { workerProfiles: asked, workerProfilesStatus: found } = propertiesOf(cluster);
  return found == null
    ? { property: "workerProfiles", profiles: asked }
    : { property: "workerProfilesStatus", profiles: found };
}

export const hasPublicApi = (cluster: KnownCluster): boolean =>
  propertiesOf(cluster).apiserverProfile.visibility === "Public";

/** Visibility of the default ingress, the only one there is. */
export const hasPublicIngress = (cluster: KnownCluster): boolean =>
  propertiesOf(cluster).ingressProfiles[0]?.visibility === "Public";

/** Outgoing traffic leaves by the public load balancer; the other way is the customer's routing. */
export const leavesByLoadBalancer = (cluster: KnownCluster): boolean =>
  propertiesOf(cluster).networkProfile.outboundType !== "UserDefinedRouting";

/** The customer attached a network security group of their own and keeps it. */
export const hasPreconfiguredNsg = (cluster: KnownCluster): boolean =>
  propertiesOf(cluster).networkProfile.preconfiguredNSG === "Enabled";

/** The customer gave a pull secret: images of Red Hat's registries can be had. */
export const hasPullSecret = (cluster: KnownCluster): boolean =>
  propertiesOf(cluster).clusterProfile.pullSecret !== undefined;
