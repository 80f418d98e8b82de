import { STATUS_CODES } from "node:http";
import type { Socket } from "node:net";
import { CloudError } from "@aro/api";
import type { Clock, Random } from "@aro/runtime";
import type { Log } from "@aro/telemetry";
import { errorAnswer } from "../answer.ts";
import { messages } from "../messages.ts";

/** What Node's parser says of a request that it could not read, and how it is answered. Anything else is a 400. */
const statuses: Readonly<Record<string, number>> = {
  HPE_HEADER_OVERFLOW: 431,
  ERR_HTTP_REQUEST_TIMEOUT: 408,
};

/**
 * Answers what never became a request: bytes that are no HTTP, headers that are too large, a request that did not come to its end.
 * The connection cannot be used any more; the answer has ARM's envelope all the same (ARM-HDR-01, ARM-ERR-01).
 */
export function clientErrors(deps: {
  clock: Clock;
  random: Random;
  log: Log;
  /** Whether a request that came on this connection has not been answered yet. */
  isBusy: (socket: Socket) => boolean;
}) {
  return (error: Error & { code?: string }, socket: Socket): void => {
    const requestId = deps.random.uuid();
    deps.log.info("connection.unreadable", { request_id: requestId, code: error.code, address: socket.remoteAddress });
    if (error.code === "ECONNRESET" || isOfTls(error) || !socket.writable || deps.isBusy(socket)) {
      // Without a handshake nothing can be said, and a connection that waited for it would stay for good. And what is written to one that
      // is busy would be read as the answer to a request that came before, or as a part of it (ARM-ERR-08).
      socket.destroy();
      return;
    }
    const status = statuses[error.code ?? ""] ?? 400;
    const answer = errorAnswer(
      new CloudError({ code: "InvalidRequestContent", message: messages.notHttp() }, { status }),
      {
        "x-ms-request-id": requestId,
        date: new Date(deps.clock.now()).toUTCString(),
        connection: "close",
      },
    );
    const body = answer.body ?? "";
    const headers = Object.entries({ ...answer.headers, "content-length": String(Buffer.byteLength(body)) });
    socket.end(
      `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ""}\r\n${headers.map(([name, value]) => `${name}: ${value}\r\n`).join("")}\r\n${body}`,
    );
  };
}

const isOfTls = ({ code = "" }: { code?: string }): boolean =>
  code.startsWith("ERR_TLS_") || code.startsWith("ERR_SSL_");
