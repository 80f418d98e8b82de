import type { IncomingMessage, ServerResponse } from "node:http";
import { createServer, type Server } from "node:https";
import type { AddressInfo, Socket } from "node:net";
import type { Identity } from "@aro/pki";
import type { Clock, Random } from "@aro/runtime";
import type { Log } from "@aro/telemetry";
import { armError, withHeaders } from "../wall/answers.ts";
import { ConnectionDropped, type Wall, type WallRequest, type WallResponse } from "../wall/wall.ts";
import { contexts, type IdentityFor } from "./contexts.ts";

/** A wall that answers on a port of this machine. */
export interface Listener {
  port: number;
  /** Takes no more connections, lets what is under way end for `graceMs`, then cuts the rest. */
  close(graceMs: number): Promise<void>;
}

interface Options {
  wall: Wall;
  /** 0 picks a free one. */
  port: number;
  identity: Identity;
  /** Who it is to callers who ask for another server name; undefined: `identity` to them too. */
  identityFor?: IdentityFor;
  /** Larger bodies are refused with 413; ARM takes 4 MB. */
  largestBody: number;
  /** How long a handshake, a head, and a body of up to {@link largestBody} may take to come; 10 seconds when absent, as the service's own listener. */
  readMilliseconds?: number;
  /** The limit of another host, with its own answer to what is larger; undefined: as ARM. */
  bodiesOf?(host: string): { largest: number; tooLarge(): WallResponse } | undefined;
  log: Log;
  clock: Clock;
  /** Request ids of the answers that are given before the wall. */
  random: Random;
}

/** The port is taken, or may not be opened. */
export class CannotListen extends Error {
  constructor(port: number, cause: NodeJS.ErrnoException) {
    super(
      cause.code === "EADDRINUSE"
        ? `port ${port} is in use; stop what uses it or choose another with --port`
        : `port ${port} cannot be opened: ${cause.message}`,
      { cause },
    );
    this.name = "CannotListen";
  }
}

const usualReadMilliseconds = 10_000;

/** What is sent together with the head, in one write instead of two: as text of the same bytes, since Node joins the head with text only. */
const largestWithHead = 16 * 1024;

/** Serves `wall` over TLS on 127.0.0.1. Whatever comes in, a caller gets an answer below 500 or what the wall says. */
export async function listen(options: Options): Promise<Listener> {
  const { port, identity, clock, readMilliseconds = usualReadMilliseconds } = options;
  const busy: Busy = new WeakMap();
  const server = createServer(
    {
      cert: identity.certificate,
      key: identity.key,
      ALPNProtocols: ["http/1.1"],
      keepAliveTimeout: 65_000,
      handshakeTimeout: readMilliseconds,
      headersTimeout: readMilliseconds,
      // Bodies have limits by what their host takes: see readBody.
      requestTimeout: 0,
      connectionsCheckingInterval: readMilliseconds / 10,
      maxHeaderSize: 64 * 1024,
      // A request without Host gets our 400, not the transport's.
      requireHostHeader: false,
      ...(options.identityFor === undefined ? {} : { SNICallback: contexts(options.identityFor, options.log) }),
    },
    (incoming, outgoing) => void serve(incoming, outgoing, options, busy),
  );
  server.on("clientError", (error: NodeJS.ErrnoException, socket: Socket) => {
    // What is written to one that waits for an answer would be read as that answer, or as a part of it.
    if ((busy.get(socket) ?? 0) > 0) socket.destroy();
    else refuse(error, socket, options);
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", (error) => reject(new CannotListen(port, error)));
    server.listen(port, "127.0.0.1", resolve);
  });
  return { port: (server.address() as AddressInfo).port, close: (graceMs) => close(server, graceMs, clock) };
}

/** Requests of a connection that have not been answered. */
type Busy = WeakMap<Socket, number>;

async function serve(incoming: IncomingMessage, outgoing: ServerResponse, options: Options, busy: Busy): Promise<void> {
  const gone = new AbortController();
  const { socket } = incoming;
  busy.set(socket, (busy.get(socket) ?? 0) + 1);
  outgoing.on("close", () => {
    busy.set(socket, (busy.get(socket) ?? 1) - 1);
    if (!outgoing.writableFinished) gone.abort(new Error("the caller hung up"));
  });
  try {
    const answer = await answerTo(incoming, gone, options);
    if (answer === undefined) return;
    const { status, headers, body } = answer;
    const bodiless = status === 204 || status === 304;
    const head: string[] = [];
    for (const name in headers) if (incoming.complete || name !== "connection") head.push(name, headers[name] ?? "");
    if (!bodiless && headers["content-length"] === undefined) head.push("content-length", String(body.byteLength));
    if (!incoming.complete) head.push("connection", "close");
    outgoing.writeHead(status, head);
    if (bodiless || incoming.method === "HEAD") outgoing.end();
    else if (body.byteLength > largestWithHead) outgoing.end(body);
    else outgoing.end(Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString("latin1"), "latin1");
  } catch (error) {
    if (!(error instanceof ConnectionDropped) && !gone.signal.aborted)
      options.log.error("listener.failed", { method: incoming.method, url: incoming.url, error });
    // No answer is what was asked for, or nobody is there to read one, or a fault of ours would hide behind a polite text.
    incoming.socket.destroy();
  }
}

