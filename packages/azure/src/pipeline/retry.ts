import { isRestError, type PipelinePolicy, type PipelineRequest, RestError } from "@azure/core-rest-pipeline";
import { backoff } from "../backoff.ts";
import { askedWait } from "../retry-after.ts";
import type { Waits } from "../retry-transient.ts";

/** Tries after the first (spec 03 §2.6, spec 02 §12.4). */
const retries = 3;

/** Answers after which the same call is made again; 409 only when it says when. */
const passing: ReadonlySet<number> = new Set([408, 429, 500, 502, 503, 504]);

/** Methods that may be sent twice without doing twice. */
const idempotent: ReadonlySet<string> = new Set(["GET", "HEAD", "OPTIONS", "PUT", "DELETE"]);

/**
 * Retries inside the pipeline, in place of the SDK's own: on the injected clock, each try bounded by `longestAzureCall` (decision 4 counts
 * on it), Retry-After obeyed in both forms. Being throttled is not a failure: 429 with Retry-After is waited for up to `armThrottleLimit` and does
 * not count as a try. A POST or PATCH is repeated only after 429, or 409 with Retry-After: those were turned away
 * before anything was done (ARM-THR-02); unless whoever calls says that it may be.
 */
export function retryPolicy(
  { clock, random, durations }: Waits,
  repeatable: (method: string) => boolean = (method) => idempotent.has(method),
): PipelinePolicy {
  const oneTry = async (request: PipelineRequest, next: Parameters<PipelinePolicy["sendRequest"]>[1]) => {
    const outer = request.abortSignal;
    const limit = new AbortController();
    using _timer = clock.timer(durations.longestAzureCall, () => limit.abort());
    request.abortSignal = outer === undefined ? limit.signal : AbortSignal.any([outer as AbortSignal, limit.signal]);
    try {
      return await next(request);
    } catch (error) {
      if (!limit.signal.aborted || outer?.aborted === true) throw error;
      throw new RestError(`no answer within ${durations.longestAzureCall} ms`, { code: "TryTimeout", request });
    } finally {
      if (outer === undefined) delete request.abortSignal;
      else request.abortSignal = outer;
    }
  };
  return {
    name: "aroRetry",
    async sendRequest(request, next) {
      const throttledUntil = clock.monotonic() + durations.armThrottleLimit;
      let attempt = 0;
      for (;;) {
        let asked: number | undefined;
        let counts = true;
        try {
          const response = await oneTry(request, next);
          const header = response.headers.get("retry-after");
          const turnedAway = response.status === 429 || (response.status === 409 && header !== undefined);
          const again = turnedAway || (passing.has(response.status) && repeatable(request.method));
          asked = askedWait(response.headers.toJSON(), clock.now());
          counts = response.status !== 429 || asked === undefined || clock.monotonic() + asked > throttledUntil;
          if (!again || (counts && attempt === retries)) return response;
        } catch (error) {
          const broken = isRestError(error) && error.response === undefined && error.code !== RestError.PARSE_ERROR;
          if (!broken || !repeatable(request.method) || attempt === retries) throw error;
          if (request.abortSignal?.aborted) throw error;
        }
        const wait = asked ?? backoff(attempt, durations, random);
        await clock.sleep(wait, request.abortSignal as AbortSignal | undefined);
        if (counts) attempt++;
      }
    },
  };
}
