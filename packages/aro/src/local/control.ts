import { exitStatus, Problem } from "@aro/cli";
import type { Ask } from "./https.ts";

/** The emulator's control API: what no cloud has, for tests and for `aro local`. */
export interface Control {
  /** @throws Problem with the emulator's own words when it refuses. */
  call(method: "GET" | "POST" | "PUT" | "DELETE", path: string, body?: object): Promise<unknown>;
}

/** The control API at `endpoint`, with the secret that the instance made. */
export const controlOf = (endpoint: string, token: string, ask: Ask): Control => ({
  call: async (method, path, body) => {
    const answer = await ask(`${endpoint}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        ...(body === undefined ? {} : { "content-type": "application/json" }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const parsed: unknown = answer.body === "" ? undefined : JSON.parse(answer.body);
    if (answer.status < 400) return parsed;
    const { error } = (parsed ?? {}) as { error?: { code?: string; message?: string } };
    // What it cannot make sense of came from the command line.
    throw new Problem(`the emulator refuses: ${error?.message ?? `HTTP status ${answer.status}`}`, {
      exitStatus: answer.status === 400 ? exitStatus.usage : exitStatus.failure,
    });
  },
});
