import type { ServerResponse } from "node:http";
import type { Http2ServerResponse } from "node:http2";
import type { Answer } from "../exchange.ts";

/** A response of either protocol. */
export type RawResponse = ServerResponse | Http2ServerResponse;

/** Writes `answer`, once. A caller who has gone gets nothing. */
export function reply(response: RawResponse, { status, headers, body }: Answer): void {
  if (response.destroyed || response.writableEnded || response.headersSent) return;
  // RFC 9110 §8.6: no Content-Length with 204; an empty 202 has one of 0, so that the connection can be kept.
  if (status !== 204) headers["content-length"] = String(body === undefined ? 0 : Buffer.byteLength(body));
  (response as ServerResponse).writeHead(status, headers);
  response.end(body ?? "");
}
