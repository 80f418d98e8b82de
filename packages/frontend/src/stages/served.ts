import { CloudError } from "@aro/api";
import { messages } from "../messages.ts";
import type { Stage } from "./stage.ts";

/** 404 for a path that nothing serves, 405 for a method that its path has not (spec 01 §4.3). */
export const served: Stage = ({ match, request }) => {
  switch (match.outcome) {
    case "found":
      return;
    case "notFound":
      throw new CloudError({ code: "NotFound", message: messages.noSuchPath(request.target.split("?", 1)[0] ?? "") });
    case "methodNotAllowed":
      throw new CloudError({
        code: "MethodNotAllowed",
        message: messages.methodNotAllowed(request.method, match.allowed),
      });
  }
};
