import { CloudError, toSeconds } from "@aro/api";
import { DocumentTooLarge, StoreUnavailable } from "@aro/database";
import { errorAnswer } from "../answer.ts";
import type { Exchange } from "../exchange.ts";
import { messages } from "../messages.ts";
import { DeadlinePassed } from "../within.ts";
import type { Stage, StageDeps } from "./stage.ts";

/** Turns what was thrown into the one answer of the request (ARM-ERR-08). What is not meant for the caller stays in the log. */
export const guard: Stage = async (exchange, rest, deps) => {
  try {
    return await rest();
  } catch (thrown) {
    return errorAnswer(cloudErrorOf(thrown, exchange, deps));
  }
};

function cloudErrorOf(thrown: unknown, exchange: Exchange, { durations }: StageDeps): CloudError {
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
  exchange.log.error("request.failed_unexpectedly", { err: thrown });
  return new CloudError(
    { code: "InternalServerError", message: messages.internal(exchange.ids.requestId) },
    { cause: thrown },
  );
}
