import type { BoundaryEvent } from "@aro/backend";
import type { Log } from "@aro/telemetry";

/**
 * Tells `url` each edge of each step and waits for its answer, so that a fault test can strike exactly there. A listener that cannot be
 * reached holds nothing up.
 */
export const boundaryReport =
  ({ url, token }: { url: string; token: string }, deps: { fetch: typeof fetch; log: Log; process: string }) =>
  async (event: BoundaryEvent): Promise<void> => {
    try {
      const answer = await deps.fetch(url, {
        method: "POST",
        headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
        body: JSON.stringify({ process: deps.process, ...event }),
      });
      await answer.arrayBuffer();
    } catch (error) {
      deps.log.warn("boundary.not_reported", { url, error });
    }
  };
