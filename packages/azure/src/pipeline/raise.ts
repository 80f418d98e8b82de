import type { Clock } from "@aro/runtime";
import type { PipelinePolicy } from "@azure/core-rest-pipeline";
import { AzureError, azureErrorBody } from "../azure-error.ts";
import { retryAfterSeconds } from "../retry-after.ts";

/** Outermost policy: every final answer of 400 or more becomes an {@link AzureError} with the whole body (ARM-ERR-05). */
export function raisePolicy(clock: Clock): PipelinePolicy {
  return {
    name: "aroRaise",
    async sendRequest(request, next) {
      const response = await next(request);
      if (response.status < 400) return response;
      throw new AzureError({
        status: response.status,
        body: azureErrorBody(response.bodyAsText ?? undefined, response.status),
        method: request.method,
        url: request.url,
        requestId: response.headers.get("x-ms-request-id"),
        retryAfterSeconds: retryAfterSeconds(response.headers.get("retry-after"), clock.now()),
      });
    },
  };
}
