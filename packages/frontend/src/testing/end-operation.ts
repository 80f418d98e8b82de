import type { ClusterDocument, OperationDocument } from "@aro/api";
import { type Database, endedOperation } from "@aro/database";
import { type Clock, isoTime } from "@aro/runtime";

/** Ends the operation that runs on the cluster with `key` as a backend does: cluster and operation in one batch (ARM-ASY-08). */
export async function endOperation(
  database: Database,
  key: string,
  status: "Succeeded" | "Failed",
  clock: Clock,
): Promise<void> {
  const cluster = await database.clusters.byKey(key);
  const operation =
    cluster?.asyncOperationId === undefined
      ? undefined
      : await database.operations.read(cluster.partitionKey, cluster.asyncOperationId);
  if (cluster === undefined || operation === undefined) throw new Error(`no operation runs on ${key}`);
  const { asyncOperationId: _, correlationData: __, ...document } = cluster;
  const {
    lastProvisioningState: ___,
    failedProvisioningState: ____,
    ...properties
  } = cluster.openShiftCluster.properties;
  const snapshot = {
    ...cluster.openShiftCluster,
    properties: {
      ...properties,
      provisioningState: status,
      ...(status === "Failed" ? { failedProvisioningState: operation.asyncOperation.initialStatus } : {}),
    },
  } as ClusterDocument["openShiftCluster"];
  const endTime = isoTime(clock.now());
  const ended: OperationDocument = endedOperation(
    operation,
    status === "Succeeded"
      ? { status, endTime, snapshot }
      : { status, endTime, snapshot, error: { code: "DeploymentFailed", message: "The deployment failed." } },
  );
  const { outcome } = await database.clusters.container.batch(cluster.partitionKey, [
    {
      replace: { ...(document as ClusterDocument), revision: cluster.revision + 1, openShiftCluster: snapshot },
      ifMatch: cluster._etag,
    },
    { replace: ended, ifMatch: operation._etag },
  ]);
  if (outcome !== "written") throw new Error(`the operation could not be ended: ${outcome}`);
}
