import type { Stage } from "./stage.ts";

/** Headers that every answer has (ARM-HDR-01, ARM-HDR-02). */
export const headers: Stage = async (exchange, rest, { httpDate }) => {
  const answer = await rest();
  answer.headers["x-ms-request-id"] = exchange.ids.requestId;
  answer.headers["date"] = httpDate();
  const { clientRequestId, returnClientRequestId } = exchange.ids;
  if (returnClientRequestId && clientRequestId !== undefined)
    answer.headers["x-ms-client-request-id"] = clientRequestId;
  return answer;
};
