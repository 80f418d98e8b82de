import type { CloudErrorBody, JsonObject } from "@aro/api";
import { lastSegment } from "@aro/api";
import { apiVersion } from "./cluster.ts";

/** What an operation does to its cluster. */
export type OperationVerb = "create" | "update" | "delete";

/** An operation that was accepted and can be followed. */
export interface Operation {
  verb: OperationVerb;
  /** `Azure-AsyncOperation` of the answer that accepted it. */
  statusAddress: string;
  /** Path of the cluster it works on. */
  resourcePath: string;
  /** What the accepting answer asked to wait before the first look. */
  firstPollMilliseconds?: number;
}

/** The GUID by which an operation is spoken of. */
export const operationId = (operation: Operation): string =>
  lastSegment(new URL(operation.statusAddress, "https://arm.invalid").pathname);

/** An operation known only by its id, e.g. from what the command line printed when it stopped watching. */
export const operationById = (known: {
  verb: OperationVerb;
  id: string;
  subscriptionId: string;
  location: string;
  resourcePath: string;
}): Operation => ({
  verb: known.verb,
  statusAddress: `/subscriptions/${encodeURIComponent(known.subscriptionId)}/providers/Microsoft.RedHatOpenShift/locations/${encodeURIComponent(known.location)}/operationsstatus/${encodeURIComponent(known.id)}?api-version=${apiVersion}`,
  resourcePath: known.resourcePath,
});

/** One step of an operation as its status shows it. */
export interface StepStatus {
  name: string;
  status: string;
  /** RFC 3339. */
  startTime?: string;
  endTime?: string;
}

/** The status of an operation (common-types OperationStatusResult; ARM-ASY-05, ARM-ASY-06). */
export interface OperationStatus {
  id: string;
  name: string;
  status: string;
  percentComplete?: number;
  startTime?: string;
  endTime?: string;
  steps: readonly StepStatus[];
  error?: CloudErrorBody;
}

/** Whether the operation has ended (ARM-ASY-01). */
export const hasEnded = (status: OperationStatus): boolean => /^(succeeded|failed|canceled)$/i.test(status.status);

/** The status in an answer's body, or undefined when the body is no such thing. */
export function readOperationStatus(body: unknown): OperationStatus | undefined {
  if (typeof body !== "object" || body === null || Array.isArray(body)) return undefined;
  const source = body as JsonObject;
  const status = source["status"];
  if (typeof status !== "string" || status === "") return undefined;
  const percent = source["percentComplete"];
  const operations = source["operations"];
  const error = source["error"] as CloudErrorBody | undefined;
  return {
    id: text(source["id"]) ?? "",
    name: text(source["name"]) ?? "",
    status,
    ...(typeof percent === "number" ? { percentComplete: percent } : {}),
    ...textMember("startTime", source["startTime"]),
    ...textMember("endTime", source["endTime"]),
    steps: Array.isArray(operations) ? operations.flatMap((entry) => stepOf(entry) ?? []) : [],
    ...(typeof error?.code === "string" ? { error } : {}),
  };
}

function stepOf(entry: unknown): StepStatus | undefined {
  const source = (typeof entry === "object" && entry !== null ? entry : {}) as JsonObject;
  const name = text(source["name"]);
  if (name === undefined) return undefined;
  return {
    name,
    status: text(source["status"]) ?? "",
    ...textMember("startTime", source["startTime"]),
    ...textMember("endTime", source["endTime"]),
  };
}

const text = (value: unknown): string | undefined => (typeof value === "string" && value !== "" ? value : undefined);

const textMember = <Name extends string>(name: Name, value: unknown): { [key in Name]?: string } =>
  (text(value) === undefined ? {} : { [name]: value }) as { [key in Name]?: string };
