import { CloudError, type ClusterDocument, clientIdKeyOf, type OpenShiftCluster, userSettable } from "@aro/api";
import { type BatchOperation, enqueueWork, entering, type Stored } from "@aro/database";
import { timeOrderedUuid } from "@aro/runtime";
import { checkPreconditions, etagOf, preconditionsOf } from "../headers/preconditions.ts";
import { refererOf } from "../headers/referer.ts";
import { correlationData } from "../headers/request-ids.ts";
import { accepted, startOperation } from "./accepted.ts";
import { type Attempt, again, answered } from "./attempt.ts";
import { checkCreate } from "./check-create.ts";
import { clusterTenant, requireSameTenant } from "./cluster-tenant.ts";
import type { ClusterWrite } from "./cluster-write.ts";
import { busy, courseOf } from "./course.ts";
import { duplicateOf } from "./duplicate.ts";
import { judge } from "./judge.ts";
import { signed } from "./signed.ts";
import { clusterAnswer } from "./view.ts";

/** PUT or PATCH of a cluster that exists (spec 01 §3.1, as 07 mends it). */
export async function updateCluster(write: ClusterWrite, stored: Stored<ClusterDocument>): Promise<Attempt> {
  const { method, exchange, service, version } = write;
  checkPreconditions(preconditionsOf(exchange.request.headers), etagOf(stored.revision));
  const judgement = judge(write, stored.openShiftCluster);
  if (!judgement.valid) throw CloudError.ofFindings(judgement.findings);
  const { cluster, changed } = judgement;
  const course = courseOf(method, stored.openShiftCluster, changed, service.supportedChanges);
  switch (course.leadsTo) {
    case "refusal":
      throw course.error;
    case "nothing":
      return answered(clusterAnswer(200, stored, version));
    case "join":
      return await joinRunning(write, stored);
    case "tags":
      return await storeTags(write, stored, cluster);
    case "operation":
      return await begin(write, stored, course.kind, cluster, changed);
  }
}

/**
 * Answers with the operation that runs if the request asks for just what it brings about: a client repeats a request whose answer it lost
 * (ARM-PUT-12). While an operation runs, what is stored is its desired state; so a request that would change nothing wants the same.
 */
async function joinRunning(write: ClusterWrite, stored: Stored<ClusterDocument>): Promise<Attempt> {
  const { service, address } = write;
  const { asyncOperationId, openShiftCluster } = stored;
  const operation =
    asyncOperationId === undefined ? undefined : await service.records.operation(address.partition, asyncOperationId);
  if (operation === undefined) throw busy(openShiftCluster);
  return accepted(write, 200, { document: stored, operation, referer: refererOf(write.exchange.request.headers) });
}

/** Tags lie in the document only; no operation is needed to make them true (ARM-PAT-04). */
async function storeTags(
  { exchange, service, address, version }: ClusterWrite,
  stored: Stored<ClusterDocument>,
  cluster: OpenShiftCluster,
): Promise<Attempt> {
  const document = { ...stored, revision: stored.revision + 1, openShiftCluster: signed(cluster, exchange.systemData) };
  const outcome = await service.records.batch(address.partition, [{ replace: document, ifMatch: stored._etag }]);
  return outcome.outcome === "written" ? answered(clusterAnswer(200, document, version)) : again;
}

/** Cluster, operation and work item in one batch; the operation keeps what must be shown again should it fail (ARM-PAT-07). */
async function begin(
  write: ClusterWrite,
  stored: Stored<ClusterDocument>,
  kind: "Creating" | "Updating",
  cluster: OpenShiftCluster,
  changed: readonly string[],
): Promise<Attempt> {
  const { exchange, service, address, subscription } = write;
  if (kind === "Creating") await checkCreate(write, cluster);
  else requireSameTenant(stored, subscription);
  const referer = refererOf(exchange.request.headers);
  const operationId = timeOrderedUuid(exchange.arrived, service.random);
  const document: ClusterDocument = {
    ...stored,
    ...(kind === "Creating" ? clusterTenant(subscription) : {}),
    revision: stored.revision + 1,
    clientIdKey: clientIdKeyOf(cluster),
    asyncOperationId: operationId,
    correlationData: correlationData(exchange.ids, operationId, exchange.arrived),
    openShiftCluster: entering(kind, changed.length === 0 ? cluster : signed(cluster, exchange.systemData)),
  };
  const operation = startOperation(write, {
    id: operationId,
    kind,
    cluster: document,
    ...(kind === "Updating" ? { before: userSettable(stored.openShiftCluster) } : {}),
  });
  const work = await service.records.work(stored);
  const writes: BatchOperation[] = [
    { replace: document, ifMatch: stored._etag },
    { create: operation },
    enqueueWork(work, { operationId, clusterId: stored.id, partitionKey: address.partition }),
  ];
  const outcome = await service.records.batch(address.partition, writes);
  if (outcome.outcome === "written") return accepted(write, 200, { document, operation, referer });
  // Another cluster has the principal that this one asks for (spec 01 §6.2 step 19).
  const duplicate = outcome.outcome === "conflict" ? duplicateOf(outcome.path, document) : undefined;
  if (duplicate !== undefined) throw duplicate;
  return again;
}
