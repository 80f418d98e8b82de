import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { type AddressInfo, connect, type Socket } from "node:net";
import type { Clock } from "@aro/runtime";
import type { Log } from "@aro/telemetry";
import { CannotListen } from "../listener/listen.ts";
import type { Names } from "../names/names.ts";
import { readTarget } from "./target.ts";
import { join } from "./tunnel.ts";

export interface ProxyOptions {
  /** 0 picks a free one. */
  port: number;
  /** What is there; a connection that is asked for before that is known waits for it. */
  names: Names | Promise<Names>;
  /** Where the cloud itself listens on this machine. */
  cloudPort: number;
  log: Log;
  clock: Clock;
}

/** The one way to what is named in the emulated cloud. */
export interface NamesProxy {
  port: number;
  /** Cuts every connection through it. */
  close(): Promise<void>;
}

/** More connections than this are dropped as they come. */
const mostConnections = 1_024;
/** A server on this machine that has not taken a connection by then takes none. */
const connectMs = 5_000;
/** Whoever was refused may read the answer for this long. */
const lingerMs = 2_000;

/**
 * A CONNECT proxy on 127.0.0.1 that knows the names and private addresses of the emulated cloud, and nothing else: another name gets 403
 * with the name in it, and nothing outside of this machine is ever dialled.
 */
export async function openProxy(options: ProxyOptions): Promise<NamesProxy> {
  const { port } = options;
  const tunnels = new Set<Socket>();
  const server = createServer(
    { maxHeaderSize: 16 * 1024, headersTimeout: 10_000, requestTimeout: 10_000, connectionsCheckingInterval: 1_000 },
    refusePlain,
  );
  server.maxConnections = mostConnections;
  const keep = (socket: Socket) => {
    tunnels.add(socket);
    socket.on("close", () => tunnels.delete(socket));
  };
  const connected = async (request: IncomingMessage, near: Socket, head: Buffer): Promise<void> => {
    keep(near);
    // Until it is joined nobody else listens to it, and an error without a listener would end the process.
    near.on("error", () => near.destroy());
    const names = await options.names;
    const far = near.destroyed ? undefined : tunnel(request, near, head, names, options);
    if (far !== undefined) keep(far);
  };
  server.on("connect", (...asked: Parameters<typeof connected>) => void connected(...asked));
  server.on("clientError", (error: NodeJS.ErrnoException, socket: Socket) => {
    if (!socket.writable || error.code === "ECONNRESET") return void socket.destroy();
    const large = error.code === "HPE_HEADER_OVERFLOW";
    const status = large ? "431 Request Header Fields Too Large" : "400 Bad Request";
    say(socket, status, large ? "the request's head is too large" : "that is no HTTP request", options.clock);
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", (error) => reject(new CannotListen(port, error)));
    server.listen(port, "127.0.0.1", resolve);
  });
  return { port: (server.address() as AddressInfo).port, close: () => close(server, tunnels) };
}

/** Answers a CONNECT; the socket that was dialled for it, if any. */
function tunnel(
  request: IncomingMessage,
  near: Socket,
  head: Buffer,
  names: Names,
  { cloudPort, clock, log }: ProxyOptions,
): Socket | undefined {
  const target = readTarget(request.url ?? "");
  if (target === undefined) {
    say(near, "400 Bad Request", "CONNECT takes HOST:PORT", clock);
    return undefined;
  }
  const asked = `${target.host}:${target.port}`;
  const destination = names.find(target.host, target.port);
  if (destination === undefined) {
    log.info("proxy.refused", { asked });
    say(
      near,
      "403 Forbidden",
      `'${asked}' is no name or address of the emulated cloud; this proxy leads nowhere else (NO_PROXY lists what goes direct)`,
      clock,
    );
    return undefined;
  }
  if (destination.kind === "nowhere") {
    log.info("proxy.unreachable", { asked, reason: destination.reason });
    say(near, "502 Bad Gateway", `'${asked}' is unreachable: ${destination.reason}`, clock);
    return undefined;
  }
  const port = destination.kind === "cloud" ? cloudPort : destination.port;
  const far = connect({ host: "127.0.0.1", port, allowHalfOpen: true });
  const limit = clock.timer(connectMs, () => far.destroy(new Error(`no connection within ${connectMs} ms`)));
  const failed = (error: Error) => {
    limit[Symbol.dispose]();
    log.warn("proxy.failed", { asked, port, error });
    say(near, "502 Bad Gateway", `'${asked}' leads to port ${port} of this machine, where nobody answers`, clock);
  };
  far.once("error", failed);
  near.once("close", () => far.destroySoon());
  far.once("connect", () => {
    limit[Symbol.dispose]();
    far.off("error", failed);
    near.write("HTTP/1.1 200 Connection established\r\n\r\n");
    if (head.byteLength > 0) far.write(head);
    join(near, far, clock);
  });
  return far;
}

/** What is no CONNECT: a plain request through the proxy, or one to the proxy itself. */
function refusePlain({ url = "" }: IncomingMessage, answer: ServerResponse): void {
  const host = URL.canParse(url) ? new URL(url).host : "";
  const text =
    host === ""
      ? "this is a proxy for CONNECT; it serves nothing itself"
      : `'${host}' cannot be reached without TLS here; the names of the emulated cloud answer to https`;
  answer.writeHead(host === "" ? 405 : 403, { ...plain, allow: "CONNECT", connection: "close" });
  answer.end(`aro local: ${text}\n`);
}

const plain = { "content-type": "text/plain; charset=utf-8" } as const;

/** Says no, and hangs up: at once when the other side does, soon when it does not. */
function say(socket: Socket, status: string, text: string, clock: Clock): void {
  const body = `aro local: ${text}\n`;
  const limit = clock.timer(lingerMs, () => socket.destroy());
  socket.once("close", () => limit[Symbol.dispose]());
  socket.resume();
  socket.end(
    `HTTP/1.1 ${status}\r\ncontent-type: ${plain["content-type"]}\r\ncontent-length: ${Buffer.byteLength(body)}\r\nconnection: close\r\n\r\n${body}`,
  );
}

function close(server: Server, tunnels: ReadonlySet<Socket>): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
    for (const socket of tunnels) socket.destroy();
  });
}
