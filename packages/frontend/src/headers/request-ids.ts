import type { CorrelationData } from "@aro/api";
import { isoTime, type Random } from "@aro/runtime";
import type { FrontendRequest } from "../request.ts";

/** By which names one request is known (spec 01 §5 "Log", ARM-HDR-02). Only `requestId` is unique. */
export interface RequestIds {
  /** Fresh; sent back as x-ms-request-id, never an echo. */
  requestId: string;
  correlationId: string | undefined;
  clientRequestId: string | undefined;
  /** Whether the client asked for its own id back. */
  returnClientRequestId: boolean;
}

/** Longest id of a caller's that is logged and stored. */
const longestId = 256;

/** The ids of a request that has just arrived. */
export function requestIds(request: FrontendRequest, random: Random): RequestIds {
  const { headers } = request;
  return {
    requestId: random.uuid(),
    correlationId: idOf(headers["x-ms-correlation-request-id"]),
    clientRequestId: idOf(headers["x-ms-client-request-id"]),
    returnClientRequestId: headers["x-ms-return-client-request-id"]?.toLowerCase() === "true",
  };
}

/** It may be sent back as a header, so nothing but visible ASCII stays of it. */
const idOf = (value: string | undefined): string | undefined =>
  value?.replace(/[^\x20-\x7e]/g, "").slice(0, longestId) || undefined;

/** What is stored with the operation that the request starts, so that the backend's log lines and Azure calls can carry it. */
export const correlationData = (ids: RequestIds, operationId: string, arrived: number): CorrelationData => ({
  requestId: ids.requestId,
  operationId,
  requestTime: isoTime(arrived),
  ...(ids.correlationId === undefined ? {} : { correlationId: ids.correlationId }),
  ...(ids.clientRequestId === undefined ? {} : { clientRequestId: ids.clientRequestId }),
});

/** The same as fields of a log line. */
export const logFields = (ids: RequestIds): Record<string, string> => ({
  request_id: ids.requestId,
  ...(ids.correlationId === undefined ? {} : { correlation_id: ids.correlationId }),
  ...(ids.clientRequestId === undefined ? {} : { client_request_id: ids.clientRequestId }),
});
