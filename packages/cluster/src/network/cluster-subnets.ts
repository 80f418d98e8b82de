import { type KnownCluster, propertiesOf, workerProfiles } from "../names/cluster-facts.ts";

/** A subnet of the cluster, with where the customer named it. */
export interface ClusterSubnet {
  id: string;
  /** JSON path in the request. */
  target: string;
}

/** The control plane's subnet. */
export const masterSubnet = (cluster: KnownCluster): ClusterSubnet => ({
  id: propertiesOf(cluster).masterProfile.subnetId,
  target: "properties.masterProfile.subnetId",
});

/** The workers' subnets in order, each once. */
export function workerSubnets(cluster: KnownCluster): ClusterSubnet[] {
  const { property, profiles } = workerProfiles(cluster);
  const seen = new Set<string>();
  return profiles
    .map(({ subnetId }, index) => ({ id: subnetId, target: `properties.${property}[${index}].subnetId` }))
    .filter(({ id }) => {
      const first = !seen.has(id.toLowerCase());
      seen.add(id.toLowerCase());
      return first;
    });
}

/** The subnet that the private ingress gets its address from. @throws Error when the cluster has no workers. */
export function firstWorkerSubnet(cluster: KnownCluster): ClusterSubnet {
  const [first] = workerSubnets(cluster);
  if (first === undefined) throw new Error(`cluster ${cluster.openShiftCluster.id} has no worker profile`);
  return first;
}
