import type { IncomingHttpHeaders } from "node:http";
import { Agent, request } from "node:https";

/** An answer of one of our own processes. */
export interface HttpsAnswer {
  status: number;
  headers: IncomingHttpHeaders;
  body: string;
}

/** Asks processes of the instance; trusts nobody but the instance's own authority. */
export type Ask = (
  url: string,
  options?: {
    method?: string;
    headers?: Readonly<Record<string, string>>;
    body?: string;
    signal?: AbortSignal;
    timeoutMilliseconds?: number;
  },
) => Promise<HttpsAnswer>;

/**
 * An {@link Ask} that trusts the authority whose PEM `ca` gives; it is asked for at every call, since it is made while we wait. `keepAlive`: calls share
 * connections, for who makes many and repeats what a restart has cut.
 */
export function askWith(ca: () => string, { keepAlive = false } = {}): Ask {
  let last: { roots: string; agent: Agent } | undefined;
  const agentNow = (): Agent => {
    const roots = ca();
    if (last?.roots !== roots) last = { roots, agent: new Agent({ ca: roots, keepAlive }) };
    return last.agent;
  };
  return (url, options = {}) =>
    new Promise((resolve, reject) => {
      const call = request(
        url,
        {
          method: options.method ?? "GET",
          headers: options.headers ?? {},
          agent: agentNow(),
          signal: AbortSignal.any([
            AbortSignal.timeout(options.timeoutMilliseconds ?? 5_000),
            ...(options.signal === undefined ? [] : [options.signal]),
          ]),
        },
        (answer) => {
          const chunks: Buffer[] = [];
          answer.on("data", (chunk: Buffer) => chunks.push(chunk));
          answer.on("end", () =>
            resolve({
              status: answer.statusCode ?? 0,
              headers: answer.headers,
              body: Buffer.concat(chunks).toString("utf8"),
            }),
          );
          answer.on("error", reject);
        },
      );
      call.on("error", reject);
      call.end(options.body);
    });
}
