import type { TokenCredential } from "@azure/core-auth";
import {
  bearerTokenAuthenticationPolicy,
  createDefaultHttpClient,
  createHttpHeaders,
  createPipelineFromOptions,
  createPipelineRequest,
  type HttpClient,
  type Pipeline,
} from "@azure/core-rest-pipeline";
import type { Outgoing, Send } from "./send.ts";

/** As whom requests are sent, and by what. */
export interface PipelineOptions {
  /** As whom; absent: as nobody, for what anybody may read. */
  identity?: {
    /** Made anew where its token was refused: a credential keeps one until it is over. */
    credential: () => TokenCredential;
    /** Audience and `/.default`. */
    scope: string;
  };
  /** PEM of the only roots to trust; the system's when absent. */
  ca?: string;
  /** Stands in for the network (decision 6). */
  httpClient?: HttpClient;
}

/**
 * Sends through the SDKs' pipeline: their proxies, their TLS, their sign-in. It repeats nothing, but that who is refused with a token before it is over (the
 * authority's keys rolled, a cloud was made anew) signs in again, once: a request that was answered 401 has done nothing.
 */
export function pipelineSend({ httpClient, ca, identity }: PipelineOptions): Send {
  const network = httpClient ?? createDefaultHttpClient();
  const signedIn = (): Pipeline => {
    const pipeline = createPipelineFromOptions({
      retryOptions: { maxRetries: 0 },
      userAgentOptions: { userAgentPrefix: "aro-cli" },
      ...(ca === undefined ? {} : { tlsOptions: { ca } }),
    });
    if (identity !== undefined) {
      const credential = identity.credential();
      pipeline.addPolicy(bearerTokenAuthenticationPolicy({ credential, scopes: identity.scope }));
    }
    return pipeline;
  };
  const once = (pipeline: Pipeline, { headers, timeoutMilliseconds, signal, ...request }: Outgoing) =>
    pipeline.sendRequest(
      network,
      createPipelineRequest({
        ...request,
        headers: createHttpHeaders(headers),
        timeout: timeoutMilliseconds,
        ...(signal === undefined ? {} : { abortSignal: signal }),
      }),
    );
  let pipeline = signedIn();
  return async (request) => {
    const used = pipeline;
    const received = await once(used, request);
    if (received.status !== 401 || identity === undefined) return received;
    // Of requests that are refused side by side, the first signs in for all.
    if (pipeline === used) pipeline = signedIn();
    return await once(pipeline, request);
  };
}
