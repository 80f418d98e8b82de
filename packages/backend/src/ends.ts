import type {
  CloudError,
  ClusterDocument,
  ClusterProperties,
  JsonObject,
  OperationDocument,
  OperationKind,
  OperationProgress,
  TerminalState,
} from "@aro/api";
import { clientIdKeyOf, durationTable, restore, toSeconds } from "@aro/api";
import {
  ended,
  endedOperation,
  type HeldChange,
  type HeldDocuments,
  uniquePaths,
  unsettledPollers,
} from "@aro/database";

/*
 * The ends of operations, each one change of cluster, operation and work item that is stored in one transaction: no reader, in any order,
 * sees one of them ended and another running (ARM-ASY-08).
 */

/** Done: the cluster is Succeeded, and the operation shows it. */
export function succeeded(
  documents: HeldDocuments,
  end: { endTime: string; last: (progress: OperationProgress | undefined) => OperationProgress },
): HeldChange {
  const cluster = settled(documents.cluster, "Succeeded");
  const { operation } = documents;
  return {
    cluster,
    work: ended(documents.work, {}),
    operation: endedOperation(withProgress(operation, end.last), {
      status: "Succeeded",
      endTime: end.endTime,
      snapshot: cluster.openShiftCluster,
    }),
  };
}

/** Failed: what was asked for and is not true of the cluster is taken back (ARM-PAT-07), and the operation says why. */
export function failed(
  documents: HeldDocuments,
  end: { endTime: string; kind: OperationKind; error: CloudError },
): HeldChange {
  const { operation, work } = documents;
  const { before, applied = [] } = operation.asyncOperation;
  const state = settled(documents.cluster, "Failed", end.kind);
  const cluster = before === undefined ? state : restored(state, before, applied);
  const leftBehind = { ...work.leftBehind, ...unsettledPollers(operation) };
  return {
    cluster,
    work: ended(work, leftBehind),
    operation: endedOperation(operation, {
      status: "Failed",
      endTime: end.endTime,
      error: end.error.body,
      snapshot: cluster.openShiftCluster,
    }),
  };
}

function restored(state: ClusterDocument, before: JsonObject, applied: readonly string[]): ClusterDocument {
  const openShiftCluster = restore(state.openShiftCluster, before, applied);
  return { ...state, openShiftCluster, clientIdKey: clientIdKeyOf(openShiftCluster) };
}

/**
 * Deleted: the operation ends without a cluster, the work item goes, and what is left of the cluster is seen by feed readers only and
 * vanishes by itself (architecture §5.4; ARM-DEL-03).
 */
export function deleted(
  documents: HeldDocuments,
  end: { endTime: string; last: (progress: OperationProgress | undefined) => OperationProgress },
): HeldChange {
  const { asyncOperationId: _, correlationData: __, ...cluster } = documents.cluster;
  const { operation } = documents;
  return {
    cluster: {
      ...(cluster as ClusterDocument),
      ...uniquePaths(`deleted:${cluster.id}`),
      revision: documents.cluster.revision + 1,
      deleting: true,
      ttl: toSeconds(durationTable.tombstone.milliseconds),
    },
    work: "delete",
    operation: endedOperation(withProgress(operation, end.last), { status: "Succeeded", endTime: end.endTime }),
  };
}

/** The cluster in a terminal state: what belonged to the operation is gone (spec 02 §4.5, §14 invariant 13). */
function settled(cluster: ClusterDocument, state: TerminalState, failedKind?: OperationKind): ClusterDocument {
  const { asyncOperationId: _, correlationData: __, ...document } = cluster;
  const {
    lastProvisioningState: ___,
    failedProvisioningState: ____,
    maintenanceTask: _____,
    ...properties
  } = cluster.openShiftCluster.properties;
  return {
    ...(document as ClusterDocument),
    revision: cluster.revision + 1,
    openShiftCluster: {
      ...cluster.openShiftCluster,
      properties: {
        ...(properties as ClusterProperties),
        provisioningState: state,
        ...(failedKind === undefined ? {} : { failedProvisioningState: failedKind }),
      },
    },
  };
}

function withProgress(
  operation: OperationDocument,
  change: (progress: OperationProgress | undefined) => OperationProgress,
): OperationDocument {
  const { asyncOperation } = operation;
  return { ...operation, asyncOperation: { ...asyncOperation, progress: change(asyncOperation.progress) } };
}
