import * as http from "node:http";
import * as https from "node:https";
import type { BoundaryEvent } from "@aro/backend";
import type { Log } from "@aro/telemetry";

/** How long a connection that nobody uses is kept; it is no limit for an answer. */
const idleMilliseconds = 4_000;

/**
 * Tells `url` each edge of each step and waits for its answer, so that a fault test can strike exactly there. A listener that cannot be
 * reached holds nothing up. By `node:http` and not by `fetch`, which costs three times as much, twice a step.
 */
export function boundaryReport(
  { url, token }: { url: string; token: string },
  deps: { log: Log; process: string },
): (event: BoundaryEvent) => Promise<void> {
  const { Agent, request } = new URL(url).protocol === "http:" ? http : https;
  const agent = new Agent({ keepAlive: true, timeout: idleMilliseconds });
  const post = (body: Buffer): Promise<void> =>
    new Promise((resolve, reject) => {
      const headers = {
        "content-type": "application/json",
        "content-length": body.length,
        authorization: `Bearer ${token}`,
      };
      const outgoing = request(url, { method: "POST", agent, headers }, (answer) => {
        answer.on("error", reject).on("end", resolve).resume();
      });
      outgoing.on("error", reject).end(body);
    });
  return async (event) => {
    try {
      await post(Buffer.from(JSON.stringify({ process: deps.process, ...event })));
    } catch (error) {
      deps.log.warn("boundary.not_reported", { url, error });
    }
  };
}
