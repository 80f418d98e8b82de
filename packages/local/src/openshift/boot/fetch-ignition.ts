import type { Clock } from "@aro/runtime";
import type { Wall } from "../../wall/wall.ts";

export interface FetchDeps {
  /** The whole cloud, as a machine reaches it. */
  wall: Wall;
  clock: Clock;
  /** Between two attempts, milliseconds. */
  pause(attempt: number): number;
  /** What the machine's serial console says. */
  say(line: string): void;
}

/** Fetches an Ignition configuration as a machine's first start does: until it is there. Rejects when the signal is aborted. */
export async function fetchIgnition(source: string, deps: FetchDeps, signal: AbortSignal): Promise<string> {
  const url = new URL(source);
  const shown = `${url.origin}${url.pathname}`;
  for (let attempt = 1; ; attempt++) {
    signal.throwIfAborted();
    deps.say(`ignition[640]: GET ${shown}: attempt #${attempt}`);
    const result = await attemptFetch(url, deps.wall, signal);
    if ("text" in result) {
      deps.say("ignition[640]: GET result: OK");
      return result.text;
    }
    deps.say(`ignition[640]: GET ${result.problem}`);
    await deps.clock.sleep(deps.pause(attempt), signal);
  }
}

async function attemptFetch(
  url: URL,
  wall: Wall,
  signal: AbortSignal,
): Promise<{ text: string } | { problem: string }> {
  try {
    const answer = await wall({
      method: "GET",
      url,
      headers: {
        accept: "application/vnd.coreos.ignition+json;version=3.4.0, */*;q=0.1",
        "user-agent": "Ignition/2.16.2",
      },
      body: new Uint8Array(),
      signal,
    });
    if (answer.status === 200) return { text: new TextDecoder().decode(answer.body) };
    const code = answer.headers["x-ms-error-code"];
    return { problem: `result: ${answer.status}${code === undefined ? "" : ` ${code}`}` };
  } catch (error) {
    signal.throwIfAborted();
    return { problem: `error: ${(error as Error).message}` };
  }
}
