import { manualClock, seededRandom } from "@aro/runtime";
import { createHttpHeaders, type HttpClient, type PipelineRequest, RestError } from "@azure/core-rest-pipeline";
import { type Connection, type ConnectionOptions, connect } from "../connection.ts";

/** One scripted answer: a status with a body, or the code of a network failure. */
export type Reply = { status: number; body?: unknown; headers?: Record<string, string> } | { failure: string };

/** A connection whose far side answers by `script`, and what it was asked. */
export function scripted(
  script: (request: PipelineRequest, count: number) => Reply,
  options: Partial<ConnectionOptions> = {},
) {
  const clock = manualClock();
  const asked: PipelineRequest[] = [];
  let signIns = 0;
  const httpClient: HttpClient = {
    sendRequest: async (request) => {
      asked.push(request);
      const reply = script(request, asked.length);
      if ("failure" in reply) throw new RestError(`connect ${reply.failure}`, { code: reply.failure, request });
      return {
        request,
        status: reply.status,
        headers: createHttpHeaders(reply.headers ?? {}),
        bodyAsText: reply.body === undefined ? "" : JSON.stringify(reply.body),
      };
    },
  };
  const connection: Connection = connect({
    endpoint: "https://arm.invalid/",
    clock,
    random: seededRandom(1),
    httpClient,
    identity: {
      scope: "https://arm.invalid/.default",
      credential: () => {
        const token = signIns++ === 0 ? "t" : `t${signIns}`;
        return { getToken: async () => ({ token, expiresOnTimestamp: clock.now() + 1e12 }) };
      },
    },
    ...options,
  });
  return { clock, asked, connection };
}

/** Lets the clock run until the promise is settled. */
export async function settle<Value>(promise: Promise<Value>, clock: ReturnType<typeof manualClock>): Promise<Value> {
  let done = false;
  const watched = promise.finally(() => {
    done = true;
  });
  watched.catch(() => undefined);
  for (let turns = 0; turns < 2_000 && !done; turns++) await clock.advance(1_000);
  return watched;
}
