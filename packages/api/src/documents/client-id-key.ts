import type { OpenShiftCluster } from "./cluster.ts";

/** By whom no two clusters of a subscription are: the service principal's application, or the cluster's own identity (spec 01 §2.1). */
export const clientIdKeyOf = ({ properties, managedServiceIdentity }: OpenShiftCluster): string =>
  (
    properties.servicePrincipalProfile?.clientId ??
    Object.keys(managedServiceIdentity?.userAssignedIdentities ?? {})[0] ??
    ""
  ).toLowerCase();
