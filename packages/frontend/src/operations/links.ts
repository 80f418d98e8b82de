import type { Durations, OperationDocument } from "@aro/api";
import { linksBeside } from "../headers/referer.ts";
import { retryAfter } from "../headers/retry-after.ts";

/** Where an operation is followed: by its status, or by what the request would have answered had it taken no time (ARM-ASY-03). */
export interface OperationLinks {
  status: string;
  result: string;
}

/** The absolute addresses of an operation, for whoever sent `referer`. */
function operationLinks(referer: URL, apiVersion: string, { asyncOperation }: OperationDocument): OperationLinks {
  const link = linksBeside(referer, apiVersion);
  return {
    status: link(asyncOperation.id),
    result: link(asyncOperation.id.replace("/operationsstatus/", "/operationresults/")),
  };
}

/** The headers of an answer that tells of a running operation (ARM-DEL-02, ARM-PAT-06, ARM-ASY-10). */
export function operationHeaders(
  referer: URL,
  apiVersion: string,
  operation: OperationDocument,
  durations: Durations,
): Record<string, string> {
  const { status, result } = operationLinks(referer, apiVersion, operation);
  return {
    "azure-asyncoperation": status,
    location: result,
    "retry-after": retryAfter(operation.asyncOperation.initialStatus, durations),
  };
}
