import { type IncomingMessage, type ServerResponse, STATUS_CODES } from "node:http";
import { createSecureServer, type Http2ServerRequest, type Http2ServerResponse } from "node:http2";
import type { AddressInfo, Socket } from "node:net";
import type { Duplex } from "node:stream";
import { createSecureContext, type SecureContext, type TLSSocket } from "node:tls";
import type { Identity } from "@aro/pki";
import type { Log } from "@aro/telemetry";
import { statusAnswer } from "../requests/handle.ts";
import type { ApiAnswer, ApiRequest } from "../requests/request.ts";
import { ApiStatus } from "../status/status.ts";
import { writeTo } from "../streams/write.ts";

const largestBody = 3 * 1024 * 1024;

export interface ListenOptions {
  /** PEM; told anew when they change by {@link Listening.serve}. */
  certificate: string;
  key: string;
  /** PEM of the authorities whose client certificates are looked at. */
  clientAuthorities: string;
  /** What is served to a client that asks for this name (SNI); undefined: the certificate above. */
  certificateFor?(name: string): Identity | undefined;
  /** 0: a free one. */
  port: number;
  answer(request: ApiRequest): Promise<ApiAnswer>;
  log: Log;
}

export interface Listening {
  port: number;
  /** Serves another certificate from now on. */
  serve(certificate: string, key: string): void;
  close(): Promise<void>;
}

type Incoming = IncomingMessage | Http2ServerRequest;

/** Of what is being answered. */
type Open = Set<AbortController>;

/** Why work for a request is to end; one for all of them, since an error with a stack of its own costs more than many an answer. */
const ended = new Error("the client has left, or the server is stopping");

/** Aborted when the response or socket is closed. */
function untilClosed(side: ServerResponse | Duplex, open: Open): AbortSignal {
  const leaving = new AbortController();
  open.add(leaving);
  side.once("close", () => {
    open.delete(leaving);
    leaving.abort(ended);
  });
  return leaving.signal;
}

