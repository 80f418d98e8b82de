import type { ApiVersion, OpenShiftCluster, OperationDocument } from "@aro/api";
import type { Answer } from "../answer.ts";
import { emptyAnswer, jsonAnswer } from "../answer.ts";
import type { Service } from "../deps.ts";
import type { Exchange } from "../exchange.ts";
import { refererOf } from "../headers/referer.ts";
import { retryAfter } from "../headers/retry-after.ts";
import { findOperation, hasEnded } from "./find.ts";

/**
 * What the request would have answered had it taken no time: 202 while it runs; the cluster, also when the operation failed, as the classic
 * API does (ARM-ASY-09); 204 when it is gone. The address repeated with 202 is the one just asked for: ARM's `Referer`.
 */
export const operationResult =
  (service: Pick<Service, "records" | "durations">) =>
  async (exchange: Exchange): Promise<Answer> => {
    const operation = await findOperation(service, exchange);
    if (!hasEnded(operation)) {
      const location = refererOf(exchange.request.headers).href;
      const wait = retryAfter(operation.asyncOperation.initialStatus, service.durations);
      return emptyAnswer(202, { location, "retry-after": wait });
    }
    const cluster = await clusterAfter(service, operation);
    if (cluster === undefined) return emptyAnswer(204);
    return jsonAnswer(200, (exchange.version as ApiVersion).toExternal(cluster));
  };

/** The cluster as the operation left it: its snapshot, or where it took none, as it is now. A deletion that succeeded left none. */
async function clusterAfter(
  { records }: Pick<Service, "records">,
  { asyncOperation, openShiftCluster, openShiftClusterId, partitionKey }: OperationDocument,
): Promise<OpenShiftCluster | undefined> {
  if (asyncOperation.initialStatus === "Deleting" && asyncOperation.status === "Succeeded") return undefined;
  if (openShiftCluster !== undefined) return openShiftCluster;
  return (await records.clusterById(partitionKey, openShiftClusterId))?.openShiftCluster;
}
