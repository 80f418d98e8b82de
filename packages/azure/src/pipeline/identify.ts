import type { Random } from "@aro/runtime";
import type { PipelinePolicy } from "@azure/core-rest-pipeline";

/** Every call carries the correlation id of the operation that causes it, and an id of its own (ARM-HDR-02). */
export function identifyPolicy(random: Random, correlationId: string | undefined): PipelinePolicy {
  return {
    name: "aroIdentify",
    sendRequest(request, next) {
      request.requestId = random.uuid();
      if (correlationId !== undefined) request.headers.set("x-ms-correlation-request-id", correlationId);
      return next(request);
    },
  };
}
