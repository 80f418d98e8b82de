import type { OpenShiftCluster, OperationKind } from "@aro/api";

/** `cluster` as it enters an operation: its former state is kept beside the new one (spec 01 §3.1). */
export function entering(kind: OperationKind, cluster: OpenShiftCluster): OpenShiftCluster {
  const { properties } = cluster;
  return {
    ...cluster,
    properties: { ...properties, lastProvisioningState: properties.provisioningState, provisioningState: kind },
  };
}
