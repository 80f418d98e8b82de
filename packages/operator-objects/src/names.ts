/** Names that the operator and whoever deploys it agree on (spec 04 §2.3). */
export const operatorNames = {
  namespace: "openshift-azure-operator",
  /** The one object that tells the operator what it works on. */
  cluster: "cluster",
  /** Secret with the registries' tokens, key `.dockerconfigjson`. */
  pullSecret: "cluster",
  azureCredentials: "azure-cloud-credentials",
  master: "aro-operator-master",
  worker: "aro-operator-worker",
  container: "aro-operator",
  federatedTokenFile: "/var/run/secrets/openshift/serviceaccount/token",
  clusterOperator: "aro",
} as const;

/** The two processes of the operator. */
export const operatorRoles = ["master", "worker"] as const;
export type OperatorRole = (typeof operatorRoles)[number];

/** Flag that makes controllers act which otherwise wait for an upgrade, because nodes restart (spec 04 §3.1). */
export const forceReconciliation = "aro.forcereconciliation";
