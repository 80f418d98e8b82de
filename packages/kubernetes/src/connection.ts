import { readFile } from "node:fs/promises";
import type { IncomingMessage } from "node:http";
import { Agent, request as requestOverTls } from "node:https";
import type { Readable } from "node:stream";
import { ApiServerUnreachable, refusalOf } from "./failure.ts";
import type { ApiServerAccess } from "./kubeconfig.ts";

/** A request of an API server. */
export interface KubernetesRequest {
  method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** Begins with `/`. */
  path: string;
  query?: Readonly<Record<string, string | number | boolean | undefined>>;
  body?: unknown;
  /** `application/json` unless told. */
  contentType?: string;
  accept?: string;
}

/** Connections to one API server, kept open between requests (the official client opens one a request). */
export interface Connection extends AsyncDisposable {
  readonly server: string;
  /** The answer's body. @throws KubernetesError of a refusal; ApiServerUnreachable without an answer. */
  send(request: KubernetesRequest, signal?: AbortSignal): Promise<string>;
  /** The body as it arrives. The caller reads it to its end, destroys it, or aborts. */
  stream(request: KubernetesRequest, signal: AbortSignal): Promise<Readable>;
}

/** Times after which an unanswering server counts as unreachable, milliseconds. */
export interface ConnectionLimits {
  connect: number;
  /** Between a request and its answer's head, and between two parts of its body. */
  answer: number;
}

const usualLimits: ConnectionLimits = { connect: 10_000, answer: 60_000 };

/** Limits by which no call outlasts what others take for the longest one, after which a fallen worker is quiet (architecture §5.4). */
export function limitsOfCalls({ longestAzureCall }: { longestAzureCall: number }): ConnectionLimits {
  const connect = Math.min(usualLimits.connect, longestAzureCall / 2);
  return { connect, answer: longestAzureCall - connect };
}
/** How long a connection that nobody uses is kept, and after how long a silent one is asked whether it is still there. */
const idleMilliseconds = 30_000;

/** Opens nothing yet; the first request does. */
export function connect(
  access: ApiServerAccess,
  userAgent: string,
  limits: ConnectionLimits = usualLimits,
): Connection {
  const { server, ca, serverName, proxyUrl, certificate } = access;
  const agent = new Agent({
    keepAlive: true,
    keepAliveMsecs: idleMilliseconds,
    // Of connections that are kept; those in use have the request's own limit.
    timeout: idleMilliseconds,
    ...(ca === undefined ? {} : { ca }),
    ...(serverName === undefined ? {} : { servername: serverName }),
    ...certificate,
    ...(proxyUrl === undefined ? {} : { proxyEnv: { HTTPS_PROXY: proxyUrl } }),
  });
  const bearer = async (): Promise<string | undefined> =>
    access.tokenFile === undefined ? access.token : (await readFile(access.tokenFile, "utf8")).trim();

  const attempt = async (request: KubernetesRequest, signal: AbortSignal | undefined): Promise<Answered> => {
    const token = await bearer();
    const body = request.body === undefined ? undefined : Buffer.from(JSON.stringify(request.body));
    return exchange(
      new URL(request.path + queryText(request.query), server),
      {
        agent,
        method: request.method,
        headers: {
          accept: request.accept ?? "application/json",
          "user-agent": userAgent,
          ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
          ...(body === undefined
            ? {}
            : { "content-type": request.contentType ?? "application/json", "content-length": body.length }),
        },
        signal,
      },
      body,
      limits,
    );
  };
  const begin = async (request: KubernetesRequest, signal: AbortSignal | undefined): Promise<IncomingMessage> => {
    for (;;) {
      signal?.throwIfAborted();
      const answered = await attempt(request, signal);
      if ("answer" in answered) return answered.answer;
      signal?.throwIfAborted();
      // The server had closed a kept connection when the request was written. A second POST could make a second object.
      if (!answered.wasKept || request.method === "POST") throw new ApiServerUnreachable(server, answered.error);
    }
  };

  const bodyOf = async (answer: IncomingMessage, signal: AbortSignal | undefined): Promise<string> => {
    try {
      answer.setTimeout(limits.answer, () => answer.destroy(new Error(`silent for ${limits.answer} ms`)));
      const parts: Buffer[] = [];
      for await (const part of answer) parts.push(part as Buffer);
      return Buffer.concat(parts).toString("utf8");
    } catch (error) {
      signal?.throwIfAborted();
      throw new ApiServerUnreachable(server, error);
    }
  };
  const refuse = async (answer: IncomingMessage, signal: AbortSignal | undefined): Promise<never> =>
    Promise.reject(refusalOf(answer.statusCode ?? 0, await bodyOf(answer, signal), answer.headers["retry-after"]));
  const isRefused = ({ statusCode = 0 }: IncomingMessage): boolean => statusCode >= 400;

  return {
    server,
    send: async (request, signal) => {
      const answer = await begin(request, signal);
      return isRefused(answer) ? refuse(answer, signal) : bodyOf(answer, signal);
    },
    stream: async (request, signal) => {
      const answer = await begin(request, signal);
      if (isRefused(answer)) return refuse(answer, signal);
      answer.setTimeout(0);
      return answer;
    },
    [Symbol.asyncDispose]: async () => agent.destroy(),
  };
}

type Answered = { answer: IncomingMessage } | { error: Error; wasKept: boolean };

/** Sends a request and waits for the head of its answer. `wasKept`: it failed because a connection of an earlier request was no more. */
function exchange(
  url: URL,
  { signal, ...options }: Parameters<typeof requestOverTls>[1] & { signal: AbortSignal | undefined },
  body: Buffer | undefined,
  limits: ConnectionLimits,
): Promise<Answered> {
  return new Promise((resolve) => {
    const outgoing = requestOverTls(url, { ...options, ...(signal === undefined ? {} : { signal }) });
    // One limit for both, since a proxy that never opens the way has no connection whose silence could be noticed.
    const limit = AbortSignal.timeout(limits.connect + limits.answer);
    const ends = signal === undefined ? limit : AbortSignal.any([limit, signal]);
    const end = () => {
      const error = new Error(`no answer within ${limits.connect + limits.answer} ms`);
      outgoing.destroy(error);
      // A request that has no connection yet tells nobody that it was ended.
      resolve({ error, wasKept: false });
    };
    ends.addEventListener("abort", end, { once: true });
    outgoing.setTimeout(limits.connect, () => outgoing.destroy(new Error(`no connection in ${limits.connect} ms`)));
    const connected = () => outgoing.setTimeout(0);
    outgoing.on("socket", (socket) => {
      if (outgoing.reusedSocket) connected();
      else socket.once("secureConnect", connected);
    });
    outgoing.on("response", (answer) => {
      // A body that breaks off tells its reader; nobody reads that of a request which was aborted.
      answer.on("error", () => undefined);
      ends.removeEventListener("abort", end);
      resolve({ answer });
    });
    outgoing.on("error", (error: NodeJS.ErrnoException) => {
      ends.removeEventListener("abort", end);
      const wasKept = outgoing.reusedSocket && (error.code === "ECONNRESET" || error.code === "EPIPE");
      resolve({ error, wasKept });
    });
    outgoing.end(body);
  });
}

function queryText(query: KubernetesRequest["query"]): string {
  const given = Object.entries(query ?? {}).filter(([, value]) => value !== undefined);
  if (given.length === 0) return "";
  return `?${new URLSearchParams(given.map(([name, value]) => [name, String(value)]))}`;
}
