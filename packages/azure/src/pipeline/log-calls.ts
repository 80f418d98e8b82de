import type { Clock } from "@aro/runtime";
import type { Log } from "@aro/telemetry";
import type { PipelinePolicy } from "@azure/core-rest-pipeline";

/** Below this many remaining calls ARM is about to throttle the principal. */
const nearlyThrottled = 10;

/** One line per try: method, path, status, duration, ids. Never headers, queries or bodies, which carry tokens, signatures and secrets. */
export function logCallsPolicy(log: Log, clock: Clock): PipelinePolicy {
  return {
    name: "aroLogCalls",
    async sendRequest(request, next) {
      const started = clock.monotonic();
      const fields = () => ({
        method: request.method,
        url: request.url.split("?", 1)[0],
        clientRequestId: request.requestId,
        milliseconds: Math.round(clock.monotonic() - started),
      });
      try {
        const response = await next(request);
        const seen = { ...fields(), status: response.status, requestId: response.headers.get("x-ms-request-id") };
        // That something is not there is what many a look is for.
        if (response.status < 400 || response.status === 404) log.debug("azure call", seen);
        else log.info("azure call refused", seen);
        for (const [name, value] of response.headers)
          if (/^x-ms-ratelimit-remaining-/i.test(name) && Number(value) < nearlyThrottled)
            log.warn("azure call limit near", { ...seen, limit: name, remaining: Number(value) });
        return response;
      } catch (error) {
        log.info("azure call unanswered", {
          ...fields(),
          reason: error instanceof Error ? error.message : String(error),
        });
        throw error;
      }
    },
  };
}
