import type { ClusterDocument, JsonObject, OperationDocument, OperationKind } from "@aro/api";
import { newOperation } from "@aro/database";
import { isoTime } from "@aro/runtime";
import { tenantOf } from "../headers/tenant.ts";
import { operationHeaders } from "../operations/links.ts";
import { type Attempt, answered } from "./attempt.ts";
import type { ClusterWrite } from "./cluster-write.ts";
import { clusterAnswer } from "./view.ts";

/** The document of the operation that a request starts. */
export const startOperation = (
  { exchange, service }: Pick<ClusterWrite, "exchange" | "service">,
  start: { id: string; kind: OperationKind; cluster: ClusterDocument; before?: JsonObject },
): OperationDocument =>
  newOperation({
    ...start,
    location: service.settings.location,
    startTime: isoTime(exchange.arrived),
    tenantId: tenantOf(exchange.request.headers),
  });

/** The answer that tells of an operation on a cluster: the one just started, or the one that runs and wants the same (ARM-PUT-12). */
export function accepted(
  { exchange, service, version }: ClusterWrite,
  status: 200 | 201,
  { document, operation, referer }: { document: ClusterDocument; operation: OperationDocument; referer: URL },
): Attempt {
  exchange.log.info("cluster.operation_answered", {
    resource_id: document.key,
    operation: operation.id,
    kind: operation.asyncOperation.initialStatus,
    outcome: document.correlationData?.requestId === exchange.ids.requestId ? "started" : "joined",
  });
  const headers = operationHeaders(referer, version.name, operation, service.durations);
  return answered(clusterAnswer(status, document, version, headers));
}
