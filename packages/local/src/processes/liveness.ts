import { request } from "node:http";
import type { Clock } from "@aro/runtime";

/** A container's probe, as far as our programs have them: by HTTP. */
export interface LivenessProbe {
  httpGet?: { path?: string; port: number | string; httpHeaders?: readonly { name: string; value: string }[] };
  initialDelaySeconds?: number;
  periodSeconds?: number;
  timeoutSeconds?: number;
  failureThreshold?: number;
}

/**
 * Asks a container whether it lives, as its kubelet does. Resolves with why it does not, once it has failed as often in a row as the probe allows; never
 * when the signal is aborted first. `portOf`: where a port of the container is on this machine.
 */
export async function failsLiveness(
  probe: LivenessProbe,
  portOf: (port: number | string) => number | undefined,
  clock: Clock,
  signal: AbortSignal,
): Promise<string | undefined> {
  const { httpGet, initialDelaySeconds = 0, periodSeconds = 10, timeoutSeconds = 1, failureThreshold = 3 } = probe;
  const port = httpGet === undefined ? undefined : portOf(httpGet.port);
  if (httpGet === undefined || port === undefined) return undefined;
  let failures = 0;
  try {
    for (let wait = Math.max(initialDelaySeconds, periodSeconds); ; wait = periodSeconds) {
      await clock.sleep(wait * 1000, signal);
      const problem = await ask(port, httpGet, timeoutSeconds * 1000, signal);
      failures = problem === undefined ? 0 : failures + 1;
      if (problem !== undefined && failures >= failureThreshold) return `Liveness probe failed: ${problem}`;
    }
  } catch (error) {
    if (signal.aborted) return undefined;
    throw error;
  }
}

function ask(
  port: number,
  { path = "/", httpHeaders = [] }: NonNullable<LivenessProbe["httpGet"]>,
  timeout: number,
  signal: AbortSignal,
): Promise<string | undefined> {
  return new Promise((resolve) => {
    const headers = Object.fromEntries(httpHeaders.map(({ name, value }) => [name, value]));
    const outgoing = request({ host: "127.0.0.1", port, path, headers, timeout, signal, agent: false }, (answer) => {
      answer.resume();
      const { statusCode = 0 } = answer;
      resolve(statusCode >= 200 && statusCode < 400 ? undefined : `HTTP probe failed with statuscode: ${statusCode}`);
    });
    outgoing.on("timeout", () => outgoing.destroy(new Error("context deadline exceeded")));
    outgoing.on("error", (error) => resolve(`Get "http://127.0.0.1:${port}${path}": ${error.message}`));
    outgoing.end();
  });
}
