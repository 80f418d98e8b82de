export { type AroCluster, type ClusterSpec, type ClusterStatus, clusterObject } from "./cluster.ts";
export { operatorDefinitions } from "./definitions.ts";
export { type OperatorBuild, operatorDeployment, tagOf } from "./deployments.ts";
export { isOn, type OperatorFlags } from "./flags.ts";
export { forceReconciliation, type OperatorRole, operatorNames, operatorRoles } from "./names.ts";
export { credentialsRequest, staticObjects } from "./static-objects.ts";
