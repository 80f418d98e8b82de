export type { TokenCredential } from "@azure/core-auth";
export type { HttpClient } from "@azure/core-rest-pipeline";
export { ApiError, SignInError, UnreachableError } from "./api-error.ts";
export { apiVersion, type Cluster, type ClusterAddress, type Credentials, clusterPath } from "./cluster.ts";
export { type Accepted, type Clusters, clusters, type Found, type Precondition } from "./clusters.ts";
export { type ArmRequest, type Connection, type ConnectionOptions, connect, type Trouble } from "./connection.ts";
export { findCloud } from "./discover.ts";
export { type FollowOptions, follow, type OperationEvent } from "./follow.ts";
export { openShiftVersions } from "./openshift-versions.ts";
export {
  hasEnded,
  type Operation,
  type OperationStatus,
  type OperationVerb,
  operationById,
  operationId,
  readOperationStatus,
  type StepStatus,
} from "./operation.ts";
export type { Answer, Outcome } from "./outcome.ts";
export { listAll } from "./pages.ts";
export type { Outgoing, Received, Send } from "./send.ts";
