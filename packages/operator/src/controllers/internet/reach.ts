import type { IncomingMessage } from "node:http";
import { Agent, request as requestOverTls } from "node:https";

// See runtime/listeners.ts: imported as a module node:http costs 6 MB.
const { Agent: PlainAgent, request } = process.getBuiltinModule("node:http");

const mostRedirects = 10;

/** Asks whether an address answers. @throws Error saying why it does not. */
export type Reach = (url: string, signal: AbortSignal) => Promise<void>;

/**
 * Asks an address by HEAD over a connection of its own, directly: a proxy of the process or of the cluster is not used, since it is the way without one
 * that is in question (spec 04 §6.5). `wayOut` is a CONNECT proxy that is itself the network's way out, for a process that has no network of the cluster.
 * Whatever is answered is an answer; a redirection is followed.
 */
export const reachBy =
  (wayOut?: string): Reach =>
  (url, signal) =>
    follow(url, wayOut, signal);

async function follow(url: string, wayOut: string | undefined, signal: AbortSignal): Promise<void> {
  let at = new URL(url);
  for (let redirects = 0; ; redirects++) {
    const answer = await head(at, wayOut, signal);
    const { location } = answer.headers;
    const isRedirection = [301, 302, 303, 307, 308].includes(answer.statusCode ?? 0);
    if (!isRedirection || location === undefined) return;
    if (redirects === mostRedirects) throw new Error(`stopped after ${mostRedirects} redirects`);
    at = new URL(location, at);
  }
}

/** Loopback is never reached by a proxy, as everywhere where one is taken from the environment. */
const withoutProxy = "localhost,127.0.0.1,[::1]";

function head(url: URL, wayOut: string | undefined, signal: AbortSignal): Promise<IncomingMessage> {
  const isPlain = url.protocol === "http:";
  // Agents of its own: those that are shared would take a proxy from the environment.
  const proxyEnv = wayOut === undefined ? {} : { HTTP_PROXY: wayOut, HTTPS_PROXY: wayOut, NO_PROXY: withoutProxy };
  const agent = new (isPlain ? PlainAgent : Agent)({ keepAlive: false, proxyEnv });
  return new Promise<IncomingMessage>((resolve, reject) => {
    const options = { method: "HEAD", agent, signal, headers: { "user-agent": "aro-operator" } };
    const outgoing = (isPlain ? request : requestOverTls)(url, options, (answer) => {
      answer.on("error", () => undefined).resume();
      resolve(answer);
    });
    outgoing.on("error", (error) => reject(signal.aborted ? signal.reason : error));
    outgoing.end();
  }).finally(() => agent.destroy());
}
