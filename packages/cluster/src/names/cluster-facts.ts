import { type ClusterDocument, type ClusterProperties, lastSegment, type WorkerProfile } from "@aro/api";

/*
 * What the steps read off a cluster document again and again (spec 03 §0).
 */

export const propertiesOf = (cluster: ClusterDocument): ClusterProperties => cluster.openShiftCluster.properties;

/** Name of the managed resource group. */
export const managedGroup = (cluster: ClusterDocument): string =>
  lastSegment(propertiesOf(cluster).clusterProfile.resourceGroupId);

/** The infrastructure id; very old clusters have none and mean `aro` (spec 03 §9.4). */
export const infraIdOf = (cluster: ClusterDocument): string => propertiesOf(cluster).infraId || "aro";

/** The region as it stands in names and templates: lower case, since Kubernetes object names are made from it (spec 03 §9.2). */
export const regionOf = (cluster: ClusterDocument): string => cluster.openShiftCluster.location.toLowerCase();

/** Workload identities and no service principal: the only test (spec 03 §0). */
export const usesWorkloadIdentity = (cluster: ClusterDocument): boolean => {
  const { platformWorkloadIdentityProfile, servicePrincipalProfile } = propertiesOf(cluster);
  return platformWorkloadIdentityProfile != null && servicePrincipalProfile == null;
};

/** The effective worker profiles, and the name under which the customer finds them (spec 03 §0). */
export function workerProfiles(cluster: ClusterDocument): {
  property: "workerProfiles" | "workerProfilesStatus";
  profiles: readonly WorkerProfile[];
} {
  const { workerProfiles: asked, workerProfilesStatus: found } = propertiesOf(cluster);
  return found == null
    ? { property: "workerProfiles", profiles: asked }
    : { property: "workerProfilesStatus", profiles: found };
}

export const hasPublicApi = (cluster: ClusterDocument): boolean =>
  propertiesOf(cluster).apiserverProfile.visibility === "Public";

/** Visibility of the default ingress, the only one there is. */
export const hasPublicIngress = (cluster: ClusterDocument): boolean =>
  propertiesOf(cluster).ingressProfiles[0]?.visibility === "Public";

/** Outgoing traffic leaves by the public load balancer; the other way is the customer's routing. */
export const leavesByLoadBalancer = (cluster: ClusterDocument): boolean =>
  propertiesOf(cluster).networkProfile.outboundType !== "UserDefinedRouting";

/** The customer attached a network security group of their own and keeps it. */
export const hasPreconfiguredNsg = (cluster: ClusterDocument): boolean =>
  propertiesOf(cluster).networkProfile.preconfiguredNSG === "Enabled";

/** The customer gave a pull secret: images of Red Hat's registries can be had. */
export const hasPullSecret = (cluster: ClusterDocument): boolean =>
  propertiesOf(cluster).clusterProfile.pullSecret !== undefined;
