import { CloudError, type OperationDocument } from "@aro/api";
import type { Service } from "../deps.ts";
import type { Exchange } from "../exchange.ts";
import { tenantOf } from "../headers/tenant.ts";
import { messages } from "../messages.ts";

/**
 * The operation that the path names. One of another subscription, or one that was started from another tenant, does not exist for the
 * caller (ARM-ASY-13). Only a difference counts: where either side does not say its tenant, the subscription decides.
 * @throws CloudError 404.
 */
export async function findOperation(
  { records }: Pick<Service, "records">,
  exchange: Exchange,
): Promise<OperationDocument> {
  const { subscriptionId = "", operationId = "" } = exchange.parameters;
  const operation = await records.operation(subscriptionId.toLowerCase(), operationId.toLowerCase());
  const owner = operation?.asyncOperation.tenantId;
  const caller = tenantOf(exchange.request.headers);
  const isForeign = owner !== undefined && caller !== undefined && owner !== caller;
  if (operation === undefined || isForeign)
    throw new CloudError({ code: "NotFound", message: messages.operationNotFound() });
  return operation;
}

/** Whether it has ended. */
export const hasEnded = ({ asyncOperation: { status } }: OperationDocument): boolean =>
  status === "Succeeded" || status === "Failed" || status === "Canceled";
