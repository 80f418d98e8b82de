import type { ClusterDocument } from "@aro/api";

/** Names of what the service keeps in the hub for each cluster (spec 03 §7.6). */
export const hubNames = {
  clusterDeployment: "cluster",
  clusterSync: "cluster",
  servicePrincipalSecret: "cluster-service-principal-secret",
  manifestsSecret: "cluster-manifests-secret",
  environmentSecret: "aro-env-secret",
  pullSecret: "aro-pullsecret",
  installConfigSecret: "aro-installconfig",
  signingKeySecret: "bound-service-account-signing-key",
  serviceKubeconfigSecret: "aro-service-kubeconfig-secret",
} as const;

/** Manager under which the service applies its objects, in the hub and in clusters. */
export const fieldManager = "aro-rp";

/** Namespace of a cluster in the hub. */
export const hubNamespace = ({ id }: Pick<ClusterDocument, "id">): string => `aro-${id}`;

/** Name by which provisions of a namespace's ClusterDeployment are found. */
export const deploymentLabel = `hive.openshift.io/cluster-deployment-name=${hubNames.clusterDeployment}`;