async function answerTo(
  incoming: IncomingMessage,
  gone: AbortController,
  { wall, largestBody, bodiesOf, random, clock, readMilliseconds = usualReadMilliseconds }: Options,
): Promise<WallResponse | undefined> {
  const ownId = () => ({ "x-ms-request-id": random.uuid() });
  const url = dialled(incoming);
  if (url === undefined)
    return armError(
      400,
      "InvalidRequestUri",
      "The request URI or the Host header is not one that can be read.",
      ownId(),
    );
  let body: Uint8Array = nothing;
  if (hasBody(incoming)) {
    const own = bodiesOf?.(url.hostname.toLowerCase());
    // Who takes larger ones waits longer for them.
    const patience = readMilliseconds * Math.max(1, (own?.largest ?? 0) / largestBody);
    const read = await readBody(incoming, own?.largest ?? largestBody, { clock, patience });
    if (read === "slow") return withHeaders(tooSlow(patience), { connection: "close", ...ownId() });
    if (read === "toolarge")
      return withHeaders(own?.tooLarge() ?? tooLarge(largestBody), { connection: "close", ...ownId() });
    if (read === "broken") return undefined;
    body = read;
  }
  const address = incoming.socket.remoteAddress;
  const request: WallRequest = {
    method: incoming.method ?? "GET",
    url,
    headers: headersOf(incoming),
    body,
    ...(address === undefined ? {} : { peer: { address } }),
    // No getter: of a literal, V8 would keep it in its old generation, together with the whole request (decision 23).
    signal: gone.signal,
  };
  return wall(request);
}

/** Headers by name, as text: Node gives none of them as a list but one, which requests have no reason to carry. */
function headersOf({ headers }: IncomingMessage): Record<string, string> {
  const { "set-cookie": cookies } = headers;
  return (cookies === undefined ? headers : { ...headers, "set-cookie": cookies.join(", ") }) as Record<string, string>;
}

const tooLarge = (largest: number): WallResponse =>
  armError(
    413,
    "RequestEntityTooLarge",
    `The request body exceeds the maximum size of ${largest} bytes (${largest / 1024 / 1024} MB).`,
  );

const tooSlow = (patience: number): WallResponse =>
  armError(408, "RequestTimeout", `The request's body did not come to its end within ${patience / 1000} seconds.`);

/** The address as the caller dialled it: scheme and host are part of links that answers carry. */
function dialled({ url = "/", headers }: IncomingMessage): URL | undefined {
  const host = headers.host ?? "";
  if (!/^[\w.:[\]-]+$/.test(host)) return undefined;
  if (url.startsWith("/")) return URL.parse(`https://${host}${url}`) ?? undefined;
  return /^https:\/\//i.test(url) ? (URL.parse(url) ?? undefined) : undefined;
}

const nothing = new Uint8Array(0);

/** Whether a request announces a body; what does not has ended with its head. */
const hasBody = ({ headers }: IncomingMessage): boolean =>
  headers["transfer-encoding"] !== undefined || !["0", undefined].includes(headers["content-length"]);

/** Reads to the end, so that a caller who is still sending hears the refusal; what is too large is not kept, and cut where it never ends. */
function readBody(
  incoming: IncomingMessage,
  largest: number,
  { clock, patience }: { clock: Clock; patience: number },
): Promise<Uint8Array | "toolarge" | "slow" | "broken"> {
  return new Promise((resolve) => {
    const timer = clock.timer(patience, () => resolve("slow"));
    const chunks: Buffer[] = [];
    let size = 0;
    incoming.on("data", (chunk: Buffer) => {
      size += chunk.byteLength;
      if (size <= largest) chunks.push(chunk);
      else if (size > largest * 16) resolve("toolarge");
    });
    incoming.on("end", () => resolve(size > largest ? "toolarge" : Buffer.concat(chunks)));
    incoming.on("error", () => resolve("broken"));
    incoming.on("close", () => {
      timer[Symbol.dispose]();
      resolve("broken");
    });
  });
}

const noHttp = { status: "400 Bad Request", name: "BadRequest", message: "The request is not HTTP that can be read." };
/** What else Node's parser says of a request that it could not read. */
const unreadable: Readonly<Record<string, typeof noHttp>> = {
  HPE_HEADER_OVERFLOW: {
    status: "431 Request Header Fields Too Large",
    name: "RequestHeaderFieldsTooLarge",
    message: "The request's headers are too large.",
  },
  ERR_HTTP_REQUEST_TIMEOUT: {
    status: "408 Request Timeout",
    name: "RequestTimeout",
    message: "The request's head did not come to its end in time.",
  },
};

/** What is no HTTP gets one answer, and the connection ends. */
function refuse(error: NodeJS.ErrnoException, socket: Socket, { clock, random }: Options): void {
  // A connection without a handshake cannot be told anything, and would stay for good.
  const { code = "" } = error;
  if (!socket.writable || code === "ECONNRESET" || /^ERR_(TLS|SSL)_/.test(code)) return void socket.destroy();
  const { status, name, message } = unreadable[code] ?? noHttp;
  const body = JSON.stringify({ error: { code: name, message } });
  const head = [
    `HTTP/1.1 ${status}`,
    "content-type: application/json; charset=utf-8",
    `content-length: ${Buffer.byteLength(body)}`,
    `date: ${new Date(clock.now()).toUTCString()}`,
    `x-ms-request-id: ${random.uuid()}`,
    "connection: close",
  ];
  socket.end(`${head.join("\r\n")}\r\n\r\n${body}`);
}

function close(server: Server, graceMs: number, clock: Clock): Promise<void> {
  return new Promise((resolve) => {
    const cut = clock.timer(graceMs, () => server.closeAllConnections());
    server.close(() => {
      cut[Symbol.dispose]();
      resolve();
    });
    server.closeIdleConnections();
  });
}