/** Listens on the loopback address with TLS, HTTP/2 and HTTP/1.1. */
export async function listen(options: ListenOptions): Promise<Listening> {
  const server = createSecureServer({
    cert: options.certificate,
    key: options.key,
    ca: options.clientAuthorities,
    requestCert: true,
    rejectUnauthorized: false,
    allowHTTP1: true,
    ...(options.certificateFor === undefined ? {} : { SNICallback: contexts(options, options.certificateFor) }),
  });
  const open: Open = new Set();
  const sockets = new Set<Socket>();
  server.on("secureConnection", (socket: TLSSocket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
    socket.on("error", () => socket.destroy());
  });
  server.on("request", (incoming, response) => {
    void respond(incoming, response, options, open);
  });
  server.on("upgrade", (incoming: IncomingMessage, socket: Duplex, head: Buffer) => {
    void switchProtocol(incoming, socket, head, options, open);
  });
  await new Promise<void>((done, fail) => {
    server.once("error", fail);
    server.listen(options.port, "127.0.0.1", () => done());
  });
  return {
    port: (server.address() as AddressInfo).port,
    serve: (certificate, key) => server.setSecureContext({ cert: certificate, key, ca: options.clientAuthorities }),
    close: () =>
      new Promise((done) => {
        for (const one of open) one.abort(ended);
        server.close(() => done());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

/** Contexts of TLS by name, each made once as long as its certificate stays. */
function contexts(options: ListenOptions, certificateFor: NonNullable<ListenOptions["certificateFor"]>) {
  const made = new Map<string, { from: Identity; context: SecureContext }>();
  const contextFor = (name: string): SecureContext | undefined => {
    const from = certificateFor(name);
    if (from === undefined) return undefined;
    const held = made.get(name);
    if (held?.from === from) return held.context;
    const context = createSecureContext({ cert: from.certificate, key: from.key, ca: options.clientAuthorities });
    made.set(name, { from, context });
    return context;
  };
  return (name: string, done: (error: Error | null, context?: SecureContext) => void): void => {
    done(null, contextFor(name.toLowerCase()));
  };
}

async function respond(
  incoming: Incoming,
  outgoing: ServerResponse | Http2ServerResponse,
  { answer, log }: ListenOptions,
  open: Open,
): Promise<void> {
  const response = outgoing as ServerResponse;
  const signal = untilClosed(response, open);
  try {
    const body = await readAll(incoming);
    const made = body === undefined ? statusAnswer(tooLarge()) : await answer(requestOf(incoming, body, signal));
    response.statusCode = made.status;
    for (const [name, value] of Object.entries(made.headers)) response.setHeader(name, value);
    if (typeof made.body === "string" || made.body instanceof Uint8Array) {
      response.end(incoming.method === "HEAD" ? undefined : made.body);
      return;
    }
    (response as { flushHeaders?(): void }).flushHeaders?.();
    for await (const part of made.body) {
      if (signal.aborted) break;
      if (!response.write(part)) await drained(response, signal);
    }
    response.end();
  } catch (error) {
    if (!signal.aborted) log.error("answer failed", { path: incoming.url, error });
    response.destroy?.();
  }
}

/** Answers a request that wants to change its protocol (exec, port-forward): it does, or is answered like any other and closed. */
async function switchProtocol(
  incoming: IncomingMessage,
  socket: Duplex,
  head: Buffer,
  { answer, log }: ListenOptions,
  open: Open,
): Promise<void> {
  const signal = untilClosed(socket, open);
  try {
    const made = await answer(requestOf(incoming, new Uint8Array(), signal));
    const headers = made.upgraded === undefined ? { ...made.headers, connection: "close" } : made.headers;
    const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
    socket.write(`HTTP/1.1 ${made.status} ${STATUS_CODES[made.status] ?? ""}\r\n${lines.join("")}\r\n`);
    if (made.upgraded !== undefined) {
      if (head.length > 0) socket.unshift(head);
      await made.upgraded(socket);
    } else if (typeof made.body === "string" || made.body instanceof Uint8Array) socket.write(made.body);
    else for await (const part of made.body) await writeTo(socket, Buffer.from(part));
    socket.end();
  } catch (error) {
    if (!signal.aborted) log.debug("upgraded connection failed", { path: incoming.url, error });
    socket.destroy();
  }
}

const tooLarge = () => new ApiStatus("RequestEntityTooLarge", `Request entity too large: limit is ${largestBody}`);

/** The whole body; undefined when it is too large. */
async function readAll(incoming: Incoming): Promise<Uint8Array | undefined> {
  const parts: Buffer[] = [];
  let size = 0;
  // Most requests have none, and a stream that is gone through costs more than the rest of reading them.
  if (incoming.method === "GET" || incoming.method === "HEAD") {
    incoming.resume();
    return new Uint8Array();
  }
  for await (const part of incoming as AsyncIterable<Buffer>) {
    size += part.length;
    if (size <= largestBody) parts.push(part);
  }
  return size > largestBody ? undefined : Buffer.concat(parts);
}

const drained = (response: ServerResponse, signal: AbortSignal): Promise<void> =>
  new Promise((done) => {
    const settle = () => {
      response.off("drain", settle);
      signal.removeEventListener("abort", settle);
      done();
    };
    response.on("drain", settle);
    signal.addEventListener("abort", settle, { once: true });
  });

function requestOf(incoming: Incoming, body: Uint8Array, signal: AbortSignal): ApiRequest {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(incoming.headers))
    if (value !== undefined && !name.startsWith(":")) headers[name] = Array.isArray(value) ? value.join(", ") : value;
  const { presented, certificate } = clientOf(incoming.socket as TLSSocket);
  const { authorization } = headers;
  return {
    method: incoming.method ?? "GET",
    url: new URL(incoming.url ?? "/", "https://kubernetes.default.svc"),
    headers,
    body,
    proof: {
      ...(authorization === undefined ? {} : { authorization }),
      ...(certificate === undefined ? {} : { certificate }),
      ...(presented !== undefined && certificate === undefined ? { untrusted: true } : {}),
    },
    signal,
  };
}

interface Client {
  /** Its certificate, whoever has signed it. */
  presented: Uint8Array | undefined;
  /** Its certificate when one of our authorities has signed it. */
  certificate: Uint8Array | undefined;
}

const clients = new WeakMap<TLSSocket, Client>();

/** Who is at the other end, found out once for each connection. */
function clientOf(socket: TLSSocket): Client {
  const known = clients.get(socket);
  if (known !== undefined) return known;
  // Not `getPeerCertificate()`, which takes the certificate apart.
  const presented = socket.getPeerX509Certificate()?.raw;
  const client = { presented, certificate: socket.authorized ? presented : undefined };
  clients.set(socket, client);
  return client;
}
