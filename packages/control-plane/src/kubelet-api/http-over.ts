import { request as httpRequest, type IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import { connect as tlsConnect } from "node:tls";
import type { ApiAnswer, ApiRequest } from "../requests/request.ts";

/** Headers that speak of one connection only, or prove who calls. */
const own = new Set(["connection", "host", "authorization", "upgrade", "transfer-encoding", "content-length"]);
const ofConnection = new Set(["connection", "transfer-encoding", "keep-alive"]);

/** Sends a request on over a connection that is open, and answers what comes back. @throws Error when the other side breaks off. */
export async function httpOver(
  connection: Duplex,
  { method, url, headers, body, signal }: ApiRequest,
  { secure, host, prefix }: { secure: boolean; host: string; prefix: string },
): Promise<ApiAnswer> {
  const socket = secure ? tlsConnect({ socket: connection, rejectUnauthorized: false }) : connection;
  socket.on("error", () => socket.destroy());
  signal.addEventListener("abort", () => socket.destroy(), { once: true });
  const response = await new Promise<IncomingMessage>((done, fail) => {
    const sent = httpRequest({
      createConnection: () => socket,
      method,
      path: url.pathname + url.search,
      headers: {
        ...Object.fromEntries(Object.entries(headers).filter(([name]) => !own.has(name))),
        host,
        "x-forwarded-uri": prefix + url.pathname,
        "x-forwarded-proto": "https",
        ...(body.length === 0 ? {} : { "content-length": String(body.length) }),
        connection: "close",
      },
    });
    sent.on("response", done);
    sent.on("error", fail);
    sent.end(body);
  });
  const answered = Object.entries(response.headers).flatMap(([name, value]) =>
    value === undefined || ofConnection.has(name) ? [] : [[name, Array.isArray(value) ? value.join(", ") : value]],
  );
  return { status: response.statusCode ?? 502, headers: Object.fromEntries(answered), body: response };
}
