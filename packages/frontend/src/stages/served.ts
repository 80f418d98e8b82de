import { CloudError } from "@aro/api";
import { errorAnswer } from "../answer.ts";
import { messages } from "../messages.ts";
import type { Stage } from "./stage.ts";

/** 404 for a path that nothing serves, 405 for a method that its path has not (spec 01 §4.3). */
export const served: Stage = async (exchange, rest) => {
  const { match, request } = exchange;
  switch (match.outcome) {
    case "found":
      return rest();
    case "notFound":
      throw new CloudError({ code: "NotFound", message: messages.noSuchPath(request.target.split("?", 1)[0] ?? "") });
    case "methodNotAllowed": {
      const message = messages.methodNotAllowed(request.method, match.allowed);
      // Allow is required with 405 (RFC 9110 §15.5.6); the body is ARM's envelope, where the reference sends none (ARM-ERR-01).
      return errorAnswer(new CloudError({ code: "MethodNotAllowed", message }), { allow: match.allowed.join(", ") });
    }
  }
};
