import type { TokenCredential } from "@azure/core-auth";
import {
  bearerTokenAuthenticationPolicy,
  createDefaultHttpClient,
  createHttpHeaders,
  createPipelineFromOptions,
  createPipelineRequest,
  type HttpClient,
} from "@azure/core-rest-pipeline";
import type { Send } from "./send.ts";

/** As whom requests are sent, and by what. */
export interface PipelineOptions {
  /** As whom; absent: as nobody, for what anybody may read. */
  identity?: {
    credential: TokenCredential;
    /** Audience and `/.default`. */
    scope: string;
  };
  /** PEM of the only roots to trust; the system's when absent. */
  ca?: string;
  /** Stands in for the network (decision 6). */
  httpClient?: HttpClient;
}

/** Sends through the SDKs' pipeline: their proxies, their TLS, their sign-in. It repeats nothing. */
export function pipelineSend({ httpClient, ca, identity }: PipelineOptions): Send {
  const network = httpClient ?? createDefaultHttpClient();
  const pipeline = createPipelineFromOptions({
    retryOptions: { maxRetries: 0 },
    userAgentOptions: { userAgentPrefix: "aro-cli" },
    ...(ca === undefined ? {} : { tlsOptions: { ca } }),
  });
  if (identity !== undefined)
    pipeline.addPolicy(bearerTokenAuthenticationPolicy({ credential: identity.credential, scopes: identity.scope }));
  return ({ headers, timeoutMilliseconds, signal, ...request }) =>
    pipeline.sendRequest(
      network,
      createPipelineRequest({
        ...request,
        headers: createHttpHeaders(headers),
        timeout: timeoutMilliseconds,
        ...(signal === undefined ? {} : { abortSignal: signal }),
      }),
    );
}
