import { createServer as createPlainServer, type IncomingMessage, type ServerResponse } from "node:http";
import { createServer } from "node:https";
import { type AddressInfo, createServer as createFront, type Socket } from "node:net";
import { createSecureContext, type SecureContext } from "node:tls";
import type { Identity } from "@aro/pki";
import type { Log } from "@aro/telemetry";
import type { WebAnswer, WebCall } from "./web-call.ts";

/** With which a TLS connection begins. */
const handshake = 22;
const largestBody = 64 * 1024;

export interface WebListenerOptions {
  /** What is served to whoever names nobody, or a name that is not the ingress's: the machine config server's. */
  usual: Identity;
  certificateFor(name: string): Identity | undefined;
  answer(call: WebCall): Promise<WebAnswer>;
  log: Log;
}

/** What of a cluster answers besides its API server: its ingress and its machine config server. */
export interface WebListener {
  port: number;
  close(): Promise<void>;
}

export async function openWebListener(options: WebListenerOptions): Promise<WebListener> {
  const contexts = new WeakMap<Identity, SecureContext>();
  const contextFor = (name: string): SecureContext | undefined => {
    const identity = options.certificateFor(name);
    if (identity === undefined) return undefined;
    const made = contexts.get(identity) ?? createSecureContext({ cert: identity.certificate, key: identity.key });
    contexts.set(identity, made);
    return made;
  };
  const secure = createServer(
    {
      cert: options.usual.certificate,
      key: options.usual.key,
      SNICallback: (name, done) => done(null, contextFor(name.toLowerCase())),
    },
    (incoming, outgoing) => void respond(incoming, outgoing, "https", options),
  );
  secure.on("tlsClientError", (_, socket) => socket.destroy());
  const plain = createPlainServer((incoming, outgoing) => void respond(incoming, outgoing, "http", options));
  const sockets = new Set<Socket>();
  // One port for both: the first byte of TLS is no letter.
  const server = createFront((socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
    socket.on("error", () => socket.destroy());
    socket.once("data", (first) => {
      socket.pause();
      socket.unshift(first);
      (first[0] === handshake ? secure : plain).emit("connection", socket);
      process.nextTick(() => socket.resume());
    });
  });
  await new Promise<void>((done, fail) => {
    server.once("error", fail);
    server.listen(0, "127.0.0.1", () => done());
  });
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

async function respond(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  scheme: "http" | "https",
  { answer, log }: WebListenerOptions,
): Promise<void> {
  try {
    const parts: Buffer[] = [];
    let size = 0;
    for await (const part of incoming as AsyncIterable<Buffer>) {
      size += part.length;
      if (size <= largestBody) parts.push(part);
    }
    const headers: Record<string, string> = {};
    for (const [name, value] of Object.entries(incoming.headers))
      if (value !== undefined) headers[name] = Array.isArray(value) ? value.join(", ") : value;
    const base = `${scheme}://${headers["host"] ?? "localhost"}`;
    const url = URL.canParse(incoming.url ?? "/", base) ? new URL(incoming.url ?? "/", base) : new URL(base);
    const made =
      size > largestBody
        ? { status: 413, headers: {}, body: "" }
        : await answer({ method: incoming.method ?? "GET", url, headers, body: Buffer.concat(parts).toString("utf8") });
    outgoing.writeHead(made.status, {
      ...made.headers,
      "content-length": String(Buffer.byteLength(made.body)),
    });
    outgoing.end(incoming.method === "HEAD" ? undefined : made.body);
  } catch (error) {
    log.error("openshift.web.failed", { path: incoming.url, error });
    if (outgoing.headersSent) outgoing.destroy();
    else outgoing.writeHead(500, { "content-type": "text/plain" }).end("The server could not answer.\n");
  }
}
