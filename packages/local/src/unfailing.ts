import type { Log } from "@aro/telemetry";
import { armError } from "./wall/answers.ts";
import { ConnectionDropped, type Wall, type WallRequest, type WallResponse } from "./wall/wall.ts";

/** A failure of ours is an answer of ours: 500 with the request to look for, never a torn connection. */
export const unfailing =
  (answer: (request: WallRequest) => WallResponse | Promise<WallResponse>, log: Log): Wall =>
  async (request) => {
    try {
      return await answer(request);
    } catch (error) {
      if (error instanceof ConnectionDropped || request.signal.aborted) throw error;
      log.error("cloud.failed", { method: request.method, path: request.url.pathname, error });
      return armError(
        500,
        "InternalServerError",
        `The emulated cloud failed at ${request.method} ${request.url.pathname}; its log has the cause under cloud.failed.`,
      );
    }
  };
