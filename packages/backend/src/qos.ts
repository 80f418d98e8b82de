import type { CloudError, ClusterDocument, OperationKind } from "@aro/api";
import type { Log } from "@aro/telemetry";

/** How an operation's end counts: by whose fault (spec 02 §10.3, last line). */
export type ResultType = "Success" | "UserError" | "InternalServerError";

/** Text of Azure when the first-party application is not known in the tenant any more (spec 02 §5.5). */
const missingClaims = /one of the claims 'puid' or 'altsecid' or 'oid' should be present/i;

const claimsAdvice =
  "InvalidServicePrincipalClaims: properties.servicePrincipalProfile: The resource provider has no principal in this tenant. Register the resource provider in the subscription again.";

/** By the HTTP status the error would have; an error without one is ours. */
function resultType(error: CloudError | undefined): ResultType {
  if (error === undefined || (error.status >= 200 && error.status < 300)) return "Success";
  return error.status < 500 ? "UserError" : "InternalServerError";
}

/** Which identity the cluster uses. */
function clusterIdentity(cluster: ClusterDocument): "managedid" | "serviceprincipal" | "unknown" {
  const { platformWorkloadIdentityProfile, servicePrincipalProfile } = cluster.openShiftCluster.properties;
  if (platformWorkloadIdentityProfile !== undefined) return "managedid";
  return servicePrincipalProfile === undefined ? "unknown" : "serviceprincipal";
}

/** The line by which the quality of service is counted: one for each ended operation (spec 02 §5.5). */
export function logQos(
  log: Log,
  end: { kind: OperationKind; cluster: ClusterDocument; error?: CloudError | undefined },
): void {
  const { kind, cluster, error } = end;
  const unknownClaims =
    error !== undefined && missingClaims.test(`${error.message} ${JSON.stringify(error.body)} ${error.cause}`);
  const fields = {
    LOGKIND: "asyncqos",
    operationType: kind,
    clusterIdentity: clusterIdentity(cluster),
    resultType: unknownClaims ? "UserError" : resultType(error),
  };
  if (fields.resultType === "Success") log.info("long running operation succeeded", fields);
  else
    log.error("long running operation failed", {
      ...fields,
      errorDetails: unknownClaims ? claimsAdvice : error?.message,
    });
}
