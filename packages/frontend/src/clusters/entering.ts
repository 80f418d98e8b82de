import type { OpenShiftCluster, OperationKind, SystemData } from "@aro/api";

/** `cluster` as it enters an operation: its former state is kept beside the new one (spec 01 §3.1). */
export function entering(kind: OperationKind, cluster: OpenShiftCluster): OpenShiftCluster {
  const { properties } = cluster;
  return {
    ...cluster,
    properties: { ...properties, lastProvisioningState: properties.provisioningState, provisioningState: kind },
  };
}

/** `cluster` with what ARM says of who made the change laid over what is stored; what it leaves out stays (ARM-SYS-02). */
export function signed(cluster: OpenShiftCluster, said: SystemData | undefined): OpenShiftCluster {
  if (said === undefined || Object.keys(said).length === 0) return cluster;
  return { ...cluster, systemData: { ...cluster.systemData, ...said } };
}
