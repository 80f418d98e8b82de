import type { OpenShiftCluster, SystemData } from "@aro/api";

/** `cluster` with what ARM says of who made the change laid over what is stored; what it leaves out stays (ARM-SYS-02). */
export function signed(cluster: OpenShiftCluster, said: SystemData | undefined): OpenShiftCluster {
  if (said === undefined || Object.keys(said).length === 0) return cluster;
  return { ...cluster, systemData: { ...cluster.systemData, ...said } };
}
