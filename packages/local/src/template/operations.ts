import { isoTime } from "@aro/runtime";
import { type Doc, record, records, text } from "../documents/document.ts";
import type { Row } from "../documents/rows.ts";
import { isoDuration } from "./running.ts";

const statusCodes: Readonly<Record<string, string>> = { Succeeded: "OK", Running: "Accepted", Failed: "BadRequest" };

/** The operations of a deployment: one for each resource that has been begun. */
export function renderOperations(row: Row): Doc[] {
  return records(record(row.body["run"])["nodes"])
    .filter((node) => node["startedAt"] !== undefined)
    .map((node) => {
      const step = text(node["step"]);
      const started = Number(node["startedAt"]);
      const ended = Number(node["endedAt"] ?? started);
      const state = text(node["state"]) === "Waiting" ? "Running" : text(node["state"]);
      return {
        id: `${row.id}/operations/${step}`,
        operationId: step,
        properties: {
          provisioningOperation: "Create",
          provisioningState: state,
          timestamp: isoTime(ended),
          duration: isoDuration(ended - started),
          trackingId: step,
          statusCode: statusCodes[state] ?? "OK",
          ...(state === "Failed"
            ? { statusMessage: { status: "Failed", error: node["error"] ?? {} } }
            : state === "Succeeded"
              ? { statusMessage: null }
              : {}),
          targetResource: {
            id: node["id"] ?? "",
            resourceType: node["type"] ?? "",
            resourceName: node["name"] ?? "",
          },
        },
      };
    });
}
