import type { ClusterDocument, OpenShiftCluster } from "@aro/api";
import { CloudError } from "@aro/api";
import { type BatchOutcome, enqueueWork } from "@aro/database";
import { timeOrderedUuid } from "@aro/runtime";
import { checkPreconditions, preconditionsOf } from "../headers/preconditions.ts";
import { refererOf } from "../headers/referer.ts";
import { messages } from "../messages.ts";
import { accepted, startOperation } from "./accepted.ts";
import { type Attempt, again } from "./attempt.ts";
import { checkCreate } from "./check-create.ts";
import type { ClusterWrite } from "./cluster-write.ts";
import { duplicateOf } from "./duplicate.ts";
import { judgeValid } from "./judge.ts";
import { newClusterDocument } from "./new-document.ts";

/** PUT of a cluster that does not exist: cluster, operation and work item in one batch (architecture §4.3). */
export async function createCluster(write: ClusterWrite): Promise<Attempt> {
  const { exchange, service, address, subscription } = write;
  checkPreconditions(preconditionsOf(exchange.request.headers), undefined);
  const { cluster } = judgeValid(write, undefined);
  refuseWorkloadIdentity(cluster);
  await checkCreate(write, cluster);
  const referer = refererOf(exchange.request.headers);
  const operationId = timeOrderedUuid(exchange.arrived, service.random);
  const document = newClusterDocument(cluster, {
    exchange,
    address,
    subscription,
    operationId,
    random: service.random,
  });
  const operation = startOperation(write, { id: operationId, kind: "Creating", cluster: document });
  const outcome = await service.records.batch(address.partition, [
    { create: document },
    { create: operation },
    enqueueWork(undefined, { operationId, clusterId: document.id, partitionKey: address.partition }),
  ]);
  if (outcome.outcome === "written") return accepted(write, 201, { document, operation, referer });
  return await conflicted(write, document, outcome);
}

/** The winner of a race for the same name is looked at again; another cluster that holds one of our unique keys is a mistake to be told (spec 01 §6.2 step 19). */
async function conflicted(write: ClusterWrite, document: ClusterDocument, outcome: BatchOutcome): Promise<Attempt> {
  if (outcome.outcome !== "conflict") return again;
  if ((await write.service.records.cluster(write.address.key)) !== undefined) return again;
  const duplicate = duplicateOf(outcome.path, document);
  if (duplicate !== undefined) throw duplicate;
  return again;
}

/** Their install does not exist yet; a cluster that could only be half built is not begun. */
function refuseWorkloadIdentity({ properties }: OpenShiftCluster): void {
  if (properties.platformWorkloadIdentityProfile === undefined) return;
  const target = "properties.platformWorkloadIdentityProfile";
  throw new CloudError({ code: "InvalidParameter", message: messages.workloadIdentity(), target });
}
