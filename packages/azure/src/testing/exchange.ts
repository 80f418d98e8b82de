import { createHttpHeaders, type HttpClient, type PipelineRequest, RestError } from "@azure/core-rest-pipeline";

/** A request as the fake saw it. */
export interface SeenRequest {
  method: string;
  host: string;
  path: string;
  query: Readonly<Record<string, string>>;
  /** Names in lower case. */
  headers: Readonly<Record<string, string>>;
  /** Parsed where it is JSON, else the text; undefined when there is none. */
  body: unknown;
  url: string;
}

/** What the fake answers; "broken" loses the connection. */
export type FakeAnswer =
  | { status: number; headers?: Readonly<Record<string, string>>; body?: unknown; text?: string }
  | "broken";

/** Answers a request, or undefined when it is not its own. */
export type Responder = (request: SeenRequest) => FakeAnswer | undefined | Promise<FakeAnswer | undefined>;

/** A function of request and response as the SDKs' transport. A request that nobody answers fails the test by name. */
export function exchange(responders: readonly Responder[]): { httpClient: HttpClient; requests: SeenRequest[] } {
  const requests: SeenRequest[] = [];
  return {
    requests,
    httpClient: {
      sendRequest: async (request) => {
        if (request.abortSignal?.aborted) throw request.abortSignal;
        const seen = see(request);
        requests.push(seen);
        for (const respond of responders) {
          const answer = await respond(seen);
          if (answer === undefined) continue;
          if (answer === "broken") throw new RestError("socket hang up", { code: "ECONNRESET", request });
          return {
            request,
            status: answer.status,
            headers: createHttpHeaders({
              "x-ms-request-id": `request-${requests.length}`,
              ...(answer.body === undefined ? {} : { "content-type": "application/json" }),
              ...answer.headers,
            }),
            bodyAsText: answer.text ?? (answer.body === undefined ? "" : JSON.stringify(answer.body)),
          };
        }
        throw new Error(`the fake does not answer ${seen.method} ${seen.url}`);
      },
    },
  };
}

function see(request: PipelineRequest): SeenRequest {
  const url = new URL(request.url);
  const text = typeof request.body === "string" ? request.body : undefined;
  let body: unknown = text;
  if (text?.startsWith("{")) body = JSON.parse(text);
  return {
    method: request.method,
    host: url.host,
    // The SDKs disagree on the case of this segment; ARM does not care.
    path: url.pathname.replace(/\/resourcegroups\//i, "/resourceGroups/"),
    query: Object.fromEntries(url.searchParams),
    headers: request.headers.toJSON(),
    body,
    url: request.url,
  };
}
