import type { Http2SecureServer } from "node:http2";
import type { AddressInfo } from "node:net";
import type { TLSSocket } from "node:tls";
import type { Clock, Random } from "@aro/runtime";
import type { Log } from "@aro/telemetry";
import { fastify } from "fastify";
import type { Answer } from "../answer.ts";
import type { FrontendRequest } from "../request.ts";
import { clientErrors } from "./client-error.ts";
import type { RawRequest } from "./peer.ts";
import { createServing } from "./serving.ts";
import { type TlsMaterial, tlsOptions } from "./tls.ts";

/** Where to listen. Port 0 takes a free one. */
export interface ListenOptions {
  port: number;
  host: string;
  tls: TlsMaterial;
}

/** A listener that is up. Disposing it lets running requests end, for as long as a request may take, and closes. */
export interface Listener extends AsyncDisposable {
  readonly port: number;
}

/** Waits of a connection, milliseconds (spec 01 §5). */
const readTimeout = 10_000;
const idleTimeout = 120_000;

/**
 * Puts the request → response function behind TLS. Fastify owns the connections; every request that it takes, and every one that it
 * would answer itself, goes to `handle`, so that there is one way in which anything is answered.
 */
export async function listen(
  options: ListenOptions,
  handle: (request: FrontendRequest) => Promise<Answer>,
  deps: { clock: Clock; random: Random; log: Log; requestDeadline: number },
): Promise<Listener> {
  const { clock, log } = deps;
  const { serve, isBusy } = createServing(handle, log);
  const app = fastify({
    http2: true,
    https: {
      ...tlsOptions(options.tls),
      requestTimeout: readTimeout,
      headersTimeout: readTimeout,
      handshakeTimeout: readTimeout,
      // How often the limits are looked at: by itself every half minute, which would make them forty seconds.
      connectionsCheckingInterval: readTimeout / 10,
      // Nothing here depends on it, and Node's own refusal has neither a body nor a request id (ARM-HDR-01).
      requireHostHeader: false,
      keepAliveTimeout: idleTimeout,
    } as object,
    http2SessionTimeout: idleTimeout,
    logger: false,
    return503OnClosing: false,
    exposeHeadRoutes: false,
    frameworkErrors: (_error, request, response) => {
      response.hijack();
      serve(request.raw as RawRequest, response.raw);
    },
    clientErrorHandler: clientErrors({ ...deps, isBusy }),
  });
  // Before routing and parsing of Fastify's own can refuse anything in a form of its own.
  app.addHook("onRequest", (request, response) => {
    response.hijack();
    serve(request.raw as RawRequest, response.raw);
  });
  app.all("/*", (_request, response) => response.send());

  const server = app.server as Http2SecureServer;
  const sockets = new Set<TLSSocket>();
  server.on("secureConnection", (socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
  });
  // Node itself would answer an expectation that it does not know, and without a body.
  server.on("checkExpectation", serve);
  server.on("tlsClientError", (error: Error & { code?: string }, socket) =>
    log.info("connection.tls_refused", { code: error.code, address: socket.remoteAddress }),
  );
  await app.listen({ port: options.port, host: options.host });
  const { port } = server.address() as AddressInfo;
  log.info("listener.started", { host: options.host, port });
  return {
    port,
    [Symbol.asyncDispose]: async () => {
      using _limit = clock.timer(deps.requestDeadline, () => {
        for (const socket of sockets) socket.destroy();
      });
      await app.close();
      log.info("listener.stopped", { host: options.host, port });
    },
  };
}
