export type { AzureSide, ClusterContext, ClusterSettings } from "./context.ts";
export { type ClusterFlows, type ClusterFlowsDeps, createClusterFlows } from "./create-cluster-flows.ts";
export { flows, supportedChanges } from "./flows.ts";
export { loadLibraries } from "./load-libraries.ts";
export type { OperationRun } from "./run.ts";
export { apiVersionOf, apiVersions } from "./template/api-versions.ts";
export { type BaseTemplateInput, baseResourceTemplate, type ClusterIdentity } from "./template/base-template.ts";
export { type AskedCluster, type ClusterChecks, createClusterChecks } from "./validation/cluster-checks.ts";
