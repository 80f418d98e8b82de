import type {
  AsyncOperation,
  CloudErrorBody,
  ClusterDocument,
  JsonObject,
  OpenShiftCluster,
  OperationDocument,
  OperationKind,
} from "@aro/api";
import { durationTable, providerNamespace, toSeconds } from "@aro/api";
import { inOnePiece } from "@aro/runtime";

/** What a request says about the operation that it starts. */
export interface NewOperation {
  /** A fresh UUID in lower case, time-ordered as ids of documents are. */
  id: string;
  kind: OperationKind;
  /** The cluster as it is stored in the same batch. */
  cluster: ClusterDocument;
  /** The region served; it stands in the status address, which outlives the resource (ARM-ASY-03). */
  location: string;
  /** RFC 3339. */
  startTime: string;
  tenantId?: string | undefined;
  before?: JsonObject | undefined;
}

/** The document of an operation that was just accepted; `initialStatus` and `status` are its kind (spec 02 §3.3). */
export function newOperation(operation: NewOperation): OperationDocument {
  const { id, kind, cluster, location, startTime, tenantId, before } = operation;
  const provider = providerNamespace.toLowerCase();
  return {
    id,
    kind: "operation",
    partitionKey: cluster.partitionKey,
    ...uniquePaths(inOnePiece("operation:", id)),
    openShiftClusterKey: cluster.key,
    openShiftClusterId: cluster.id,
    asyncOperation: {
      id: inOnePiece(
        "/subscriptions/",
        cluster.partitionKey,
        "/providers/",
        provider,
        "/locations/",
        location.toLowerCase(),
        "/operationsstatus/",
        id,
      ),
      name: id,
      initialStatus: kind,
      status: kind,
      startTime,
      ...(tenantId === undefined ? {} : { tenantId }),
      ...(before === undefined ? {} : { before }),
    },
  };
}

/** How an operation ended. The snapshot is the cluster for the result address; a delete has none. */
export type OperationEnd =
  | { status: "Succeeded"; endTime: string; snapshot?: OpenShiftCluster | undefined }
  | { status: "Failed" | "Canceled"; endTime: string; error: CloudErrorBody; snapshot?: OpenShiftCluster | undefined };

/**
 * The operation after its end, kept for seven days from this write. A step that did not finish stays `current`: it is where the run stopped.
 * Whoever ends an operation writes this in the batch that changes the cluster and the work item (ARM-ASY-08).
 */
export function endedOperation(operation: OperationDocument, end: OperationEnd): OperationDocument {
  const { status, endTime } = end;
  // What only the running operation needs goes, so that the batch of an end is never larger than that of its acceptance.
  const { error: _, before: __, applied: ___, ...running } = operation.asyncOperation;
  const asyncOperation: AsyncOperation = {
    ...(running as AsyncOperation),
    status,
    endTime,
    ...(end.status === "Succeeded" ? {} : { error: end.error }),
  };
  if (end.status === "Succeeded" && asyncOperation.progress !== undefined) {
    const { current: _current, ...progress } = asyncOperation.progress;
    asyncOperation.progress = { ...progress, percentComplete: 100 } as typeof asyncOperation.progress;
  }
  return {
    ...operation,
    ttl: toSeconds(durationTable.operationRetention.milliseconds),
    asyncOperation,
    ...(end.snapshot === undefined ? {} : { openShiftCluster: end.snapshot }),
  };
}

/** The three unique members of a document that is not a cluster: an absent one would count as null and collide (architecture §5.3). */
export const uniquePaths = (value: string) => ({
  key: value,
  clusterResourceGroupIdKey: value,
  clientIdKey: value,
});
