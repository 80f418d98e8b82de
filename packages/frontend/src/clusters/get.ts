import type { ApiVersion } from "@aro/api";
import type { Answer } from "../answer.ts";
import type { Service } from "../deps.ts";
import type { Exchange } from "../exchange.ts";
import { clusterAddress } from "./address.ts";
import { clusterNotFound } from "./not-found.ts";
import { createShownClusters } from "./shown.ts";

/**
 * With a cluster that is Failed, the id of the operation that left it so: a resource has no place for an error, and whoever looks at it later
 * asks that operation's status. An id only, since `Azure-AsyncOperation` would tell clients that something runs.
 */
const failedOperationHeader = "x-ms-failed-operation";

/** The cluster as stored, in any state; reading changes nothing (ARM-GET-01). */
export function getCluster({ records }: Pick<Service, "records">): (exchange: Exchange) => Promise<Answer> {
  const shownCluster = createShownClusters(records);
  return async (exchange) => {
    const address = clusterAddress(exchange);
    const shown = await shownCluster(address, exchange.version as ApiVersion);
    if (shown === undefined) throw clusterNotFound(address);
    const { body, etag, failedOperation } = shown;
    const failed = failedOperation === undefined ? {} : { [failedOperationHeader]: failedOperation };
    return { status: 200, headers: { "content-type": "application/json", etag, ...failed }, body };
  };
}
