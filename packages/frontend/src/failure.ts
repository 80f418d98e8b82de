import { CloudError, type Durations, toSeconds } from "@aro/api";
import { DocumentTooLarge, StoreUnavailable } from "@aro/database";
import { CallerGone, type Exchange } from "./exchange.ts";
import { messages } from "./messages.ts";
import { DeadlinePassed } from "./within.ts";

/** What the caller is told of what was thrown while serving. What is not meant for the caller stays in the log (ARM-ERR-02). */
export function cloudErrorOf(
  thrown: unknown,
  exchange: Exchange,
  durations: Pick<Durations, "retryAfterShort">,
): CloudError {
  if (thrown instanceof CloudError) return thrown;
  if (thrown instanceof StoreUnavailable || thrown instanceof DeadlinePassed) {
    exchange.log.warn("request.dependency_unavailable", { err: thrown });
    return new CloudError(
      { code: "ServiceUnavailable", message: messages.unavailable() },
      { cause: thrown, retryAfterSeconds: toSeconds(durations.retryAfterShort) },
    );
  }
  if (thrown instanceof DocumentTooLarge)
    return new CloudError({ code: "InvalidResource", message: messages.tooLargeToStore() }, { cause: thrown });
  if (thrown instanceof CallerGone)
    return new CloudError({ code: "InvalidResource", message: messages.callerGone() }, { cause: thrown });
  exchange.log.error("request.failed_unexpectedly", { err: thrown });
  const message = messages.internal(exchange.ids.requestId);
  return new CloudError({ code: "InternalServerError", message }, { cause: thrown });
}
