import { Agent } from "node:https";
import { createDefaultHttpClient, type HttpClient } from "@azure/core-rest-pipeline";

/** How long a connection that nobody uses is kept. */
const idleMilliseconds = 30_000;

/**
 * The libraries' own way to Azure, with connections that are kept through the proxy `proxyUrl` as well: there the libraries' agent opens one for
 * each request, and greets the other side anew. What they reach directly stays as it is.
 */
export function keptConnections(
  proxyUrl: string | undefined,
  client: HttpClient = createDefaultHttpClient(),
): HttpClient {
  if (proxyUrl === undefined) return client;
  const agent = new Agent({ keepAlive: true, timeout: idleMilliseconds, proxyEnv: { HTTPS_PROXY: proxyUrl } });
  return {
    sendRequest: (request) => {
      // Only requests that are to go through a proxy bring an agent of their own.
      if (request.agent !== undefined && request.url.startsWith("https:")) request.agent = agent;
      return client.sendRequest(request);
    },
  };
}
