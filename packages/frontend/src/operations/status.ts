import type { AsyncOperation, CloudErrorBody, OperationDocument } from "@aro/api";
import type { Answer } from "../answer.ts";
import { jsonAnswer } from "../answer.ts";
import type { Service } from "../deps.ts";
import type { Exchange } from "../exchange.ts";
import { retryAfter } from "../headers/retry-after.ts";
import { findOperation, hasEnded } from "./find.ts";
import { percentComplete, type StepStatus, stepStatuses } from "./progress.ts";

/** The status of an operation, as common-types calls it OperationStatusResult (ARM-ASY-05, ARM-ASY-06). */
export interface OperationStatusResult {
  id: string;
  resourceId?: string;
  name: string;
  status: string;
  startTime: string;
  endTime?: string;
  percentComplete: number;
  /** One for each step of the plan: see {@link stepStatuses}. */
  operations?: StepStatus[];
  /** On Failed and Canceled only, and always then (ARM-ASY-07). */
  error?: CloudErrorBody;
}

/** 200 with the status, whatever came of the operation; reading it changes nothing (ARM-ASY-04). */
export const operationStatus =
  (service: Pick<Service, "records" | "durations">) =>
  async (exchange: Exchange): Promise<Answer> => {
    const operation = await findOperation(service, exchange);
    const headers = hasEnded(operation)
      ? {}
      : { "retry-after": retryAfter(operation.asyncOperation.initialStatus, service.durations) };
    return jsonAnswer(200, statusOf(operation), headers);
  };

/** What the status address shows of an operation. */
function statusOf(document: OperationDocument): OperationStatusResult {
  const { id, name, status, startTime, endTime } = document.asyncOperation;
  const ended = hasEnded(document);
  const operations = stepStatuses(document.asyncOperation);
  return {
    id,
    resourceId: document.openShiftClusterKey,
    name,
    status,
    startTime,
    ...(ended && endTime !== undefined ? { endTime } : {}),
    percentComplete: percentComplete(document.asyncOperation),
    ...(operations.length === 0 ? {} : { operations }),
    ...errorOf(document.asyncOperation),
  };
}

/** Clients read the error of a failed operation unchecked, so there always is one (ARM-ASY-07). */
function errorOf({ status, error }: AsyncOperation): { error?: CloudErrorBody } {
  if (status !== "Failed" && status !== "Canceled") return {};
  if (error !== undefined) return { error };
  return status === "Failed"
    ? { error: { code: "InternalServerError", message: "Internal server error." } }
    : { error: { code: "OperationCanceled", message: "The operation was canceled." } };
}
