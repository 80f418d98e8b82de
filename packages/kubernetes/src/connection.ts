import { readFile } from "node:fs/promises";
import { Agent, type Dispatcher, ProxyAgent } from "undici";
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
  stream(request: KubernetesRequest, signal: AbortSignal): Promise<Dispatcher.ResponseData["body"]>;
}

/** Times after which an unanswering server counts as unreachable, milliseconds. */
export interface ConnectionLimits {
  connect: number;
  /** Between a request and its answer's head, and between two parts of its body. */
  answer: number;
}

const usualLimits: ConnectionLimits = { connect: 10_000, answer: 60_000 };

/** Opens nothing yet; the first request does. */
export function connect(
  access: ApiServerAccess,
  userAgent: string,
  limits: ConnectionLimits = usualLimits,
): Connection {
  const { server, ca, serverName, proxyUrl, certificate } = access;
  const tls = {
    ...(ca === undefined ? {} : { ca }),
    ...(serverName === undefined ? {} : { servername: serverName }),
    ...(certificate === undefined ? {} : certificate),
  };
  const timeouts = { headersTimeout: limits.answer, bodyTimeout: 0, keepAliveTimeout: 30_000 };
  const dispatcher: Dispatcher =
    proxyUrl === undefined
      ? new Agent({ ...timeouts, connect: { ...tls, timeout: limits.connect } })
      : new ProxyAgent({ ...timeouts, uri: proxyUrl, requestTls: { ...tls, timeout: limits.connect } });
  const bearer = async (): Promise<string | undefined> =>
    access.tokenFile === undefined ? access.token : (await readFile(access.tokenFile, "utf8")).trim();

  const begin = async (request: KubernetesRequest, signal: AbortSignal | undefined) => {
    const token = await bearer();
    try {
      return await dispatcher.request({
        origin: server,
        path: request.path + queryText(request.query),
        method: request.method,
        headers: {
          accept: request.accept ?? "application/json",
          "user-agent": userAgent,
          ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
          ...(request.body === undefined ? {} : { "content-type": request.contentType ?? "application/json" }),
        },
        ...(request.body === undefined ? {} : { body: JSON.stringify(request.body) }),
        ...(signal === undefined ? {} : { signal }),
      });
    } catch (error) {
      signal?.throwIfAborted();
      throw new ApiServerUnreachable(server, error);
    }
  };

  const bodyOf = async (answer: Dispatcher.ResponseData, signal: AbortSignal | undefined): Promise<string> => {
    try {
      return await answer.body.text();
    } catch (error) {
      signal?.throwIfAborted();
      throw new ApiServerUnreachable(server, error);
    }
  };
  const refuse = async (answer: Dispatcher.ResponseData, signal: AbortSignal | undefined): Promise<never> => {
    const retryAfter = answer.headers["retry-after"];
    throw refusalOf(answer.statusCode, await bodyOf(answer, signal), retryAfter?.toString());
  };

  return {
    server,
    send: async (request, signal) => {
      const answer = await begin(request, signal);
      if (answer.statusCode >= 400) return refuse(answer, signal);
      return bodyOf(answer, signal);
    },
    stream: async (request, signal) => {
      const answer = await begin(request, signal);
      if (answer.statusCode >= 400) return refuse(answer, signal);
      return answer.body;
    },
    [Symbol.asyncDispose]: () => dispatcher.destroy(),
  };
}

function queryText(query: KubernetesRequest["query"]): string {
  const given = Object.entries(query ?? {}).filter(([, value]) => value !== undefined);
  if (given.length === 0) return "";
  return `?${new URLSearchParams(given.map(([name, value]) => [name, String(value)]))}`;
}
