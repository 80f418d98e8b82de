import { CloudError, type ClusterDocument, type OperationDocument, restore } from "@aro/api";
import { type BatchOperation, endedOperation, enqueueWork, entering, type Stored } from "@aro/database";
import { isoTime, timeOrderedUuid } from "@aro/runtime";
import type { Answer } from "../answer.ts";
import { emptyAnswer } from "../answer.ts";
import type { Service } from "../deps.ts";
import type { Exchange } from "../exchange.ts";
import { checkPreconditions, etagOf, preconditionsOf } from "../headers/preconditions.ts";
import { refererOf } from "../headers/referer.ts";
import { correlationData } from "../headers/request-ids.ts";
import { messages } from "../messages.ts";
import { hasEnded } from "../operations/find.ts";
import { operationHeaders } from "../operations/links.ts";
import { startOperation } from "./accepted.ts";
import { clusterAddress } from "./address.ts";
import { type Attempt, again, answered, answerOf } from "./attempt.ts";
import { requireSubscription } from "./subscription-gate.ts";

/** DELETE of a cluster, honoured in any state (ARM-DEL-04). */
export const deleteCluster =
  (service: Service) =>
  async (exchange: Exchange): Promise<Answer> => {
    const address = clusterAddress(exchange);
    const attempt = async (): Promise<Attempt> => {
      const stored = await service.records.cluster(address.key);
      if (stored === undefined) return answered(emptyAnswer(204));
      checkPreconditions(preconditionsOf(exchange.request.headers), etagOf(stored.revision));
      requireSubscription("DELETE", address.subscriptionId, await service.records.subscription(address.partition));
      const running = await runningOperation(service, stored);
      if (running?.asyncOperation.initialStatus === "Deleting") return acceptedDeletion(exchange, service, running);
      return await beginDeletion(exchange, service, stored, running);
    };
    return await answerOf(attempt, { exchange, service, key: address.key });
  };

async function runningOperation(
  { records }: Service,
  { asyncOperationId, partitionKey }: ClusterDocument,
): Promise<Stored<OperationDocument> | undefined> {
  const operation =
    asyncOperationId === undefined ? undefined : await records.operation(partitionKey, asyncOperationId);
  return operation === undefined || hasEnded(operation) ? undefined : operation;
}

/** One batch: the cluster turns to Deleting, the operation that ran ends as Canceled, the deletion is enqueued (ARM-DEL-04). */
async function beginDeletion(
  exchange: Exchange,
  service: Service,
  stored: Stored<ClusterDocument>,
  running: Stored<OperationDocument> | undefined,
): Promise<Attempt> {
  const { records, random } = service;
  const operationId = timeOrderedUuid(exchange.arrived, random);
  const shown = running === undefined ? stored.openShiftCluster : withoutUnapplied(stored, running);
  const document: ClusterDocument = {
    ...stored,
    revision: stored.revision + 1,
    asyncOperationId: operationId,
    correlationData: correlationData(exchange.ids, operationId, exchange.arrived),
    openShiftCluster: entering("Deleting", shown),
  };
  const operation = startOperation({ exchange, service }, { id: operationId, kind: "Deleting", cluster: document });
  const next = { operationId, clusterId: stored.id, partitionKey: stored.partitionKey, cancelled: running };
  const answer = acceptedDeletion(exchange, service, operation);
  const writes: BatchOperation[] = [
    { replace: document, ifMatch: stored._etag },
    { create: operation },
    enqueueWork(await records.work(stored), next),
    ...(running === undefined ? [] : [{ replace: canceled(exchange, running, shown), ifMatch: running._etag }]),
  ];
  const outcome = await records.batch(stored.partitionKey, writes);
  if (outcome.outcome !== "written") return again;
  exchange.log.info("cluster.operation_answered", {
    resource_id: stored.key,
    operation: operationId,
    kind: "Deleting",
    outcome: "started",
    canceled: running?.id,
  });
  return answer;
}

/** What is true of the cluster, now that the operation that ran will not go on (ARM-PAT-07). */
function withoutUnapplied(
  { openShiftCluster }: ClusterDocument,
  { asyncOperation: { before, applied = [] } }: OperationDocument,
): ClusterDocument["openShiftCluster"] {
  return before === undefined ? openShiftCluster : restore(openShiftCluster, before, applied);
}

/** The operation that ran, ended. It is stored without what only its own end would have needed, so that the batch stays small. */
function canceled(
  exchange: Exchange,
  running: OperationDocument,
  shown: ClusterDocument["openShiftCluster"],
): OperationDocument {
  const { body } = new CloudError({ code: "OperationCanceled", message: messages.canceled(exchange.ids.requestId) });
  const { before: _, ...asyncOperation } = running.asyncOperation;
  const { pullSecret: __, ...clusterProfile } = shown.properties.clusterProfile;
  const snapshot = {
    ...shown,
    properties: { ...shown.properties, clusterProfile, provisioningState: "Canceled" },
  } as ClusterDocument["openShiftCluster"];
  return endedOperation(
    { ...running, asyncOperation: asyncOperation as OperationDocument["asyncOperation"] },
    {
      status: "Canceled",
      endTime: isoTime(exchange.arrived),
      error: body,
      snapshot,
    },
  );
}

/** 202 with the addresses of the deletion: of the one just begun, or of the one that runs (ARM-DEL-02, ARM-DEL-05). */
function acceptedDeletion(exchange: Exchange, { durations }: Service, operation: OperationDocument): Attempt {
  const referer = refererOf(exchange.request.headers);
  return answered(emptyAnswer(202, operationHeaders(referer, exchange.version?.name ?? "", operation, durations)));
}
