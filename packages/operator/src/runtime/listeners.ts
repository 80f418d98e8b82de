import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Metrics } from "./metrics.ts";

// Imported as a module node:http would load its web socket and with it 6 MB, a tenth of this process.
const { createServer } = process.getBuiltinModule("node:http");

/** An address to listen at. */
export interface ListenAddress {
  /** All interfaces when absent. */
  host?: string;
  /** 0: a free one. */
  port: number;
}

/** A listener that is up. */
export interface Listening extends AsyncDisposable {
  port: number;
}

/** The one check there is, `ready`, always succeeds; Alertmanager asks by POST (spec 04 §2.1). */
const healthPaths = new Set(["/healthz", "/healthz/ready", "/readyz", "/readyz/ready"]);

/** Answers 200 at the paths of health, whatever the method. */
export const listenForHealth = (address: ListenAddress): Promise<Listening> =>
  listen(address, (path) => (healthPaths.has(path) ? { type: "text/plain; charset=utf-8", body: "ok" } : undefined));

/** Answers `/metrics` with what is measured. */
export const listenForMetrics = (address: ListenAddress, metrics: Metrics): Promise<Listening> =>
  listen(address, (path) =>
    path === "/metrics" ? { type: "text/plain; version=0.0.4; charset=utf-8", body: metrics.text() } : undefined,
  );

function listen(
  { host, port }: ListenAddress,
  answer: (path: string) => { type: string; body: string } | undefined,
): Promise<Listening> {
  const server: Server = createServer((request, response) => {
    // What is sent along is not looked at.
    request.resume();
    const found = answer((request.url ?? "").split("?", 1)[0] ?? "");
    const { type, body } = found ?? { type: "text/plain; charset=utf-8", body: "404 page not found\n" };
    response.writeHead(found === undefined ? 404 : 200, { "content-type": type }).end(body);
  });
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => {
      server.off("error", reject);
      resolve({
        port: (server.address() as AddressInfo).port,
        [Symbol.asyncDispose]: () =>
          new Promise<void>((done) => {
            server.close(() => done());
            server.closeAllConnections();
          }),
      });
    });
  });
}
